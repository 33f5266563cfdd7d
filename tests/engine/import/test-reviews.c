/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-live.h"
#include "houbu-operations-accounts.h"

#include "queue-fixture.h"

#include "import-fixture.h"

/* The review of the CET-6 qualification, from the question to what it opens (O5, R1). */

#define RESULTS                                                                                    \
  "admission_ticket,id_type,id_number,subject_code,exam_year,score\n"                              \
  "993010191100101,passport,P000001,1,2019,500\n"                                                  \
  "993010191100102,passport,P000002,1,2019,424\n"                                                  \
  "993010041100103,passport,P000003,1,2004,600\n"                                                  \
  "993010191100104,passport,P000009,1,2019,700\n"

static HoubuReview *
ask (TestWorld *world, HoubuCaller *caller, const char *ticket, GError **error)
{
  g_autofree char *json = g_strdup_printf ("{\"admission_ticket\":\"%s\"}", ticket);
  g_autoptr (HoubuCall) call = test_call_new (caller, HOUBU_TYPE_REVIEW_REQUEST, json);

  return (HoubuReview *) test_run (world->engine, &houbu_operation_ask_for_review, call,
                                   HOUBU_TYPE_REVIEW, error);
}

static HoubuReview *
must_ask (TestWorld *world, HoubuCaller *caller, const char *ticket)
{
  g_autoptr (GError) error = NULL;
  HoubuReview *review = ask (world, caller, ticket, &error);

  g_assert_no_error (error);
  return review;
}

static void
decide (
    TestWorld *world, const char *scope, const char *id, const char *verdict, HoubuErrorCode code)
{
  g_autoptr (HoubuCaller) operator=
      test_world_operator (world, scope != NULL ? HOUBU_ROLE_SCHOOL : HOUBU_ROLE_NATIONAL, scope);
  g_autofree char *json =
      g_strdup_printf ("{\"verdict\":\"%s\",\"reason\":\"seen \\u202eproof\"}", verdict);
  g_autoptr (HoubuCall) call = test_call_new (operator, HOUBU_TYPE_REVIEW_DECISION, json);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) record = NULL;

  houbu_call_set_path (call, "id", id);
  record = test_run (world->engine, &houbu_operation_decide_review, call, HOUBU_TYPE_ADMIN_REVIEW,
                     &error);
  if (code == 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, HOUBU_ERROR, (int) code);
}

static TestWorld *
world_with_results (void)
{
  TestWorld *world = queue_world_new (5);

  import_good (world, "results", RESULTS, "4 0 0");
  import_good (world, "results", RESULTS, "0 0 4");
  return world;
}

static HoubuCaller *
candidate (TestWorld *world, const char *number)
{
  return test_world_add_candidate (world, number, "993010", "1;3;F");
}

/* The own passed ticket, in whatever case it is typed, opens CET-6 at once, on the board too. */
static void
test_approved (void)
{
  g_autoptr (TestWorld) world = world_with_results ();
  g_autoptr (HoubuCaller) lang = candidate (world, "P000001");
  g_autoptr (HoubuOffering) before = NULL;
  g_autoptr (HoubuReview) review = NULL;
  g_autoptr (HoubuRegistration) registration = NULL;
  g_autoptr (HoubuEnrolment) seat = NULL;

  queue_enrol_refused (world, lang, CET6, HOUBU_ERROR_NOT_QUALIFIED);
  before = queue_board_row (world, lang, CET6);
  g_assert_cmpint (houbu_offering_get_action (before), ==, HOUBU_OFFERING_ACTION_NONE);
  review = must_ask (world, lang, "993010191100101");
  g_assert_cmpint (houbu_review_get_state (review), ==, HOUBU_REVIEW_STATE_APPROVED);
  g_assert_true (g_strv_contains (houbu_review_get_subjects (review), "2"));
  registration = queue_registration (world, lang);
  g_assert_true (g_strv_contains (
      houbu_student_get_qualified_subjects (houbu_registration_get_student (registration)), "2"));
  g_assert_false (houbu_registration_get_review_possible (registration));
  seat = queue_enrol (world, lang, CET6);
  queue_check (world);
}

/* Refused by the result itself, with why; pending when the ticket is nobody's or somebody else's,
 * and then the answer is the same. */
static void
test_answers (void)
{
  g_autoptr (TestWorld) world = world_with_results ();
  g_autoptr (HoubuCaller) low = candidate (world, "P000002");
  g_autoptr (HoubuCaller) old = candidate (world, "P000003");
  g_autoptr (HoubuCaller) thief = candidate (world, "P000004");
  g_autoptr (HoubuCaller) guesser = candidate (world, "P000005");
  g_autoptr (HoubuReview) of_low = must_ask (world, low, "993010191100102");
  g_autoptr (HoubuReview) of_old = must_ask (world, old, "993010041100103");
  g_autoptr (HoubuReview) of_thief = must_ask (world, thief, "993010191100104");
  g_autoptr (HoubuReview) of_guesser = must_ask (world, guesser, "993010191199999");

  g_assert_cmpint (houbu_review_get_reason (of_low), ==, HOUBU_REVIEW_REASON_SCORE_TOO_LOW);
  g_assert_cmpint (houbu_review_get_state (of_old), ==, HOUBU_REVIEW_STATE_REFUSED);
  g_assert_cmpint (houbu_review_get_reason (of_old), ==, HOUBU_REVIEW_REASON_BEFORE_2005);
  g_assert_cmpint (houbu_review_get_state (of_thief), ==, HOUBU_REVIEW_STATE_PENDING);
  houbu_review_set_id (of_thief, "same");
  houbu_review_set_id (of_guesser, "same");
  g_assert_true (houbu_record_equal (HOUBU_RECORD (of_thief), HOUBU_RECORD (of_guesser)));
}

/* Once per account, not without a query, not by somebody who is qualified, not when it is over. */
static void
test_not_again (void)
{
  g_autoptr (TestWorld) world = world_with_results ();
  g_autoptr (HoubuCaller) twice = candidate (world, "P000001");
  g_autoptr (HoubuCaller) qualified = queue_candidate (world, "P000002");
  g_autoptr (HoubuCaller) nobody =
      test_world_caller (world, test_world_add_account (world, "13900009999", NULL));
  g_autoptr (HoubuCaller) late = candidate (world, "P000003");
  g_autoptr (HoubuReview) first = must_ask (world, twice, "993010191199999");
  const struct
  {
    HoubuCaller *caller;
    HoubuErrorCode code;
  } cases[] = {
    { twice, HOUBU_ERROR_REVIEW_EXISTS },
    { qualified, HOUBU_ERROR_REVIEW_NOT_NEEDED },
    { nobody, HOUBU_ERROR_STEP_MISSING },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ask (world, cases[i].caller, "993010191100101", &error));
      g_assert_error (error, HOUBU_ERROR, (int) cases[i].code);
    }
  {
    g_autoptr (GError) error = NULL;

    test_world_advance (world, 21 * HOUBU_DAY);
    g_assert_null (ask (world, late, "993010191100101", &error));
    g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_WINDOW_CLOSED);
  }
}

/* The school decides what is pending, may mend a refusal, and cannot touch an approval; another
 * school can do nothing. The candidate reads why, and may take CET-6 from then on. */
static void
test_decisions (void)
{
  g_autoptr (TestWorld) world = world_with_results ();
  g_autoptr (HoubuCaller) lang = candidate (world, "P000004");
  g_autoptr (HoubuReview) review = must_ask (world, lang, "993010191100104");
  const char *id = houbu_review_get_id (review);
  g_autoptr (HoubuCall) get = test_call_new (lang, G_TYPE_NONE, NULL);
  g_autoptr (HoubuReview) refused = NULL;
  g_autoptr (HoubuEnrolment) seat = NULL;

  decide (world, "99302", id, "approve", HOUBU_ERROR_FORBIDDEN);
  decide (world, "99301", "nothing", "approve", HOUBU_ERROR_NOT_FOUND);
  decide (world, "99301", id, "refuse", 0);
  decide (world, "99301", id, "refuse", HOUBU_ERROR_STATE_CHANGED);
  refused = (HoubuReview *) test_run (world->engine, &houbu_operation_get_review, get,
                                      HOUBU_TYPE_REVIEW, NULL);
  g_assert_cmpint (houbu_review_get_reason (refused), ==, HOUBU_REVIEW_REASON_SCHOOL);
  g_assert_cmpstr (houbu_review_get_note (refused), ==, "seen proof");
  queue_enrol_refused (world, lang, CET6, HOUBU_ERROR_NOT_QUALIFIED);
  decide (world, NULL, id, "approve", 0);
  decide (world, "99301", id, "refuse", HOUBU_ERROR_STATE_CHANGED);
  seat = queue_enrol (world, lang, CET6);
  queue_check (world);
}

/* Somebody without any subject in the record can register once a review was approved. */
static void
test_registers (void)
{
  static const HoubuSql sql_no_subjects = {
    "test-no-subjects",
    "UPDATE student SET qualified = ''",
  };
  g_autoptr (TestWorld) world = world_with_results ();
  g_autoptr (HoubuCaller) lang = candidate (world, "P000001");
  g_autoptr (HoubuReview) review = must_ask (world, lang, "993010191100101");
  g_autoptr (HoubuCall) leave = test_call_new (lang, G_TYPE_NONE, NULL);
  g_autoptr (HoubuCall) query = NULL;
  g_autoptr (HoubuCall) create = NULL;
  g_autoptr (HoubuQualificationResult) found = NULL;
  g_autoptr (HoubuRegistration) registration = NULL;
  g_autofree char *question = NULL;
  g_autofree char *confirmation = NULL;
  g_autoptr (GError) error = NULL;

  registration = queue_registration (world, lang);
  question =
      g_strdup_printf ("{\"id_type\":\"passport\",\"id_number\":\"P000001\",\"name\":\"%s\"}",
                       houbu_student_get_name (houbu_registration_get_student (registration)));
  g_clear_object (&registration);
  test_run (world->engine, &houbu_operation_delete_registration, leave, G_TYPE_NONE, &error);
  g_assert_no_error (error);
  test_world_sql (world, &sql_no_subjects);
  query = test_call_new (lang, HOUBU_TYPE_QUALIFICATION_QUERY, question);
  found =
      (HoubuQualificationResult *) test_run (world->engine, &houbu_operation_query_qualification,
                                             query, HOUBU_TYPE_QUALIFICATION_RESULT, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (houbu_review_get_id (houbu_qualification_result_get_review (found)), ==,
                   houbu_review_get_id (review));
  confirmation =
      g_strdup_printf ("{\"query_id\":\"%s\",\"phone_confirmed\":true,\"details_confirmed\":true}",
                       houbu_qualification_result_get_query_id (found));
  create = test_call_new (lang, HOUBU_TYPE_REGISTRATION_REQUEST, confirmation);
  registration = (HoubuRegistration *) test_run (
      world->engine, &houbu_operation_create_registration, create, HOUBU_TYPE_REGISTRATION, &error);
  g_assert_no_error (error);
  g_assert_nonnull (registration);
}

/* The decision is told to the account that asked, and to nobody else. */
static void
test_live (void)
{
  g_autoptr (TestWorld) world = world_with_results ();
  g_autoptr (HoubuCaller) lang = candidate (world, "P000004");
  g_autoptr (HoubuReview) review = must_ask (world, lang, "993010191100104");
  GPtrArray *joins = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_live_join_free);
  GAsyncResult *result = NULL;
  HoubuLiveBatch *batch = NULL;
  const HoubuLiveEvent *event = NULL;
  g_autoptr (HoubuReview) told = NULL;

  decide (world, "99301", houbu_review_get_id (review), "approve", 0);
  g_ptr_array_add (joins, houbu_live_join_new (lang->account, 0));
  g_ptr_array_add (joins, houbu_live_join_new (lang->account + 1000, 0));
  houbu_engine_read_live_async (world->engine, -1, NULL, joins, 10000, NULL, test_keep_result,
                                &result);
  test_wait_result (&result);
  batch = houbu_engine_read_live_finish (world->engine, result, NULL);
  g_object_unref (result);
  for (guint j = 0; j < 2; j++)
    {
      HoubuLiveJoin *join = g_ptr_array_index (batch->joins, j);
      guint n = 0;

      for (guint i = 0; i < join->events->len; i++)
        {
          const HoubuLiveEvent *each = g_ptr_array_index (join->events, i);

          if (!g_str_equal (each->type, "review_changed"))
            continue;
          n++;
          event = each;
        }
      g_assert_cmpuint (n, ==, j == 0 ? 1 : 0);
    }
  told = (HoubuReview *) houbu_record_from_bytes (HOUBU_TYPE_REVIEW, event->data,
                                                  HOUBU_DECODE_STRICT, NULL);
  g_assert_cmpint (houbu_review_get_state (told), ==, HOUBU_REVIEW_STATE_APPROVED);
  houbu_live_batch_free (batch);
}

/* The store keeps neither ticket nor document of a result in clear. */
static void
test_sealed (void)
{
  g_autoptr (TestWorld) world = world_with_results ();
  g_autoptr (HoubuCaller) lang = candidate (world, "P000001");
  g_autoptr (HoubuReview) review = must_ask (world, lang, "993010191100101");

  g_assert_cmpint (
      test_world_count (world, &(HoubuSql){ "test-clear",
                                            "SELECT (SELECT count(*) FROM result WHERE"
                                            " instr(ticket, CAST('993010' AS BLOB)) > 0)"
                                            " + (SELECT count(*) FROM review WHERE"
                                            " instr(ticket, CAST('993010' AS BLOB)) > 0)"
                                            " + (SELECT count(*) FROM journal WHERE"
                                            " instr(data, '993010191100101') > 0) AS value" }),
      ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reviews/approved", test_approved);
  g_test_add_func ("/reviews/answers", test_answers);
  g_test_add_func ("/reviews/not-again", test_not_again);
  g_test_add_func ("/reviews/decisions", test_decisions);
  g_test_add_func ("/reviews/registers", test_registers);
  g_test_add_func ("/reviews/live", test_live);
  g_test_add_func ("/reviews/sealed", test_sealed);
  return g_test_run ();
}
