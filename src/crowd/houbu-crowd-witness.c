/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-witness.h"

/* A place in a queue, as far as it was seen. Journal numbers; 0 is "not seen". */
typedef struct
{
  gint64 number;
  gint64 joined_by;    /* it waited at this number already */
  gint64 waited_until; /* the last number at which it is known to wait */
  gint64 ended_by;     /* it had ended at this number already */
  gint64 ended_at;     /* time of the end, HOUBU_UNSET while it is not known */
  gboolean promoted;
} Place;

/* A seat, as far as it was seen. */
typedef struct
{
  gint64 taken_at;
  gint64 held_until; /* the last time at which it is known to be held */
  gint64 direct_seq; /* the journal number at which it was taken without a queue, or 0 */
  gboolean ended;
} Seat;

/* From the journal number on, everybody before @head had left the queue. */
typedef struct
{
  gint64 settled;
  gint64 head;
} Head;

typedef struct
{
  GHashTable *places; /* (owned) (element-type utf8 Place) */
  GHashTable *seats;  /* (owned) (element-type utf8 Seat) */
  GArray *heads;      /* (owned) (element-type Head): growing in both */
  gint64 head;        /* as told at @head_seq */
  gint64 head_seq;
  gint64 capacity; /* the largest that was seen, -1 before */
} Offering;

typedef struct
{
  gint64 at;
  int change;
} Step;

struct _HoubuCrowdWitness
{
  GHashTable *offerings; /* (owned) (element-type utf8 Offering) */
  guint grown;
  guint impossible;
};

static void
offering_free (gpointer data)
{
  Offering *offering = data;

  g_hash_table_unref (offering->places);
  g_hash_table_unref (offering->seats);
  g_array_unref (offering->heads);
  g_free (offering);
}

/**
 * houbu_crowd_witness_new:
 *
 * Returns: (transfer full): a witness who has seen nothing
 */
HoubuCrowdWitness *
houbu_crowd_witness_new (void)
{
  HoubuCrowdWitness *self = g_new0 (HoubuCrowdWitness, 1);

  self->offerings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, offering_free);
  return self;
}

/**
 * houbu_crowd_witness_free:
 * @self: (transfer full): a witness
 */
void
houbu_crowd_witness_free (HoubuCrowdWitness *self)
{
  g_hash_table_unref (self->offerings);
  g_free (self);
}

static Offering *
get_offering (HoubuCrowdWitness *self, const char *id)
{
  Offering *offering = g_hash_table_lookup (self->offerings, id);

  if (offering != NULL)
    return offering;
  offering = g_new0 (Offering, 1);
  offering->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  offering->seats = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  offering->heads = g_array_new (FALSE, FALSE, sizeof (Head));
  offering->capacity = -1;
  g_hash_table_insert (self->offerings, g_strdup (id), offering);
  return offering;
}

static gpointer
get_item (GHashTable *items, const char *id, gsize size)
{
  gpointer item = g_hash_table_lookup (items, id);

  if (item != NULL)
    return item;
  item = g_malloc0 (size);
  g_hash_table_insert (items, g_strdup (id), item);
  return item;
}

static gint64
earlier (gint64 known, gint64 seq)
{
  return known == 0 ? seq : MIN (known, seq);
}

/**
 * houbu_crowd_witness_saw_entry:
 * @self: a witness
 * @entry: a place of one of ours
 * @seq: the journal number at which it stood like this; 0 when that is not known
 */
void
houbu_crowd_witness_saw_entry (HoubuCrowdWitness *self, HoubuEntry *entry, gint64 seq)
{
  Offering *offering = NULL;
  Place *place = NULL;

  g_return_if_fail (self != NULL && HOUBU_IS_ENTRY (entry));

  offering = get_offering (self, houbu_entry_get_offering (entry));
  place = get_item (offering->places, houbu_entry_get_id (entry), sizeof *place);
  if (place->number == 0)
    place->ended_at = HOUBU_UNSET;
  place->number = houbu_entry_get_queue_number (entry);
  if (houbu_entry_get_state (entry) == HOUBU_ENTRY_STATE_WAITING)
    {
      if (seq > 0)
        place->joined_by = earlier (place->joined_by, seq);
      place->waited_until = MAX (place->waited_until, seq);
      return;
    }
  place->promoted = houbu_entry_get_state (entry) == HOUBU_ENTRY_STATE_PROMOTED;
  place->ended_at = houbu_entry_get_ended_at (entry);
  if (seq > 0)
    place->ended_by = earlier (place->ended_by, seq);
}

static gboolean
is_held (HoubuEnrolment *seat)
{
  switch (houbu_enrolment_get_state (seat))
    {
    case HOUBU_ENROLMENT_STATE_UNPAID:
    case HOUBU_ENROLMENT_STATE_PAYING:
    case HOUBU_ENROLMENT_STATE_LOCKED:
    case HOUBU_ENROLMENT_STATE_PAID:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * houbu_crowd_witness_saw_seat:
 * @self: a witness
 * @seat: a seat of one of ours
 * @seq: the journal number of the event that told it; 0 when it was read otherwise
 * @now: a time of the server's clock at which it stood like this, and not later
 */
void
houbu_crowd_witness_saw_seat (HoubuCrowdWitness *self,
                              HoubuEnrolment *enrolment,
                              gint64 seq,
                              gint64 now)
{
  Offering *offering = NULL;
  Seat *seat = NULL;

  g_return_if_fail (self != NULL && HOUBU_IS_ENROLMENT (enrolment));

  offering = get_offering (self, houbu_enrolment_get_offering (enrolment));
  seat = get_item (offering->seats, houbu_enrolment_get_id (enrolment), sizeof *seat);
  if (seat->taken_at == 0 && seq > 0 && is_held (enrolment) &&
      houbu_enrolment_get_obtained_by (enrolment) == HOUBU_OBTAINED_BY_DIRECT)
    seat->direct_seq = seq;
  seat->taken_at = houbu_enrolment_get_created_at (enrolment);
  /* What comes after its end is older than it. */
  if (seat->ended)
    return;
  seat->ended = !is_held (enrolment);
  if (seat->ended)
    seat->held_until = houbu_enrolment_get_ended_at (enrolment);
  else if (houbu_enrolment_get_deadline (enrolment) != HOUBU_UNSET)
    seat->held_until = MAX (seat->held_until, MIN (now, houbu_enrolment_get_deadline (enrolment)));
  else
    seat->held_until = MAX (seat->held_until, now);
}

/**
 * houbu_crowd_witness_saw_queue:
 * @self: a witness
 * @moved: what a queue's movement tells
 * @seq: its journal number
 *
 * The head is told as of a moment not before @seq, and before any later message of the queue.
 */
void
houbu_crowd_witness_saw_queue (HoubuCrowdWitness *self, HoubuQueueMoved *moved, gint64 seq)
{
  Offering *offering = NULL;
  gint64 head;

  g_return_if_fail (self != NULL && HOUBU_IS_QUEUE_MOVED (moved));

  offering = get_offering (self, houbu_queue_moved_get_offering (moved));
  if (seq <= offering->head_seq)
    return;
  if (offering->head > 0 &&
      (offering->heads->len == 0 ||
       g_array_index (offering->heads, Head, offering->heads->len - 1).head < offering->head))
    g_array_append_val (offering->heads, ((Head){ seq, offering->head }));
  head = houbu_queue_moved_get_head (moved);
  if (head != HOUBU_UNSET)
    offering->head = MAX (offering->head, head);
  offering->head_seq = seq;
}

/**
 * houbu_crowd_witness_saw_offering:
 * @self: a witness
 * @row: a row of the board
 */
void
houbu_crowd_witness_saw_offering (HoubuCrowdWitness *self, HoubuOffering *row)
{
  Offering *offering = NULL;

  g_return_if_fail (self != NULL && HOUBU_IS_OFFERING (row));

  offering = get_offering (self, houbu_offering_get_id (row));
  offering->capacity = MAX (offering->capacity, houbu_offering_get_capacity (row));
  if (houbu_offering_get_remaining (row) < 0 ||
      houbu_offering_get_remaining (row) > houbu_offering_get_capacity (row))
    self->impossible++;
}

/**
 * houbu_crowd_witness_saw_position:
 * @self: a witness
 * @shown: the position that was on screen
 * @told: the one that an event then told for the same place
 */
void
houbu_crowd_witness_saw_position (HoubuCrowdWitness *self, gint64 shown, gint64 told)
{
  g_return_if_fail (self != NULL);

  if (shown > 0 && told > shown)
    self->grown++;
}

/* --------------------------------------------------------------------------------------------- */
/* The verdict */

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *left = *(const Place *const *) a;
  const Place *right = *(const Place *const *) b;

  return left->number < right->number ? -1 : left->number > right->number;
}

static int
compare_steps (gconstpointer a, gconstpointer b)
{
  const Step *left = a;
  const Step *right = b;

  /* At one moment the seat that ends makes room for the one that begins. */
  if (left->at != right->at)
    return left->at < right->at ? -1 : 1;
  return left->change - right->change;
}

static GPtrArray *
sort_places (Offering *offering)
{
  GPtrArray *places = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer place = NULL;

  g_hash_table_iter_init (&iter, offering->places);
  while (g_hash_table_iter_next (&iter, NULL, &place))
    g_ptr_array_add (places, place);
  g_ptr_array_sort (places, compare_places);
  return places;
}

/* Whether @later was served at a time when @before is known to have waited. */
static gboolean
was_passed (const Place *before, const Place *later)
{
  if (later->ended_by == 0 || later->ended_by > before->waited_until)
    return FALSE;
  return before->ended_at == HOUBU_UNSET || later->ended_at == HOUBU_UNSET ||
         before->ended_at > later->ended_at;
}

static guint
count_passed (GPtrArray *places, HoubuCrowdFindings *findings)
{
  const Place *longest = NULL;
  guint passed = 0;

  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = g_ptr_array_index (places, i);

      if (place->promoted)
        findings->promoted++;
      if (place->promoted && longest != NULL && was_passed (longest, place))
        passed++;
      if (longest == NULL || place->waited_until > longest->waited_until)
        longest = place;
    }
  return passed;
}

/* Those who waited on behind the head's back. */
static guint
count_behind_head (Offering *offering, GPtrArray *places)
{
  guint behind = 0;
  guint at = 0;

  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = g_ptr_array_index (places, i);

      while (at < offering->heads->len &&
             g_array_index (offering->heads, Head, at).head <= place->number)
        at++;
      if (at < offering->heads->len &&
          g_array_index (offering->heads, Head, at).settled <= place->waited_until)
        behind++;
    }
  return behind;
}

/* Seats that somebody took past the queue. */
static guint
count_bypassing (Offering *offering, GPtrArray *places)
{
  GHashTableIter iter;
  gpointer value = NULL;
  guint bypassing = 0;

  g_hash_table_iter_init (&iter, offering->seats);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Seat *seat = value;
      gboolean past = FALSE;

      for (guint i = 0; i < places->len && seat->direct_seq > 0 && !past; i++)
        {
          const Place *place = g_ptr_array_index (places, i);

          past = place->joined_by > 0 && place->joined_by < seat->direct_seq &&
                 seat->direct_seq < place->waited_until;
        }
      bypassing += past ? 1 : 0;
    }
  return bypassing;
}

/* How far our own seats alone went beyond what there is. */
static guint
count_oversold (Offering *offering)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));
  GHashTableIter iter;
  gpointer value = NULL;
  gint64 held = 0;
  gint64 most = 0;

  if (offering->capacity < 0)
    return 0;
  g_hash_table_iter_init (&iter, offering->seats);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Seat *seat = value;

      if (seat->held_until <= seat->taken_at)
        continue;
      g_array_append_val (steps, ((Step){ seat->taken_at, 1 }));
      g_array_append_val (steps, ((Step){ seat->held_until, -1 }));
    }
  g_array_sort (steps, compare_steps);
  for (guint i = 0; i < steps->len; i++)
    {
      held += g_array_index (steps, Step, i).change;
      most = MAX (most, held);
    }
  return most > offering->capacity ? (guint) (most - offering->capacity) : 0;
}

/**
 * houbu_crowd_witness_judge:
 * @self: a witness
 * @findings: (out caller-allocates): what was seen until now
 */
void
houbu_crowd_witness_judge (HoubuCrowdWitness *self, HoubuCrowdFindings *findings)
{
  GHashTableIter iter;
  gpointer value = NULL;

  g_return_if_fail (self != NULL && findings != NULL);

  *findings = (HoubuCrowdFindings){ .grown = self->grown, .oversold = self->impossible };
  g_hash_table_iter_init (&iter, self->offerings);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Offering *offering = value;
      g_autoptr (GPtrArray) places = sort_places (offering);

      findings->inversions += count_passed (places, findings);
      findings->inversions += count_behind_head (offering, places);
      findings->inversions += count_bypassing (offering, places);
      findings->oversold += count_oversold (offering);
    }
}
