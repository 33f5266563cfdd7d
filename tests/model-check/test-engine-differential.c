/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-runner.h"

/* Random histories give the same answers and the same state by the reference model and by the
 * engine on a real store, and leave a store in which the checker finds nothing. */
static void
test_random (void)
{
  mc_run_seeds (&mc_model_subject, &mc_engine_subject, 20, 120);
}

/* Histories that once found a difference. */
static void
test_replays (void)
{
  mc_run_replays (&mc_model_subject, &mc_engine_subject);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* Notices that do not fit are warned of. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_test_add_func ("/model-check/engine/random", test_random);
  g_test_add_func ("/model-check/engine/replays", test_replays);
  return g_test_run ();
}
