/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-tx.h"

#include "queue-fixture.h"

static const HoubuSql sql_count_journal = {
  "test-count-journal",
  "SELECT count(*) AS value FROM journal",
};

/* The form is kept, may be chosen again, and the journal gives the present state; choosing the same
 * one again is no change. */
static void
test_choose (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuEnrolment) seat = queue_enrol (world, lang, CET4);
  const char *id = houbu_enrolment_get_id (seat);
  g_autoptr (HoubuEnrolment) first = NULL;
  g_autoptr (HoubuEnrolment) second = NULL;
  g_autoptr (HoubuEnrolment) same = NULL;
  g_autoptr (HoubuEnrolment) seen = NULL;
  gint64 n_rows = 0;

  g_assert_cmpint (houbu_enrolment_get_report_form (seat), ==, HOUBU_REPORT_FORM_UNSET);
  first = queue_choose_form (world, lang, id, HOUBU_REPORT_FORM_PAPER);
  g_assert_cmpint (houbu_enrolment_get_report_form (first), ==, HOUBU_REPORT_FORM_PAPER);
  g_assert_cmpint (houbu_enrolment_get_state (first), ==, HOUBU_ENROLMENT_STATE_UNPAID);
  second = queue_choose_form (world, lang, id, HOUBU_REPORT_FORM_ELECTRONIC);
  g_assert_cmpint (houbu_enrolment_get_report_form (second), ==, HOUBU_REPORT_FORM_ELECTRONIC);

  n_rows = test_world_count (world, &sql_count_journal);
  same = queue_choose_form (world, lang, id, HOUBU_REPORT_FORM_ELECTRONIC);
  g_assert_cmpint (test_world_count (world, &sql_count_journal), ==, n_rows);
  seen = queue_find_enrolment (world, lang, id);
  g_assert_true (houbu_record_equal (HOUBU_RECORD (seen), HOUBU_RECORD (same)));
  queue_check (world);
}

/* Other people's seats do not exist, an oral one has no form, a seat that ended keeps what it had,
 * and after the end that the exam sets nothing changes any more. */
static void
test_not_allowed (void)
{
  g_autoptr (TestWorld) world = queue_world_new (2);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) other = queue_candidate (world, "P000002");
  g_autoptr (HoubuEnrolment) written = queue_enrol (world, lang, CET4);
  g_autoptr (HoubuEnrolment) oral = queue_enrol (world, lang, SET4);
  g_autoptr (HoubuEnrolment) level6 = queue_enrol (world, lang, CET6);
  g_autoptr (HoubuEnrolment) given_up = NULL;
  g_autoptr (HoubuExam) exam = NULL;

  queue_choose_form_refused (world, other, houbu_enrolment_get_id (written), HOUBU_ERROR_NOT_FOUND);
  queue_choose_form_refused (world, lang, "nothing", HOUBU_ERROR_NOT_FOUND);
  queue_choose_form_refused (world, lang, houbu_enrolment_get_id (oral),
                             HOUBU_ERROR_NO_REPORT_FORM);
  given_up = queue_cancel_enrolment (world, lang, houbu_enrolment_get_id (level6));
  queue_choose_form_refused (world, lang, houbu_enrolment_get_id (given_up),
                             HOUBU_ERROR_STATE_CHANGED);
  exam = queue_change_exam (world, "{\"report_form_closes_at\":\"2022-09-01T00:00:01Z\"}");
  test_world_advance (world, HOUBU_SECOND);
  queue_choose_form_refused (world, lang, houbu_enrolment_get_id (written),
                             HOUBU_ERROR_WINDOW_CLOSED);
  test_world_advance (world, HOUBU_DAY);
  queue_choose_form_refused (world, lang, houbu_enrolment_get_id (written),
                             HOUBU_ERROR_STATE_CHANGED);
  queue_check (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-form/choose", test_choose);
  g_test_add_func ("/report-form/refused", test_not_allowed);
  return g_test_run ();
}
