/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-wait.h"

/* The chart shows no more steps than this; every second one is dropped when there are more. */
#define MOST_POINTS 400
/* Departures that are remembered, so that an event that comes twice after a break counts once. */
#define MOST_REMEMBERED 20000

struct _HoubuWait
{
  GObject parent_instance;

  /* owned */
  HoubuEntry *entry;
  GArray *history;  /* (element-type HoubuWaitPoint) */
  GHashTable *left; /* (element-type gint64): queue numbers ahead that are known to have left */

  gint64 position;
  gint64 waiting;
  gint64 first_position;
  gint64 next_hold_ends_at;
};

enum
{
  PROP_ENTRY = 1,
  PROP_POSITION,
  PROP_WAITING,
  PROP_FIRST_POSITION,
  PROP_NEXT_HOLD_ENDS_AT,
  PROP_N_POINTS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (HoubuWait, houbu_wait, G_TYPE_OBJECT)

static void
houbu_wait_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HoubuWait *self = HOUBU_WAIT (object);

  switch (id)
    {
    case PROP_ENTRY:
      g_value_set_object (value, self->entry);
      break;
    case PROP_POSITION:
      g_value_set_int64 (value, self->position);
      break;
    case PROP_WAITING:
      g_value_set_int64 (value, self->waiting);
      break;
    case PROP_FIRST_POSITION:
      g_value_set_int64 (value, self->first_position);
      break;
    case PROP_NEXT_HOLD_ENDS_AT:
      g_value_set_int64 (value, self->next_hold_ends_at);
      break;
    case PROP_N_POINTS:
      g_value_set_uint (value, self->history->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
houbu_wait_finalize (GObject *object)
{
  HoubuWait *self = HOUBU_WAIT (object);

  g_clear_object (&self->entry);
  g_array_unref (self->history);
  g_hash_table_unref (self->left);
  G_OBJECT_CLASS (houbu_wait_parent_class)->finalize (object);
}

static void
houbu_wait_class_init (HoubuWaitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = houbu_wait_get_property;
  object_class->finalize = houbu_wait_finalize;

  props[PROP_ENTRY] = g_param_spec_object ("entry", NULL, NULL, HOUBU_TYPE_ENTRY, read);
  props[PROP_POSITION] = g_param_spec_int64 ("position", NULL, NULL, 0, G_MAXINT64, 0, read);
  props[PROP_WAITING] = g_param_spec_int64 ("waiting", NULL, NULL, 0, G_MAXINT64, 0, read);
  props[PROP_FIRST_POSITION] =
      g_param_spec_int64 ("first-position", NULL, NULL, 0, G_MAXINT64, 0, read);
  props[PROP_NEXT_HOLD_ENDS_AT] = g_param_spec_int64 ("next-hold-ends-at", NULL, NULL, G_MININT64,
                                                      G_MAXINT64, HOUBU_UNSET, read);
  props[PROP_N_POINTS] = g_param_spec_uint ("n-points", NULL, NULL, 0, G_MAXUINT, 0, read);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
houbu_wait_init (HoubuWait *self)
{
  self->history = g_array_new (FALSE, FALSE, sizeof (HoubuWaitPoint));
  self->left = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->next_hold_ends_at = HOUBU_UNSET;
}

static void
set_int64 (HoubuWait *self, gint64 *field, gint64 value, guint property)
{
  if (*field == value)
    return;
  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), props[property]);
}

/* Keeps the first and the newest point, and the shape between them. */
static void
thin_out (GArray *history)
{
  guint kept = 1;

  for (guint i = 2; i + 1 < history->len; i += 2)
    g_array_index (history, HoubuWaitPoint, kept++) = g_array_index (history, HoubuWaitPoint, i);
  g_array_index (history, HoubuWaitPoint, kept++) =
      g_array_index (history, HoubuWaitPoint, history->len - 1);
  g_array_set_size (history, kept);
}

static void
record_point (HoubuWait *self, gint64 now)
{
  HoubuWaitPoint point = { now, self->position };

  g_array_append_val (self->history, point);
  if (self->history->len > MOST_POINTS)
    thin_out (self->history);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_POINTS]);
}

/* A position never grows: a larger one is an older one that came late. */
static void
move_to (HoubuWait *self, gint64 position, gint64 now)
{
  if (position < 1 || (self->position != 0 && position >= self->position))
    return;
  set_int64 (self, &self->position, position, PROP_POSITION);
  if (self->first_position == 0)
    set_int64 (self, &self->first_position, position, PROP_FIRST_POSITION);
  record_point (self, now);
}

/**
 * houbu_wait_new:
 * @entry: a waiting entry
 * @now: the server's time, µs since the epoch
 *
 * Returns: (transfer full): the watch over it
 */
HoubuWait *
houbu_wait_new (HoubuEntry *entry, gint64 now)
{
  HoubuWait *self = NULL;

  g_return_val_if_fail (HOUBU_IS_ENTRY (entry), NULL);

  self = g_object_new (HOUBU_TYPE_WAIT, NULL);
  self->entry = g_object_ref (entry);
  houbu_wait_confirm (self, entry, now);
  return self;
}

/**
 * houbu_wait_get_entry:
 * @self: a wait
 *
 * Returns: (transfer none): the entry as the server last told it; the same object all the time
 */
HoubuEntry *
houbu_wait_get_entry (HoubuWait *self)
{
  g_return_val_if_fail (HOUBU_IS_WAIT (self), NULL);

  return self->entry;
}

/**
 * houbu_wait_get_position:
 * @self: a wait
 *
 * Returns: the position, 1 being the head of the queue; 0 = not known
 */
gint64
houbu_wait_get_position (HoubuWait *self)
{
  g_return_val_if_fail (HOUBU_IS_WAIT (self), 0);

  return self->position;
}

/**
 * houbu_wait_get_waiting:
 * @self: a wait
 *
 * Returns: how many wait in this queue
 */
gint64
houbu_wait_get_waiting (HoubuWait *self)
{
  g_return_val_if_fail (HOUBU_IS_WAIT (self), 0);

  return self->waiting;
}

/**
 * houbu_wait_get_first_position:
 * @self: a wait
 *
 * Returns: the position when the watching began; 0 = not known
 */
gint64
houbu_wait_get_first_position (HoubuWait *self)
{
  g_return_val_if_fail (HOUBU_IS_WAIT (self), 0);

  return self->first_position;
}

/**
 * houbu_wait_get_next_hold_ends_at:
 * @self: a wait
 *
 * Returns: when the next unpaid seat of this offering falls free, µs since the epoch; %HOUBU_UNSET
 * when there is none or it is not known
 */
gint64
houbu_wait_get_next_hold_ends_at (HoubuWait *self)
{
  g_return_val_if_fail (HOUBU_IS_WAIT (self), HOUBU_UNSET);

  return self->next_hold_ends_at;
}

/**
 * houbu_wait_get_history:
 * @self: a wait
 * @n_points: (out): how many
 *
 * Returns: (transfer none) (array length=n_points): the steps, oldest first; valid until the next
 * change
 */
const HoubuWaitPoint *
houbu_wait_get_history (HoubuWait *self, guint *n_points)
{
  g_return_val_if_fail (HOUBU_IS_WAIT (self) && n_points != NULL, NULL);

  *n_points = self->history->len;
  return (const HoubuWaitPoint *) (gpointer) self->history->data;
}

/**
 * houbu_wait_confirm:
 * @self: a wait
 * @entry: the same entry, as the server tells it now
 * @now: the server's time, µs since the epoch
 */
void
houbu_wait_confirm (HoubuWait *self, HoubuEntry *entry, gint64 now)
{
  gint64 waiting = 0;

  g_return_if_fail (HOUBU_IS_WAIT (self));
  g_return_if_fail (HOUBU_IS_ENTRY (entry));

  if (entry != self->entry)
    houbu_record_assign (HOUBU_RECORD (self->entry), HOUBU_RECORD (entry));
  waiting = houbu_entry_get_waiting (entry);
  if (waiting != HOUBU_UNSET)
    set_int64 (self, &self->waiting, MAX (waiting, 0), PROP_WAITING);
  if (houbu_entry_get_position (entry) != HOUBU_UNSET)
    move_to (self, houbu_entry_get_position (entry), now);
  set_int64 (self, &self->next_hold_ends_at, houbu_entry_get_hold_deadline_ahead (entry),
             PROP_NEXT_HOLD_ENDS_AT);
}

/* Departures ahead of us that we did not know of. */
static guint
count_departures (HoubuWait *self, GArray *left)
{
  gint64 own = houbu_entry_get_queue_number (self->entry);
  guint departures = 0;

  if (g_hash_table_size (self->left) > MOST_REMEMBERED)
    g_hash_table_remove_all (self->left);
  for (guint i = 0; i < left->len; i++)
    {
      gint64 number = g_array_index (left, gint64, i);

      if (number < own && g_hash_table_add (self->left, g_memdup2 (&number, sizeof number)))
        departures++;
    }
  return departures;
}

/**
 * houbu_wait_queue_moved:
 * @self: a wait
 * @movement: who left the queue of this entry's offering
 * @now: the server's time, µs since the epoch
 *
 * Counts who stood ahead. Whoever is not the head has somebody ahead, whatever was counted.
 */
void
houbu_wait_queue_moved (HoubuWait *self, HoubuQueueMoved *movement, gint64 now)
{
  gint64 head = 0;
  gint64 position = 0;
  guint departures = 0;

  g_return_if_fail (HOUBU_IS_WAIT (self));
  g_return_if_fail (HOUBU_IS_QUEUE_MOVED (movement));

  head = houbu_queue_moved_get_head (movement);
  departures = count_departures (self, houbu_queue_moved_get_left (movement));
  position = self->position - departures;
  if (head != HOUBU_UNSET && head == houbu_entry_get_queue_number (self->entry))
    position = 1;
  else if (head != HOUBU_UNSET && self->position > 1)
    position = MAX (position, 2);
  set_int64 (self, &self->waiting, MAX (houbu_queue_moved_get_waiting (movement), 0), PROP_WAITING);
  if (self->position != 0)
    move_to (self, position, now);
}
