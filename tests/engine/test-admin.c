/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "queue-fixture.h"

#include <string.h>

static HoubuCall *
operator_call (TestWorld *world, HoubuRole role, const char *scope, GType type, const char *json)
{
  g_autoptr (HoubuCaller) operator= test_world_operator (world, role, scope);

  return test_call_new (operator, type, json);
}

static gpointer
ask (TestWorld *world, const HoubuOperation *operation, HoubuCall *call, GType reply)
{
  g_autoptr (GError) error = NULL;
  HoubuRecord *record = test_run (world->engine, operation, call, reply, &error);

  g_assert_no_error (error);
  return record;
}

static HoubuQueueExplanation *
explain (TestWorld *world, const char *offering, const char *language)
{
  g_autoptr (HoubuCall) call = operator_call (world, HOUBU_ROLE_NATIONAL, NULL, G_TYPE_NONE, NULL);

  houbu_call_set_language (call, language);
  houbu_call_set_path (call, "id", offering);
  return ask (world, &houbu_operation_explain_queue, call, HOUBU_TYPE_QUEUE_EXPLANATION);
}

static void
assert_rule (TestWorld *world, const char *offering, HoubuQueueRule rule)
{
  g_autoptr (HoubuQueueExplanation) en = explain (world, offering, "en");
  g_autoptr (HoubuQueueExplanation) zh = explain (world, offering, "zh-CN");

  g_assert_cmpint (houbu_queue_explanation_get_rule (en), ==, rule);
  g_assert_cmpint (houbu_queue_explanation_get_rule (zh), ==, rule);
  g_assert_true (g_str_is_ascii (houbu_queue_explanation_get_sentence (en)));
  g_assert_false (g_str_is_ascii (houbu_queue_explanation_get_sentence (zh)));
}

/* "Why is nobody promoted?" is answered with the first rule that stops it, in the order in which
 * the rules are looked at. */
static void
test_explain (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) lang = NULL;
  g_autoptr (HoubuEntry) entry = NULL;
  g_autoptr (HoubuQueueExplanation) explanation = NULL;

  test_world_add_offering (world, "993010", "1", 1, 0);
  lang = queue_candidate (world, "P000001");
  assert_rule (world, CET4, HOUBU_QUEUE_RULE_QUEUE_EMPTY);
  entry = queue_join (world, lang, CET4);
  assert_rule (world, CET4, HOUBU_QUEUE_RULE_FEE_UNSET);
  explanation = explain (world, CET4, "en");
  g_assert_cmpint (houbu_queue_explanation_get_waiting (explanation), ==, 1);
  g_assert_cmpint (houbu_queue_explanation_get_head (explanation), ==,
                   houbu_entry_get_queue_number (entry));
  {
    g_autoptr (HoubuExam) exam =
        queue_change_exam (world, "{\"payment_closes_at\":\"2022-09-01T01:00:00Z\"}");
    g_autoptr (HoubuAdminOffering) priced = queue_patch (world, CET4, "{\"fee_fen\":100}");

    assert_rule (world, CET4, HOUBU_QUEUE_RULE_PAY_WINDOW);
  }
  {
    g_autoptr (HoubuAdminOffering) empty = queue_patch (world, CET4, "{\"capacity\":0}");
    g_autoptr (HoubuExam) exam =
        queue_change_exam (world, "{\"payment_closes_at\":\"2022-10-01T01:00:00Z\"}");

    assert_rule (world, CET4, HOUBU_QUEUE_RULE_NO_SEAT);
  }
  {
    g_autoptr (HoubuAdminOffering) later =
        queue_patch (world, CET4,
                     "{\"registration_opens_at\":\"2022-09-05T00:00:00Z\","
                     "\"registration_closes_at\":\"2022-09-06T00:00:00Z\"}");

    assert_rule (world, CET4, HOUBU_QUEUE_RULE_WINDOW_CLOSED);
  }
}

/* The rarer halts: an exam time that was taken back, and a forced cut. */
static void
test_explain_rare (void)
{
  static const HoubuSql sql_no_time = {
    "test-no-exam-time",
    "UPDATE offering SET exam_starts_at = NULL, exam_ends_at = NULL WHERE subject = '1'",
  };
  g_autoptr (TestWorld) world = queue_world_new (2);
  g_autoptr (GPtrArray) people = queue_crowd (world, 3);
  g_autoptr (HoubuEnrolment) one = queue_enrol (world, g_ptr_array_index (people, 0), CET4);
  g_autoptr (HoubuEnrolment) two = queue_enrol (world, g_ptr_array_index (people, 1), CET4);
  g_autoptr (HoubuEntry) place = queue_join (world, g_ptr_array_index (people, 2), CET4);
  g_autoptr (HoubuAdminOffering) cut = queue_patch (world, CET4, "{\"capacity\":1,\"force\":true}");

  assert_rule (world, CET4, HOUBU_QUEUE_RULE_OVER_CAPACITY);
  test_world_sql (world, &sql_no_time);
  assert_rule (world, CET4, HOUBU_QUEUE_RULE_EXAM_TIME_UNSET);
}

/* An operator acts inside the own scope and nowhere else (O1). */
static void
test_scope (void)
{
  static const struct
  {
    HoubuRole role;
    const char *scope;
    gboolean allowed;
  } cases[] = {
    { HOUBU_ROLE_NATIONAL, NULL, TRUE },   { HOUBU_ROLE_PROVINCE, "99", TRUE },
    { HOUBU_ROLE_PROVINCE, "98", FALSE },  { HOUBU_ROLE_SCHOOL, "99301", TRUE },
    { HOUBU_ROLE_SCHOOL, "99302", FALSE },
  };
  g_autoptr (TestWorld) world = queue_world_new (1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HoubuCall) get =
          operator_call (world, cases[i].role, cases[i].scope, G_TYPE_NONE, NULL);
      g_autoptr (HoubuCall) change = operator_call (world, cases[i].role, cases[i].scope,
                                                    HOUBU_TYPE_OFFERING_CHANGE, "{\"capacity\":2}");
      g_autoptr (HoubuCall) exam = operator_call (world, cases[i].role, cases[i].scope,
                                                  HOUBU_TYPE_EXAM_CHANGE, "{\"name\":\"x\"}");
      g_autoptr (HoubuRecord) shown = NULL;

      houbu_call_set_path (get, "id", CET4);
      houbu_call_set_path (change, "id", CET4);
      if (cases[i].role != HOUBU_ROLE_NATIONAL)
        test_refused (world->engine, &houbu_operation_change_exam, exam, HOUBU_ERROR_FORBIDDEN,
                      NULL);
      if (cases[i].allowed)
        {
          shown = ask (world, &houbu_operation_change_offering, change, HOUBU_TYPE_ADMIN_OFFERING);
          continue;
        }
      test_refused (world->engine, &houbu_operation_get_admin_offering, get, HOUBU_ERROR_FORBIDDEN,
                    NULL);
      test_refused (world->engine, &houbu_operation_explain_queue, get, HOUBU_ERROR_FORBIDDEN,
                    NULL);
      test_refused (world->engine, &houbu_operation_list_queue, get, HOUBU_ERROR_FORBIDDEN, NULL);
      test_refused (world->engine, &houbu_operation_change_offering, change, HOUBU_ERROR_FORBIDDEN,
                    NULL);
    }
}

/* A candidate is no operator, whatever the transport lets through. */
static void
test_candidate_is_no_operator (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuCall) call = test_call_new (lang, G_TYPE_NONE, NULL);

  houbu_call_set_path (call, "id", CET4);
  test_refused (world->engine, &houbu_operation_get_admin_offering, call, HOUBU_ERROR_FORBIDDEN,
                NULL);
  test_refused (world->engine, &houbu_operation_list_journal, call, HOUBU_ERROR_FORBIDDEN, NULL);
  test_refused (world->engine, &houbu_operation_list_statistics, call, HOUBU_ERROR_FORBIDDEN, NULL);
  test_refused (world->engine, &houbu_operation_get_admin_exam, call, HOUBU_ERROR_FORBIDDEN, NULL);
}

/* A new exam session becomes the current one, with the defaults; nonsense windows name a field. */
static void
test_exam (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCall) create =
      operator_call (world, HOUBU_ROLE_NATIONAL, NULL, HOUBU_TYPE_EXAM_CREATE,
                     "{\"name\":\"2023\",\"registration_opens_at\":\"2023-03-01T00:00:00Z\","
                     "\"registration_closes_at\":\"2023-03-21T00:00:00Z\"}");
  g_autoptr (HoubuCall) bad =
      operator_call (world, HOUBU_ROLE_NATIONAL, NULL, HOUBU_TYPE_EXAM_CREATE,
                     "{\"name\":\"2023\",\"registration_opens_at\":\"2023-03-01T00:00:00Z\","
                     "\"registration_closes_at\":\"2023-02-21T00:00:00Z\"}");
  g_autoptr (HoubuCall) get = operator_call (world, HOUBU_ROLE_SCHOOL, "99301", G_TYPE_NONE, NULL);
  g_autoptr (HoubuExam) created = NULL;
  g_autoptr (HoubuExam) shown = NULL;

  test_refused (world->engine, &houbu_operation_create_exam, bad, HOUBU_ERROR_INVALID_FIELD,
                "registration_closes_at");
  created = ask (world, &houbu_operation_create_exam, create, HOUBU_TYPE_EXAM);
  g_assert_cmpint (houbu_exam_get_hold_seconds (created), ==, 86400);
  g_assert_cmpint (houbu_exam_get_min_pay_window_seconds (created), ==, 7200);
  g_assert_cmpint (houbu_exam_get_waitlist_closes_at (created), ==,
                   houbu_exam_get_registration_closes_at (created));
  shown = ask (world, &houbu_operation_get_admin_exam, get, HOUBU_TYPE_EXAM);
  g_assert_cmpstr (houbu_exam_get_id (shown), ==, houbu_exam_get_id (created));
  queue_check (world);
}

/* The queue is listed in order, with no more than is needed to tell people apart. */
static void
test_list_queue (void)
{
  g_autoptr (TestWorld) world = queue_world_new (0);
  g_autoptr (GPtrArray) people = queue_crowd (world, 103);
  g_autoptr (HoubuCall) call = operator_call (world, HOUBU_ROLE_SCHOOL, "99301", G_TYPE_NONE, NULL);
  g_autoptr (HoubuQueueEntryList) first = NULL;
  g_autoptr (HoubuQueueEntryList) rest = NULL;
  g_autoptr (HoubuQueueEntry) entry = NULL;
  GListModel *items = NULL;

  for (guint i = 0; i < people->len; i++)
    {
      g_autoptr (HoubuEntry) joined = queue_join (world, g_ptr_array_index (people, i), CET4);
    }
  houbu_call_set_path (call, "id", CET4);
  first = ask (world, &houbu_operation_list_queue, call, HOUBU_TYPE_QUEUE_ENTRY_LIST);
  items = G_LIST_MODEL (houbu_queue_entry_list_get_items (first));
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 100);
  entry = g_list_model_get_item (items, 99);
  g_assert_cmpint (houbu_queue_entry_get_position (entry), ==, 100);
  g_assert_cmpstr (houbu_queue_entry_get_name_masked (entry), ==, "T***");

  houbu_call_set_query (call, "after", houbu_queue_entry_list_get_next (first));
  rest = ask (world, &houbu_operation_list_queue, call, HOUBU_TYPE_QUEUE_ENTRY_LIST);
  items = G_LIST_MODEL (houbu_queue_entry_list_get_items (rest));
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 3);
  g_assert_null (houbu_queue_entry_list_get_next (rest));
  g_clear_object (&entry);
  entry = g_list_model_get_item (items, 0);
  g_assert_cmpint (houbu_queue_entry_get_position (entry), ==, 101);
}

/* The journal tells who did what, with ids; the counts add up; both within the scope. */
static void
test_reports (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuCaller) lang = queue_candidate (world, "P000001");
  g_autoptr (HoubuCaller) next = queue_candidate (world, "P000002");
  g_autoptr (HoubuEnrolment) seat = queue_enrol (world, lang, CET4);
  g_autoptr (HoubuEntry) place = queue_join (world, next, CET4);
  g_autoptr (HoubuEnrolment) cancelled =
      queue_cancel_enrolment (world, lang, houbu_enrolment_get_id (seat));
  g_autoptr (HoubuCall) journal =
      operator_call (world, HOUBU_ROLE_SCHOOL, "99301", G_TYPE_NONE, NULL);
  g_autoptr (HoubuCall) counts =
      operator_call (world, HOUBU_ROLE_SCHOOL, "99301", G_TYPE_NONE, NULL);
  g_autoptr (HoubuCall) elsewhere =
      operator_call (world, HOUBU_ROLE_SCHOOL, "99302", G_TYPE_NONE, NULL);
  static const HoubuJournalRecordType expected[] = {
    HOUBU_JOURNAL_RECORD_TYPE_ENROLMENT_CREATED, HOUBU_JOURNAL_RECORD_TYPE_ENTRY_JOINED,
    HOUBU_JOURNAL_RECORD_TYPE_ENROLMENT_CHANGED, HOUBU_JOURNAL_RECORD_TYPE_ENTRY_PROMOTED,
    HOUBU_JOURNAL_RECORD_TYPE_ENROLMENT_CREATED,
  };
  g_autoptr (HoubuJournalRecordList) rows = NULL;
  g_autoptr (HoubuStatisticsList) list = NULL;
  g_autoptr (HoubuJournalRecordList) nothing = NULL;
  g_autoptr (HoubuStatistics) statistics = NULL;
  GListModel *items = NULL;
  guint offset = 0;

  houbu_call_set_query (journal, "offering", CET4);
  rows = ask (world, &houbu_operation_list_journal, journal, HOUBU_TYPE_JOURNAL_RECORD_LIST);
  items = G_LIST_MODEL (houbu_journal_record_list_get_items (rows));
  g_assert_cmpuint (g_list_model_get_n_items (items), >=, G_N_ELEMENTS (expected));
  offset = g_list_model_get_n_items (items) - G_N_ELEMENTS (expected);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (HoubuJournalRecord) row = g_list_model_get_item (items, offset + i);

      g_assert_cmpint (houbu_journal_record_get_record_type (row), ==, expected[i]);
      g_assert_cmpstr (houbu_journal_record_get_offering (row), ==, CET4);
      g_assert_nonnull (houbu_journal_record_get_item (row));
    }

  list = ask (world, &houbu_operation_list_statistics, counts, HOUBU_TYPE_STATISTICS_LIST);
  statistics = g_list_model_get_item (G_LIST_MODEL (houbu_statistics_list_get_items (list)), 0);
  g_assert_cmpstr (houbu_statistics_get_offering (statistics), ==, CET4);
  g_assert_cmpint (houbu_statistics_get_unpaid (statistics), ==, 1);
  g_assert_cmpint (houbu_statistics_get_ended (statistics), ==, 1);
  g_assert_cmpint (houbu_statistics_get_promoted (statistics), ==, 1);

  nothing = ask (world, &houbu_operation_list_journal, elsewhere, HOUBU_TYPE_JOURNAL_RECORD_LIST);
  g_assert_cmpuint (
      g_list_model_get_n_items (G_LIST_MODEL (houbu_journal_record_list_get_items (nothing))), ==,
      0);
}

/* A fee of nothing is a fee that is not set; times out of order name the field. */
static void
test_offering_fields (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);
  g_autoptr (HoubuAdminOffering) free = queue_patch (world, CET4, "{\"fee_fen\":0}");
  g_autoptr (HoubuCall) bad =
      operator_call (world, HOUBU_ROLE_NATIONAL, NULL, HOUBU_TYPE_OFFERING_CHANGE,
                     "{\"exam_starts_at\":\"2022-12-10T03:00:00Z\","
                     "\"exam_ends_at\":\"2022-12-10T01:00:00Z\"}");

  g_assert_cmpint (houbu_admin_offering_get_fee_fen (free), ==, HOUBU_UNSET);
  houbu_call_set_path (bad, "id", CET4);
  test_refused (world->engine, &houbu_operation_change_offering, bad, HOUBU_ERROR_INVALID_FIELD,
                "exam_ends_at");
  queue_check (world);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/admin/explain", test_explain);
  g_test_add_func ("/admin/explain-rare", test_explain_rare);
  g_test_add_func ("/admin/scope", test_scope);
  g_test_add_func ("/admin/candidate-is-no-operator", test_candidate_is_no_operator);
  g_test_add_func ("/admin/exam", test_exam);
  g_test_add_func ("/admin/list-queue", test_list_queue);
  g_test_add_func ("/admin/reports", test_reports);
  g_test_add_func ("/admin/offering-fields", test_offering_fields);
  return g_test_run ();
}
