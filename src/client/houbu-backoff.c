/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-backoff.h"

/**
 * houbu_backoff_delay_ms:
 * @attempt: how many attempts have failed since the last success, from 1
 * @first_ms: the longest wait after the first failure
 * @most_ms: the longest wait ever
 * @chance: a random number in [0, 1)
 *
 * Doubles from @first_ms to @most_ms, then picks from the upper half of that: whoever lost the
 * server at the same moment comes back at different ones.
 *
 * Returns: ms to wait
 */
guint
houbu_backoff_delay_ms (guint attempt, guint first_ms, guint most_ms, double chance)
{
  guint64 bound = first_ms;

  for (guint i = 1; i < attempt && bound < most_ms; i++)
    bound *= 2;
  bound = MIN (bound, most_ms);
  return (guint) (bound / 2 + (guint64) ((double) (bound - bound / 2) * chance));
}

/**
 * houbu_backoff_after_ms:
 * @retry_after_seconds: what the server asked for
 * @spread_ms: over how long the comers are to be spread
 * @chance: a random number in [0, 1)
 *
 * Returns: ms to wait, never less than the server asked for, a day at most
 */
guint
houbu_backoff_after_ms (gint64 retry_after_seconds, guint spread_ms, double chance)
{
  gint64 seconds = CLAMP (retry_after_seconds, 0, 24 * 60 * 60);

  return (guint) seconds * 1000 + (guint) ((double) spread_ms * chance);
}
