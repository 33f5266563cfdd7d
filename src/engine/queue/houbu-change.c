/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-change.h"

#include "houbu-expiry.h"
#include "houbu-promotion.h"
#include "houbu-tx.h"

typedef struct
{
  HoubuOfferingRow *row;   /* (owned) */
  HoubuOfferingLock *lock; /* (borrowed): of the transaction */
  gboolean freed;          /* a seat or a rule was freed since the last promotion */
} Held;

/* What became of a registration's items. */
typedef enum
{
  MARKED_GAIN = 1 << 0,
  MARKED_LOSS = 1 << 1,
} Marked;

struct _HoubuChange
{
  HoubuTx *tx;         /* (borrowed) */
  HoubuEngine *engine; /* (borrowed) (nullable) */
  HoubuExamRow *exam;  /* (owned) */
  char *actor;         /* (owned) */
  char *request;       /* (owned) (nullable) */
  gint64 now;
  GTree *held;               /* (owned) (element-type gint64 Held): by key */
  GHashTable *registrations; /* (owned) (element-type gint64 Marked): whose items changed */
  gboolean written;
};

static void
held_free (Held *held)
{
  houbu_offering_row_free (held->row);
  g_free (held);
}

static int
compare_keys (gconstpointer a, gconstpointer b, gpointer data)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

static int
compare_array_keys (gconstpointer a, gconstpointer b)
{
  return compare_keys (a, b, NULL);
}

/* Takes over @actor and @request. */
static HoubuChange *
change_new (HoubuTx *tx, HoubuExamRow *exam, char *actor, char *request, gint64 now)
{
  HoubuChange *self = g_new0 (HoubuChange, 1);

  self->tx = tx;
  self->exam = exam;
  self->actor = actor;
  self->request = request;
  self->now = now;
  self->held = g_tree_new_full (compare_keys, NULL, g_free, (GDestroyNotify) held_free);
  self->registrations = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

static Held *
hold_offering (HoubuChange *self, gint64 offering, GError **error)
{
  Held *held = g_tree_lookup (self->held, &offering);
  g_autoptr (HoubuOfferingRow) row = NULL;
  HoubuOfferingLock *lock = NULL;

  if (held != NULL)
    return held;
  lock = houbu_tx_lock_offering (self->tx, offering, error);
  if (lock == NULL)
    return NULL;
  row = houbu_store_offering_load_locked (self->tx, lock, error);
  if (row == NULL)
    return NULL;
  held = g_new0 (Held, 1);
  held->row = g_steal_pointer (&row);
  held->lock = lock;
  g_tree_insert (self->held, g_memdup2 (&offering, sizeof offering), held);
  return held;
}

static void
add_new_keys (GArray *all, GHashTable *known, GArray *keys)
{
  for (guint i = 0; i < keys->len; i++)
    {
      gint64 key = g_array_index (keys, gint64, i);

      if (g_hash_table_add (known, g_memdup2 (&key, sizeof key)))
        g_array_append_val (all, key);
    }
}

/* Where something falls with what is due there (P8), and where something is due with which what is
 * there falls; and so on from those. */
static GArray *
add_connected (HoubuChange *self, GArray *offerings, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));

  add_new_keys (all, known, offerings);
  for (guint i = 0; i < all->len; i++)
    {
      gint64 key = g_array_index (all, gint64, i);

      g_array_set_size (found, 0);
      if (!houbu_store_enrolment_list_fall_with_due (self->tx, key, self->now, found, error) ||
          !houbu_store_enrolment_list_due_carriers (self->tx, key, self->now, found, error))
        return NULL;
      add_new_keys (all, known, found);
    }
  g_array_sort (all, compare_array_keys);
  return g_steal_pointer (&all);
}

/* Those asked for, those where the acting person has something, and what hangs together with them;
 * each once, in the order of their keys. */
static GArray *
collect_offerings (HoubuChange *self, GArray *offerings, HoubuPerson *person, GError **error)
{
  g_autoptr (GArray) wanted = g_array_copy (offerings);

  if (person != NULL)
    {
      const HoubuPersonState *state = houbu_person_get_state (person);

      for (gsize i = 0; i < state->n_items; i++)
        g_array_append_val (wanted, state->items[i].offering);
    }
  return add_connected (self, wanted, error);
}

static gboolean
promote_if_freed (gpointer key, gpointer value, gpointer data)
{
  Held *held = value;
  GArray *freed = data;

  if (held->freed)
    g_array_append_val (freed, held->row->key);
  held->freed = FALSE;
  return FALSE;
}

/* Promotion may free nothing by itself, so that one round is enough. */
static gboolean
promote_freed (HoubuChange *self, GError **error)
{
  g_autoptr (GArray) freed = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_tree_foreach (self->held, promote_if_freed, freed);
  for (guint i = 0; i < freed->len; i++)
    if (!houbu_engine_promote (self, g_array_index (freed, gint64, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
note_emptiness (HoubuChange *self, gint64 registration, Marked marks, GError **error)
{
  if ((marks & MARKED_GAIN) != 0 && !houbu_store_registration_note_filled (
                                        self->tx, registration, (marks & MARKED_LOSS) != 0, error))
    return FALSE;
  return (marks & MARKED_LOSS) == 0 ||
         houbu_store_registration_note_empty (self->tx, registration, self->now, error);
}

/**
 * houbu_change_begin:
 * @tx: a writing transaction
 * @call: who asks, and when
 * @error: HOUBU_ERROR_NO_EXAM without an exam session
 *
 * Returns: (transfer full): a change that the caller of @call makes
 */
HoubuChange *
houbu_change_begin (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuExamRow *exam = houbu_store_exam_load_current (tx, error);
  HoubuChange *self = NULL;

  if (exam == NULL)
    return NULL;
  self = change_new (tx, exam, houbu_caller_dup_actor (call->caller),
                     g_strdup (call->idempotency_key), call->now);
  self->engine = call->engine;
  return self;
}

/**
 * houbu_change_begin_timer:
 * @tx: a writing transaction
 * @engine: (nullable): whose timer it is
 * @exam: key of the exam session that it is about
 * @now: the clock reading
 * @error: HOUBU_ERROR_NO_EXAM when there is no such
 *
 * Returns: (transfer full): a change that the clock makes
 */
HoubuChange *
houbu_change_begin_timer (HoubuTx *tx, HoubuEngine *engine, gint64 exam, gint64 now, GError **error)
{
  return houbu_change_begin_for (tx, engine, exam, HOUBU_ACTOR_TIMER, now, error);
}

/**
 * houbu_change_begin_for:
 * @tx: a writing transaction
 * @engine: (nullable): which engine it runs in
 * @exam: key of the exam session that it is about
 * @actor: who makes it, as the journal names them
 * @now: the clock reading
 * @error: HOUBU_ERROR_NO_EXAM when there is no such
 *
 * Returns: (transfer full): a change that somebody makes who is neither candidate nor operator
 */
HoubuChange *
houbu_change_begin_for (
    HoubuTx *tx, HoubuEngine *engine, gint64 exam, const char *actor, gint64 now, GError **error)
{
  HoubuExamRow *row = houbu_store_exam_load (tx, exam, error);
  HoubuChange *self = NULL;

  if (row == NULL)
    return NULL;
  self = change_new (tx, row, g_strdup (actor), NULL, now);
  self->engine = engine;
  return self;
}

/**
 * houbu_change_free:
 * @self: (transfer full) (nullable): a change
 */
void
houbu_change_free (HoubuChange *self)
{
  if (self == NULL)
    return;
  houbu_exam_row_free (self->exam);
  g_free (self->actor);
  g_free (self->request);
  g_tree_unref (self->held);
  g_hash_table_unref (self->registrations);
  g_free (self);
}

/**
 * houbu_change_get_tx:
 * @self: a change
 *
 * Returns: (transfer none): its transaction
 */
HoubuTx *
houbu_change_get_tx (HoubuChange *self)
{
  return self->tx;
}

/**
 * houbu_change_get_engine:
 * @self: a change
 *
 * Returns: (transfer none) (nullable): the engine that runs it
 */
HoubuEngine *
houbu_change_get_engine (HoubuChange *self)
{
  return self->engine;
}

/**
 * houbu_change_get_exam:
 * @self: a change
 *
 * Returns: (transfer none): the current exam session
 */
const HoubuExamRow *
houbu_change_get_exam (HoubuChange *self)
{
  return self->exam;
}

/**
 * houbu_change_get_window:
 * @self: a change
 *
 * Returns: (transfer none): times and limits of the exam session
 */
const HoubuExamWindow *
houbu_change_get_window (HoubuChange *self)
{
  return &self->exam->window;
}

/**
 * houbu_change_get_now:
 * @self: a change
 *
 * Returns: the one clock reading of the change
 */
gint64
houbu_change_get_now (HoubuChange *self)
{
  return self->now;
}

/**
 * houbu_change_get_actor:
 * @self: a change
 *
 * Returns: (transfer none): who makes it, as the journal names them
 */
const char *
houbu_change_get_actor (HoubuChange *self)
{
  return self->actor;
}

/**
 * houbu_change_get_request:
 * @self: a change
 *
 * Returns: (transfer none) (nullable): the request that asked for it
 */
const char *
houbu_change_get_request (HoubuChange *self)
{
  return self->request;
}

/**
 * houbu_change_get_offering:
 * @self: a change
 * @offering: key of an offering
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer none): the offering, locked, with the counters of its lock
 */
HoubuOfferingRow *
houbu_change_get_offering (HoubuChange *self, gint64 offering, GError **error)
{
  Held *held = hold_offering (self, offering, error);

  if (held == NULL)
    return NULL;
  houbu_offering_row_refresh (held->row, held->lock);
  return held->row;
}

/**
 * houbu_change_get_lock:
 * @self: a change
 * @offering: key of an offering
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer none): its lock
 */
HoubuOfferingLock *
houbu_change_get_lock (HoubuChange *self, gint64 offering, GError **error)
{
  Held *held = hold_offering (self, offering, error);

  return held != NULL ? held->lock : NULL;
}

/**
 * houbu_change_mark_freed:
 * @self: a change
 * @offering: key of an offering that it holds
 *
 * Has the queue looked at before the change ends: a seat was freed, or what stopped it was lifted.
 */
void
houbu_change_mark_freed (HoubuChange *self, gint64 offering)
{
  Held *held = g_tree_lookup (self->held, &offering);

  g_return_if_fail (held != NULL);
  held->freed = TRUE;
}

static void
mark_registration (HoubuChange *self, gint64 registration, Marked mark)
{
  guint marks = GPOINTER_TO_UINT (g_hash_table_lookup (self->registrations, &registration));

  g_hash_table_insert (self->registrations, g_memdup2 (&registration, sizeof registration),
                       GUINT_TO_POINTER (marks | mark));
  self->written = TRUE;
}

/**
 * houbu_change_mark_gain:
 * @self: a change
 * @registration: key of a registration that got an item
 */
void
houbu_change_mark_gain (HoubuChange *self, gint64 registration)
{
  mark_registration (self, registration, MARKED_GAIN);
}

/**
 * houbu_change_mark_loss:
 * @self: a change
 * @registration: key of a registration that lost an item
 */
void
houbu_change_mark_loss (HoubuChange *self, gint64 registration)
{
  mark_registration (self, registration, MARKED_LOSS);
}

/**
 * houbu_change_mark_written:
 * @self: a change that wrote something
 */
void
houbu_change_mark_written (HoubuChange *self)
{
  self->written = TRUE;
}

/**
 * houbu_change_has_written:
 * @self: a change
 *
 * Returns: whether something was written, which a refusal must not undo
 */
gboolean
houbu_change_has_written (HoubuChange *self)
{
  return self->written;
}

/**
 * houbu_change_settle:
 * @self: a change
 * @offerings: (element-type gint64): keys of the offerings that it is about
 * @person: (nullable): who acts; the offerings of what they have are settled too, and their items
 *   are read again afterwards
 * @error: what a statement failed with
 *
 * Locks the offerings in the order of their keys and lets happen there what the clock has brought:
 * locks and holds that are due end, queues whose time is over close, and the freed seats go to the
 * heads.
 */
gboolean
houbu_change_settle (HoubuChange *self, GArray *offerings, HoubuPerson *person, GError **error)
{
  g_autoptr (GArray) all = collect_offerings (self, offerings, person, error);

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    if (hold_offering (self, g_array_index (all, gint64, i), error) == NULL)
      return FALSE;
  for (guint i = 0; i < all->len; i++)
    if (!houbu_expiry_end_locks (self, g_array_index (all, gint64, i), error))
      return FALSE;
  for (guint i = 0; i < all->len; i++)
    if (!houbu_expiry_sweep_offering (self, g_array_index (all, gint64, i), error))
      return FALSE;
  if (!promote_freed (self, error))
    return FALSE;
  /* Nearly always nothing was due, and they are as they were. */
  return person == NULL || !self->written || houbu_person_reload_items (person, self->tx, error);
}

/**
 * houbu_change_settle_one:
 * @self: a change
 * @offering: key of the offering that it is about
 * @person: (nullable): who acts
 * @error: what a statement failed with
 *
 * As houbu_change_settle() for one offering.
 */
gboolean
houbu_change_settle_one (HoubuChange *self, gint64 offering, HoubuPerson *person, GError **error)
{
  g_autoptr (GArray) offerings = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (offerings, offering);
  return houbu_change_settle (self, offerings, person, error);
}

/**
 * houbu_change_finish:
 * @self: a change
 * @error: what a statement failed with
 *
 * Promotes where seats were freed and notes which registrations have nothing left.
 */
gboolean
houbu_change_finish (HoubuChange *self, GError **error)
{
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer marks = NULL;

  if (!promote_freed (self, error))
    return FALSE;
  g_hash_table_iter_init (&iter, self->registrations);
  while (g_hash_table_iter_next (&iter, &key, &marks))
    if (!note_emptiness (self, *(gint64 *) key, GPOINTER_TO_UINT (marks), error))
      return FALSE;
  g_hash_table_remove_all (self->registrations);
  return TRUE;
}
