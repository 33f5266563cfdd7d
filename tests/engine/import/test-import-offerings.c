/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import-fixture.h"

#include <string.h>

#include "queue-fixture.h"

#define ROW(campus, subject, capacity, fee)                                                        \
  campus "," subject "," capacity "," fee ",2022-12-10T01:00:00Z,2022-12-10T03:20:00Z,,\n"

static const HoubuSql count_added = {
  "test-count-added",
  "SELECT count(*) AS value FROM journal WHERE type = 'offering_added'",
};
static const HoubuSql count_changed = {
  "test-count-changed",
  "SELECT count(*) AS value FROM journal WHERE type = 'offering_changed'",
};

/* New offerings are there with all that the file says; the same file again leaves no trace. */
static void
test_added (void)
{
  const char text[] = OFFERINGS_HEADER ROW ("993020", "1", "5", "3000") ROW ("993020", "2", "0", "")
      ROW ("993020", "F", "7", "0");
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuAdminOffering) offering = NULL;

  import_good (world, "offerings", text, "3 0 0");
  import_good (world, "offerings", text, "0 0 3");
  g_assert_cmpint (test_world_count (world, &count_added), ==, 3);
  g_assert_cmpint (test_world_count (world, &count_changed), ==, 0);
  offering = queue_offering (world, "993020-1");
  g_assert_cmpint (houbu_admin_offering_get_capacity (offering), ==, 5);
  g_assert_cmpint (houbu_admin_offering_get_fee_fen (offering), ==, 3000);
  g_assert_cmpint (houbu_admin_offering_get_exam_ends_at (offering), ==,
                   G_GINT64_CONSTANT (1670642400000000));
  g_clear_object (&offering);
  offering = queue_offering (world, "993020-F");
  g_assert_cmpint (houbu_admin_offering_get_fee_fen (offering), ==, HOUBU_UNSET);
  queue_check (world);
}

/* An empty cell takes away what was set. */
static void
test_cleared (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuAdminOffering) offering = NULL;

  import_good (world, "offerings", OFFERINGS_HEADER ROW ("993020", "1", "5", "3000"), "1 0 0");
  import_good (world, "offerings", OFFERINGS_HEADER "993020,1,5,,,,,\n", "0 1 0");
  offering = queue_offering (world, "993020-1");
  g_assert_cmpint (houbu_admin_offering_get_fee_fen (offering), ==, HOUBU_UNSET);
  g_assert_cmpint (houbu_admin_offering_get_exam_starts_at (offering), ==, HOUBU_UNSET);
  queue_check (world);
}

/* A raised capacity promotes the heads in the same transaction, and nobody else. */
static void
test_raised_capacity (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) first = queue_candidate (world, "E99000001");
  g_autoptr (HoubuCaller) second = queue_candidate (world, "E99000002");
  g_autoptr (HoubuEntry) first_entry = queue_join (world, first, CET4);
  g_autoptr (HoubuEntry) second_entry = queue_join (world, second, CET4);
  g_autoptr (HoubuEntry) first_now = NULL;
  g_autoptr (HoubuEntry) second_now = NULL;

  import_good (world, "offerings", OFFERINGS_HEADER ROW ("993010", "1", "1", "3000"), "0 1 0");
  first_now = queue_find_entry (world, first, houbu_entry_get_id (first_entry));
  second_now = queue_find_entry (world, second, houbu_entry_get_id (second_entry));
  g_assert_cmpint (houbu_entry_get_state (first_now), ==, HOUBU_ENTRY_STATE_PROMOTED);
  g_assert_cmpint (houbu_entry_get_state (second_now), ==, HOUBU_ENTRY_STATE_WAITING);
  g_assert_cmpint (houbu_entry_get_position (second_now), ==, 1);
  queue_check (world);
}

/* A fee that was missing promotes as soon as a file brings it. */
static void
test_fee_set (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (HoubuCaller) candidate = NULL;
  g_autoptr (HoubuEntry) entry = NULL;
  g_autoptr (HoubuEntry) now = NULL;

  import_good (world, "offerings", OFFERINGS_HEADER ROW ("993011", "3", "1", ""), "1 0 0");
  candidate = queue_candidate (world, "E99000001");
  entry = queue_join (world, candidate, "993011-3");
  import_good (world, "offerings", OFFERINGS_HEADER ROW ("993011", "3", "1", "3000"), "0 1 0");
  now = queue_find_entry (world, candidate, houbu_entry_get_id (entry));
  g_assert_cmpint (houbu_entry_get_state (now), ==, HOUBU_ENTRY_STATE_PROMOTED);
  queue_check (world);
}

/* A file that would cut below the seats in use is refused as a whole, with the line. */
static void
test_cut_below_use (void)
{
  g_autoptr (TestWorld) world = queue_world_new (2);
  g_autoptr (HoubuCaller) first = queue_candidate (world, "E99000001");
  g_autoptr (HoubuCaller) second = queue_candidate (world, "E99000002");
  g_autoptr (HoubuEnrolment) first_seat = queue_enrol (world, first, CET4);
  g_autoptr (HoubuEnrolment) second_seat = queue_enrol (world, second, CET4);
  g_autoptr (HoubuAdminOffering) other = NULL;

  import_bad (world, NULL, "offerings",
              OFFERINGS_HEADER ROW ("993010", "2", "9", "3000") ROW ("993010", "1", "1", "3000"),
              "3 capacity");
  other = queue_offering (world, CET6);
  g_assert_cmpint (houbu_admin_offering_get_capacity (other), ==, 2);
  queue_check (world);
}

/* Without an exam session there is nothing to offer. */
static void
test_no_exam (void)
{
  static const HoubuSql no_exam = { "test-no-exam", "UPDATE exam SET current = 0" };
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) national = test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  const char text[] = OFFERINGS_HEADER ROW ("993010", "1", "1", "3000");
  g_autoptr (GError) error = NULL;

  test_world_sql (world, &no_exam);
  g_assert_null (import_bytes (world, national, "offerings", NULL, text, strlen (text), &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_NO_EXAM);
}

/* A province's size: two hundred campuses with ten subjects each. */
static void
test_size (void)
{
  static const char subjects[] = "123456789F";
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (GString) schools = g_string_new (SCHOOLS_HEADER);
  g_autoptr (GString) offerings = g_string_new (OFFERINGS_HEADER);
  gint64 began = 0;

  for (int i = 0; i < 200; i++)
    {
      g_string_append_printf (schools, "98,P,98%03d,S %d,98%03d0,C %d\n", i, i, i, i);
      for (const char *subject = subjects; *subject != '\0'; subject++)
        g_string_append_printf (offerings, "98%03d0,%c,100,3000,,,,\n", i, *subject);
    }
  import_good (world, "schools", schools->str, "200 0 0");
  began = g_get_monotonic_time ();
  import_good (world, "offerings", offerings->str, "2000 0 0");
  import_good (world, "offerings", offerings->str, "0 0 2000");
  g_test_message ("%.1f s", (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC);
  queue_check (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/import-offerings/added", test_added);
  g_test_add_func ("/engine/import-offerings/cleared", test_cleared);
  g_test_add_func ("/engine/import-offerings/raised-capacity", test_raised_capacity);
  g_test_add_func ("/engine/import-offerings/fee-set", test_fee_set);
  g_test_add_func ("/engine/import-offerings/cut-below-use", test_cut_below_use);
  g_test_add_func ("/engine/import-offerings/no-exam", test_no_exam);
  g_test_add_func ("/engine/import-offerings/size", test_size);
  return g_test_run ();
}
