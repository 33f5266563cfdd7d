/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-clock.h"

#include <math.h>

struct _HoubuCrowdClock
{
  GSequence *due;     /* (owned) (element-type Due): the next first */
  GHashTable *places; /* (owned) (element-type guint64 GSequenceIter) */
  guint64 last_id;
  guint timer;
  double seconds; /* of theirs, at @read_at */
  gint64 read_at; /* µs of the monotonic clock */
  double pace;
  gboolean paused;
};

typedef struct
{
  guint64 id;
  double at;
  HoubuCrowdFunc func;
  gpointer user_data;
} Due;

static void arm (HoubuCrowdClock *self);

static int
compare_due (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Due *left = a;
  const Due *right = b;

  if (left->at != right->at)
    return left->at < right->at ? -1 : 1;
  return left->id < right->id ? -1 : left->id > right->id;
}

static void
advance (HoubuCrowdClock *self)
{
  gint64 now = g_get_monotonic_time ();

  if (!self->paused)
    self->seconds += (double) (now - self->read_at) / G_USEC_PER_SEC * self->pace;
  self->read_at = now;
}

/* All that is due at one moment is called at once; what it adds is looked at afterwards. */
static gboolean
on_timer (gpointer user_data)
{
  HoubuCrowdClock *self = user_data;
  double now;

  self->timer = 0;
  advance (self);
  now = self->seconds;
  while (!g_sequence_is_empty (self->due))
    {
      GSequenceIter *first = g_sequence_get_begin_iter (self->due);
      Due due = *(Due *) g_sequence_get (first);

      if (due.at > now)
        break;
      g_hash_table_remove (self->places, &due.id);
      g_sequence_remove (first);
      due.func (due.user_data);
    }
  arm (self);
  return G_SOURCE_REMOVE;
}

static void
arm (HoubuCrowdClock *self)
{
  const Due *first = NULL;
  double wait;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->paused || g_sequence_is_empty (self->due))
    return;
  first = g_sequence_get (g_sequence_get_begin_iter (self->due));
  wait = MAX (first->at - self->seconds, 0) / self->pace * 1000;
  self->timer = g_timeout_add ((guint) MIN (ceil (wait), 3600 * 1000), on_timer, self);
}

/**
 * houbu_crowd_clock_new:
 *
 * Returns: (transfer full): a clock that runs, at our pace, from 0
 */
HoubuCrowdClock *
houbu_crowd_clock_new (void)
{
  HoubuCrowdClock *self = g_new0 (HoubuCrowdClock, 1);

  self->due = g_sequence_new (g_free);
  self->places = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->pace = 1;
  self->read_at = g_get_monotonic_time ();
  return self;
}

/**
 * houbu_crowd_clock_free:
 * @self: (transfer full): a clock; what was to be called is not
 */
void
houbu_crowd_clock_free (HoubuCrowdClock *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_hash_table_unref (self->places);
  g_sequence_free (self->due);
  g_free (self);
}

/**
 * houbu_crowd_clock_after:
 * @self: a clock
 * @seconds: of theirs
 * @func: what to call then
 * @user_data: for @func
 *
 * Returns: a number for houbu_crowd_clock_forget()
 */
guint64
houbu_crowd_clock_after (HoubuCrowdClock *self,
                         double seconds,
                         HoubuCrowdFunc func,
                         gpointer user_data)
{
  Due *due = NULL;

  g_return_val_if_fail (self != NULL && func != NULL, 0);

  advance (self);
  due = g_new0 (Due, 1);
  due->id = ++self->last_id;
  due->at = self->seconds + MAX (seconds, 0);
  due->func = func;
  due->user_data = user_data;
  g_hash_table_insert (self->places, &due->id,
                       g_sequence_insert_sorted (self->due, due, compare_due, NULL));
  if (g_sequence_get (g_sequence_get_begin_iter (self->due)) == due)
    arm (self);
  return due->id;
}

/**
 * houbu_crowd_clock_forget:
 * @self: a clock
 * @id: what houbu_crowd_clock_after() returned; what was called already is no error
 */
void
houbu_crowd_clock_forget (HoubuCrowdClock *self, guint64 id)
{
  GSequenceIter *place = NULL;

  g_return_if_fail (self != NULL);

  place = g_hash_table_lookup (self->places, &id);
  if (place == NULL)
    return;
  g_hash_table_remove (self->places, &id);
  g_sequence_remove (place);
}

/**
 * houbu_crowd_clock_set_paused:
 * @self: a clock
 * @paused: whether it stands still
 */
void
houbu_crowd_clock_set_paused (HoubuCrowdClock *self, gboolean paused)
{
  g_return_if_fail (self != NULL);

  advance (self);
  self->paused = paused;
  arm (self);
}

/**
 * houbu_crowd_clock_set_pace:
 * @self: a clock
 * @pace: how many of their seconds pass in one of ours, more than 0
 */
void
houbu_crowd_clock_set_pace (HoubuCrowdClock *self, double pace)
{
  g_return_if_fail (self != NULL && pace > 0);

  advance (self);
  self->pace = pace;
  arm (self);
}

/**
 * houbu_crowd_clock_get_pace:
 * @self: a clock
 *
 * Returns: how many of their seconds pass in one of ours
 */
double
houbu_crowd_clock_get_pace (HoubuCrowdClock *self)
{
  g_return_val_if_fail (self != NULL, 1);

  return self->pace;
}

/**
 * houbu_crowd_clock_get_seconds:
 * @self: a clock
 *
 * Returns: how many of their seconds have passed
 */
double
houbu_crowd_clock_get_seconds (HoubuCrowdClock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  advance (self);
  return self->seconds;
}
