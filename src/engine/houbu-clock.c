/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-clock.h"

/**
 * HoubuClock:
 *
 * Where every clock reading of the engine comes from: the machine's clock, or one that a test
 * moves by hand. May be read from any thread.
 */
struct _HoubuClock
{
  gboolean manual;
  GMutex mutex;
  gint64 now; /* with the mutex; only of a manual clock */
};

/**
 * houbu_clock_new:
 *
 * Returns: (transfer full): the machine's clock
 */
HoubuClock *
houbu_clock_new (void)
{
  HoubuClock *clock = g_atomic_rc_box_new0 (HoubuClock);

  g_mutex_init (&clock->mutex);
  return clock;
}

/**
 * houbu_clock_new_manual:
 * @now: its first reading, µs since the epoch
 *
 * Returns: (transfer full): a clock that stands still until it is moved
 */
HoubuClock *
houbu_clock_new_manual (gint64 now)
{
  HoubuClock *clock = houbu_clock_new ();

  clock->manual = TRUE;
  clock->now = now;
  return clock;
}

/**
 * houbu_clock_ref:
 * @clock: a clock
 *
 * Returns: (transfer full): the same clock
 */
HoubuClock *
houbu_clock_ref (HoubuClock *clock)
{
  g_return_val_if_fail (clock != NULL, NULL);

  return g_atomic_rc_box_acquire (clock);
}

static void
clear (gpointer data)
{
  HoubuClock *clock = data;

  g_mutex_clear (&clock->mutex);
}

/**
 * houbu_clock_unref:
 * @clock: (transfer full): a clock
 */
void
houbu_clock_unref (HoubuClock *clock)
{
  g_return_if_fail (clock != NULL);

  g_atomic_rc_box_release_full (clock, clear);
}

/**
 * houbu_clock_now:
 * @clock: a clock
 *
 * Returns: µs since the epoch, UTC
 */
gint64
houbu_clock_now (HoubuClock *clock)
{
  gint64 now;

  g_return_val_if_fail (clock != NULL, 0);

  if (!clock->manual)
    return g_get_real_time ();
  g_mutex_lock (&clock->mutex);
  now = clock->now;
  g_mutex_unlock (&clock->mutex);
  return now;
}

/**
 * houbu_clock_set:
 * @clock: a manual clock
 * @now: its new reading
 */
void
houbu_clock_set (HoubuClock *clock, gint64 now)
{
  g_return_if_fail (clock != NULL && clock->manual);

  g_mutex_lock (&clock->mutex);
  clock->now = now;
  g_mutex_unlock (&clock->mutex);
}

/**
 * houbu_clock_advance:
 * @clock: a manual clock
 * @by: µs, may be negative
 */
void
houbu_clock_advance (HoubuClock *clock, gint64 by)
{
  g_return_if_fail (clock != NULL && clock->manual);

  g_mutex_lock (&clock->mutex);
  clock->now += by;
  g_mutex_unlock (&clock->mutex);
}
