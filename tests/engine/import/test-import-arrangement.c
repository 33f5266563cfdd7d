/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"

#include "import-fixture.h"
#include "queue-fixture.h"

/* Room, seat and admission ticket of those who have paid. */

#define HEADER                                                                                     \
  "id_type,id_number,subject_code,campus_code,admission_ticket,room,seat,ticket_printing\n"
#define LANG "passport,P000001,1,993010,993010222100101,A101,7,self\n"
#define CHEN "passport,P000002,1,993010,993010222100102,A101,8,school\n"

static const HoubuSql sql_pay = {
  "test-pay",
  "UPDATE enrolment SET state = 'paid', deadline = NULL WHERE person < 3",
};

static const HoubuSql sql_changes = {
  "test-changes",
  "SELECT count(*) AS value FROM journal WHERE type = 'enrolment_changed'",
};

/* P000001 and P000002 have paid CET-4 at 993010, P000003 has not. Paid by hand, so the journal does
 * not know of it. */
static TestWorld *
paid_world (GPtrArray **people)
{
  TestWorld *world = queue_world_new (5);

  *people = queue_crowd (world, 0);
  for (int i = 1; i <= 3; i++)
    {
      g_autofree char *number = g_strdup_printf ("P00000%d", i);
      HoubuCaller *caller = queue_candidate (world, number);
      g_autoptr (HoubuEnrolment) seat = queue_enrol (world, caller, CET4);

      g_ptr_array_add (*people, caller);
    }
  test_world_sql (world, &sql_pay);
  world->unchecked = TRUE;
  return world;
}

/* What the candidate sees of it, and what a second file of the same changes: nothing. */
static void
test_arranged (void)
{
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (TestWorld) world = paid_world (&people);
  const gint64 before = test_world_count (world, &sql_changes);
  g_autoptr (HoubuEnrolment) seat = NULL;
  g_autoptr (HoubuEnrolment) moved = NULL;

  import_good (world, "arrangement", HEADER LANG CHEN, "2 0 0");
  import_good (world, "arrangement", HEADER LANG CHEN, "0 0 2");
  g_assert_cmpint (test_world_count (world, &sql_changes), ==, before + 2);
  seat = queue_find_seat (world, g_ptr_array_index (people, 0), CET4);
  g_assert_cmpint (houbu_enrolment_get_arrangement (seat), ==, HOUBU_ARRANGEMENT_ARRANGED);
  g_assert_cmpstr (houbu_enrolment_get_admission_ticket (seat), ==, "993010222100101");
  g_assert_cmpstr (houbu_enrolment_get_room (seat), ==, "A101");
  g_assert_cmpstr (houbu_enrolment_get_seat (seat), ==, "7");
  g_assert_cmpint (houbu_enrolment_get_ticket_printing (seat), ==, HOUBU_TICKET_PRINTING_SELF);
  g_assert_cmpint (houbu_enrolment_get_exam_starts_at (seat), !=, HOUBU_UNSET);

  /* Two candidates change places in one file. */
  import_good (world, "arrangement",
               HEADER "passport,P000001,1,993010,993010222100101,A101,8,school\n"
                      "passport,P000002,1,993010,993010222100102,A101,7,school\n",
               "0 2 0");
  moved = queue_find_seat (world, g_ptr_array_index (people, 0), CET4);
  g_assert_cmpstr (houbu_enrolment_get_seat (moved), ==, "8");
  g_assert_cmpint (houbu_enrolment_get_ticket_printing (moved), ==, HOUBU_TICKET_PRINTING_SCHOOL);
}

/* Every kind of bad line, by number and column. */
static void
test_bad (void)
{
  static const struct
  {
    const char *text;
    const char *lines;
  } cases[] = {
    { "card,P000001,1,993010,99301,A,1,self\n", "2 id_type" },
    { "resident_id,990100200201030022,1,993010,99301,A,1,self\n", "2 id_number" },
    { "passport,P000001,X,993099,9,,,me\n",
      "2 subject_code; 2 campus_code; 2 admission_ticket; 2 room; 2 seat; 2 ticket_printing" },
    { "passport,P000001,1,993010,99301,A,1,\n", "2 ticket_printing" },
    { "passport,P000001,3,993010,99301,A,1,self\n", "2 id_number" }, /* not enrolled */
    { "passport,P000009,1,993010,99301,A,1,self\n", "2 id_number" }, /* nobody */
    { "passport,P000003,1,993010,99301,A,1,self\n", "2 id_number" }, /* not paid */
    { "passport,P000001,1,993010,99301,A,1,self\npassport,P000001,1,993010,99302,A,2,self\n",
      "3 -" },
    { "passport,P000001,1,993010,99301,A,1,self\npassport,P000002,1,993010,99301,A,2,self\n",
      "3 -" },
    { "passport,P000001,1,993010,99301,A,1,self\npassport,P000002,1,993010,99302,A,1,self\n",
      "3 -" },
    /* taken by somebody whom the file leaves alone */
    { "passport,P000001,1,993010,993010222100102,A,1,self\n", "2 admission_ticket" },
    { "passport,P000001,1,993010,99301,A101,8,self\n", "2 seat" },
  };
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (TestWorld) world = paid_world (&people);
  g_autoptr (HoubuCaller) national = test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (HoubuCaller) foreign = test_world_operator (world, HOUBU_ROLE_SCHOOL, "99302");

  import_good (world, "arrangement", HEADER CHEN, "1 0 0");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat (HEADER, cases[i].text, NULL);

      import_bad (world, national, "arrangement", text, cases[i].lines);
    }
  import_bad (world, foreign, "arrangement", HEADER LANG, "2 campus_code");
  import_bad (world, national, "arrangement", HEADER LANG "passport\n", "3 -");
  {
    g_autoptr (HoubuEnrolment) seat = queue_find_seat (world, g_ptr_array_index (people, 0), CET4);

    g_assert_cmpint (houbu_enrolment_get_arrangement (seat), ==, HOUBU_ARRANGEMENT_PENDING);
    g_assert_null (houbu_enrolment_get_admission_ticket (seat));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/arrangement/arranged", test_arranged);
  g_test_add_func ("/import/arrangement/bad", test_bad);
  return g_test_run ();
}
