/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-clock.h"
#include "houbu-crowd-control.h"
#include "houbu-crowd-report.h"
#include "houbu-error.h"

#include <string.h>

/* --------------------------------------------------------------------------------------------- */
/* The clock */

static void
note_a (gpointer user_data)
{
  g_string_append_c (user_data, 'a');
}

static void
note_b (gpointer user_data)
{
  g_string_append_c (user_data, 'b');
}

static void
run_for (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

/* What is due comes in its order, and what was taken back does not. */
static void
test_order (void)
{
  g_autoptr (HoubuCrowdClock) clock = houbu_crowd_clock_new ();
  g_autoptr (GString) said = g_string_new (NULL);
  guint64 forgotten;

  houbu_crowd_clock_after (clock, 0.02, note_b, said);
  houbu_crowd_clock_after (clock, 0.01, note_a, said);
  forgotten = houbu_crowd_clock_after (clock, 0.015, note_b, said);
  houbu_crowd_clock_forget (clock, forgotten);
  houbu_crowd_clock_forget (clock, forgotten);
  run_for (200);
  g_assert_cmpstr (said->str, ==, "ab");
}

/* Paused it stands still; at another pace it runs at that; nothing is lost. */
static void
test_pace (void)
{
  g_autoptr (HoubuCrowdClock) clock = houbu_crowd_clock_new ();
  g_autoptr (GString) said = g_string_new (NULL);
  double before;

  houbu_crowd_clock_after (clock, 60, note_a, said);
  g_assert_true (houbu_crowd_control_obey (clock, "pause", NULL));
  before = houbu_crowd_clock_get_seconds (clock);
  g_assert_true (houbu_crowd_control_obey (clock, "pace 100", NULL));
  run_for (50);
  g_assert_cmpfloat (houbu_crowd_clock_get_seconds (clock), ==, before);
  g_assert_true (houbu_crowd_control_obey (clock, "resume", NULL));
  run_for (100);
  g_assert_cmpfloat (houbu_crowd_clock_get_seconds (clock), >=, before + 9);
  g_assert_cmpuint (said->len, ==, 0);
  run_for (900);
  g_assert_cmpstr (said->str, ==, "a");
}

/* Nothing but the three commands is one. */
static void
test_commands (void)
{
  static const char *const bad[] = { "",         "pace",    "pace ", "pace x", "pace 0",
                                     "pace 101", "pace -1", "Pause", "stop",   "pace nan" };
  g_autoptr (HoubuCrowdClock) clock = houbu_crowd_clock_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (houbu_crowd_control_obey (clock, bad[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
  g_assert_cmpfloat (houbu_crowd_clock_get_pace (clock), ==, 1);
  g_assert_true (houbu_crowd_control_obey (clock, "pace 0.5", NULL));
  g_assert_cmpfloat (houbu_crowd_clock_get_pace (clock), ==, 0.5);
}

/* --------------------------------------------------------------------------------------------- */
/* The report */

/* The shares are those of the sorted times, and each refusal is counted under its code. */
static void
test_tally (void)
{
  g_autoptr (HoubuCrowdTally) tally = houbu_crowd_tally_new ();
  g_autoptr (GError) full = g_error_new_literal (HOUBU_ERROR, HOUBU_ERROR_NO_SEAT, "full");
  g_autoptr (GError) busy = g_error_new_literal (HOUBU_ERROR, HOUBU_ERROR_BUSY, "busy");
  HoubuCrowdReport report = { .candidates = 2, .seed = 3, .seconds = 4.25, .tally = tally };
  HoubuCrowdTimes times;
  g_autofree char *json = NULL;
  g_autofree char *table = NULL;

  for (gint64 i = 100; i >= 1; i--)
    houbu_crowd_tally_add (tally, HOUBU_CROWD_JOIN, i * 1000, NULL);
  houbu_crowd_tally_add (tally, HOUBU_CROWD_ENROL, 7000, full);
  houbu_crowd_tally_add (tally, HOUBU_CROWD_ENROL, 7000, full);
  houbu_crowd_tally_add (tally, HOUBU_CROWD_SIGN_IN, 7000, busy);
  houbu_crowd_tally_get_times (tally, HOUBU_CROWD_JOIN, &times);
  g_assert_cmpuint (times.asked, ==, 100);
  g_assert_cmpint (times.p50, ==, 50000);
  g_assert_cmpint (times.p90, ==, 90000);
  g_assert_cmpint (times.p99, ==, 99000);
  g_assert_cmpint (times.most, ==, 100000);
  g_assert_cmpuint (houbu_crowd_tally_get_asked (tally), ==, 103);
  g_assert_cmpuint (houbu_crowd_tally_get_refused (tally, "no_seat"), ==, 2);

  json = houbu_crowd_report_to_json (&report);
  g_assert_nonnull (strstr (json, "\"refusals\":{\"busy\":1,\"no_seat\":2}"));
  g_assert_nonnull (strstr (json, "\"join\":{\"asked\":100,\"p50_ms\":50.0,"));
  table = houbu_crowd_report_to_table (&report);
  g_assert_nonnull (strstr (table, "2 candidates, seed 3"));
  g_assert_true (houbu_crowd_report_is_clean (&report));
  report.findings.inversions = 1;
  g_assert_false (houbu_crowd_report_is_clean (&report));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crowd/clock/order", test_order);
  g_test_add_func ("/crowd/clock/pace", test_pace);
  g_test_add_func ("/crowd/control/commands", test_commands);
  g_test_add_func ("/crowd/report/tally", test_tally);
  return g_test_run ();
}
