/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"
#include "houbu-operations-queue.h"

#include "test-world.h"

#define NUMBER "G99301037"
#define NAME "Ai Bai"
#define ACCEPT "{\"version\":\"2022-2\"}"
#define QUERY "{\"id_type\":\"passport\",\"id_number\":\"" NUMBER "\",\"name\":\"" NAME "\"}"

static const HoubuSql sql_student_moved = {
  "test_student_moved",
  "UPDATE student SET major = 'Law', campus = '993011', qualified = ''",
};

static const HoubuSql sql_no_exam = { "test_no_exam", "UPDATE exam SET current = 0" };

static const HoubuSql sql_agreement_changed = {
  "test_agreement_changed",
  "UPDATE exam SET agreement_version = '2022-3'",
};

static const HoubuSql sql_registrations = {
  "test_registrations",
  "SELECT count(*) AS value FROM registration",
};

static TestWorld *
new_world (HoubuCaller **caller)
{
  TestWorld *world = test_world_new ();

  test_world_add_student (world, NUMBER, NAME, "993010", "1;3;F");
  *caller = test_world_caller (world, test_world_add_account (world, "13900000001", "practice-01"));
  return world;
}

static HoubuRecord *
run (TestWorld *world,
     const HoubuOperation *operation,
     HoubuCaller *caller,
     GType type,
     const char *json,
     GType reply)
{
  g_autoptr (HoubuCall) call = test_call_new (caller, type, json);
  g_autoptr (GError) error = NULL;
  HoubuRecord *record = test_run (world->engine, operation, call, reply, &error);

  g_assert_no_error (error);
  return record;
}

static void
refused (TestWorld *world,
         const HoubuOperation *operation,
         HoubuCaller *caller,
         GType type,
         const char *json,
         HoubuErrorCode code,
         const char *field)
{
  g_autoptr (HoubuCall) call = test_call_new (caller, type, json);

  test_refused (world->engine, operation, call, code, field);
}

static void
accept (TestWorld *world, HoubuCaller *caller)
{
  g_object_unref (run (world, &houbu_operation_accept_agreement, caller,
                       HOUBU_TYPE_AGREEMENT_ACCEPTANCE, ACCEPT, HOUBU_TYPE_AGREEMENT));
}

static char *
query (TestWorld *world, HoubuCaller *caller, const char *json)
{
  g_autoptr (HoubuRecord) found =
      run (world, &houbu_operation_query_qualification, caller, HOUBU_TYPE_QUALIFICATION_QUERY,
           json, HOUBU_TYPE_QUALIFICATION_RESULT);

  return g_strdup (houbu_qualification_result_get_query_id (HOUBU_QUALIFICATION_RESULT (found)));
}

static void
query_refused (
    TestWorld *world, HoubuCaller *caller, const char *json, HoubuErrorCode code, const char *field)
{
  refused (world, &houbu_operation_query_qualification, caller, HOUBU_TYPE_QUALIFICATION_QUERY,
           json, code, field);
}

static char *
confirmation (const char *query_id, gboolean phone, gboolean details)
{
  return g_strdup_printf ("{\"query_id\":\"%s\",\"phone_confirmed\":%s,\"details_confirmed\":%s}",
                          query_id, phone ? "true" : "false", details ? "true" : "false");
}

static HoubuRegistration *
registration (TestWorld *world, HoubuCaller *caller)
{
  return (HoubuRegistration *) run (world, &houbu_operation_get_registration, caller, G_TYPE_NONE,
                                    NULL, HOUBU_TYPE_REGISTRATION);
}

/* The agreement has sections in both languages, and says when it was accepted: the first time. */
static void
test_agreement (void)
{
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (TestWorld) world = new_world (&caller);
  const char *const languages[] = { "en", "zh-CN" };

  refused (world, &houbu_operation_accept_agreement, caller, HOUBU_TYPE_AGREEMENT_ACCEPTANCE,
           "{\"version\":\"2022-1\"}", HOUBU_ERROR_STEP_MISSING, "version");
  for (int round = 0; round < 4; round++)
    {
      g_autoptr (HoubuCall) call = test_call_new (caller, G_TYPE_NONE, NULL);
      g_autoptr (HoubuAgreement) agreement = NULL;
      g_autoptr (HoubuAgreementSection) first = NULL;
      GListModel *sections;

      houbu_call_set_language (call, languages[round % 2]);
      agreement = (HoubuAgreement *) test_run (world->engine, &houbu_operation_get_agreement, call,
                                               HOUBU_TYPE_AGREEMENT, NULL);
      sections = G_LIST_MODEL (houbu_agreement_get_sections (agreement));
      g_assert_cmpuint (g_list_model_get_n_items (sections), ==, 3);
      first = g_list_model_get_item (sections, 0);
      g_assert_cmpstr (houbu_agreement_section_get_title (first), ==,
                       round % 2 == 0 ? "Registration agreement" : "报名协议");
      g_assert_cmpstr (houbu_agreement_get_version (agreement), ==, "2022-2");
      g_assert_cmpint (houbu_agreement_get_accepted_at (agreement), ==,
                       round == 0 ? HOUBU_UNSET : TEST_NOW);
      accept (world, caller);
      test_world_advance (world, HOUBU_MINUTE);
    }
}

/* A query finds the record, masked, with its places and subjects, for fifteen minutes. */
static void
test_query (void)
{
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (TestWorld) world = new_world (&caller);
  g_autoptr (HoubuQualificationResult) found = (HoubuQualificationResult *) run (
      world, &houbu_operation_query_qualification, caller, HOUBU_TYPE_QUALIFICATION_QUERY,
      "{\"id_type\":\"passport\",\"id_number\":\" g99301037 \",\"name\":\" Ai  Bai \"}",
      HOUBU_TYPE_QUALIFICATION_RESULT);
  HoubuStudent *student = houbu_qualification_result_get_student (found);
  const char *const *subjects = houbu_student_get_qualified_subjects (student);

  g_assert_cmpint (houbu_qualification_result_get_expires_at (found), ==,
                   TEST_NOW + 15 * HOUBU_MINUTE);
  g_assert_cmpstr (houbu_student_get_name (student), ==, NAME);
  g_assert_cmpint (houbu_student_get_id_type (student), ==, HOUBU_ID_TYPE_PASSPORT);
  g_assert_nonnull (strchr (houbu_student_get_id_number_masked (student), '*'));
  g_assert_null (strstr (houbu_student_get_id_number_masked (student), NUMBER));
  g_assert_cmpstr (houbu_campus_get_code (houbu_student_get_campus (student)), ==, "993010");
  g_assert_cmpstr (houbu_school_get_name (houbu_student_get_school (student)), ==,
                   "Test School 01");
  g_assert_cmpstr (houbu_student_get_study_years (student), ==, "4");
  g_assert_cmpuint (g_strv_length ((GStrv) subjects), ==, 3);
  g_assert_cmpstr (subjects[2], ==, "F");
}

/* Wrong number, wrong name, wrong kind of document, nobody: the same answer, byte for byte. */
static void
test_query_uniform (void)
{
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (TestWorld) world = new_world (&caller);
  const char *const questions[] = {
    "{\"id_type\":\"passport\",\"id_number\":\"G99301038\",\"name\":\"" NAME "\"}",
    "{\"id_type\":\"passport\",\"id_number\":\"" NUMBER "\",\"name\":\"Ai Ba\"}",
    "{\"id_type\":\"hk_macao_travel_permit\",\"id_number\":\"H12345678\",\"name\":\"" NAME "\"}",
    "{\"id_type\":\"passport\",\"id_number\":\"E00000000\",\"name\":\"Nobody\"}",
  };
  g_autofree char *first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr (HoubuCall) call =
          test_call_new (caller, HOUBU_TYPE_QUALIFICATION_QUERY, questions[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (HoubuProblemDetails) problem = NULL;
      g_autofree char *text = NULL;

      g_assert_null (test_run (world->engine, &houbu_operation_query_qualification, call,
                               HOUBU_TYPE_QUALIFICATION_RESULT, &error));
      g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_NO_MATCH);
      problem = houbu_error_to_problem (error, "en");
      text = houbu_record_to_text (HOUBU_RECORD (problem));
      if (first == NULL)
        first = g_strdup (text);
      g_assert_cmpstr (text, ==, first);
    }
}

/* What cannot be a number or a name is refused by its shape, naming the field, and not counted. */
static void
test_query_shape (void)
{
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (TestWorld) world = new_world (&caller);
  const struct
  {
    const char *json;
    const char *field;
  } cases[] = {
    { "{\"id_type\":\"resident_id\",\"id_number\":\"110101199001011239\",\"name\":\"A\"}",
      "id_number" },
    { "{\"id_type\":\"resident_id\",\"id_number\":\"110101199002301234\",\"name\":\"A\"}",
      "id_number" },
    { "{\"id_type\":\"resident_id\",\"id_number\":\"12\",\"name\":\"A\"}", "id_number" },
    { "{\"id_type\":\"passport\",\"id_number\":\" \",\"name\":\"A\"}", "id_number" },
    { "{\"id_type\":\"passport\",\"id_number\":\"" NUMBER "\",\"name\":\" \"}", "name" },
  };

  for (int round = 0; round < 3; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
      query_refused (world, caller, cases[i].json, HOUBU_ERROR_INVALID_FIELD, cases[i].field);
  g_free (query (world, caller, QUERY));
}

static char *
guess (int i)
{
  return g_strdup_printf (
      "{\"id_type\":\"passport\",\"id_number\":\"G9930%04d\",\"name\":\"" NAME "\"}", i);
}

/* An account has five failures a day; then even the right answer is not told. */
static void
test_query_limit_account (void)
{
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (TestWorld) world = new_world (&caller);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuCall) call = test_call_new (caller, HOUBU_TYPE_QUALIFICATION_QUERY, QUERY);

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *json = guess (2000 + i);

      query_refused (world, caller, json, HOUBU_ERROR_NO_MATCH, NULL);
    }
  test_world_reopen (world);
  g_clear_object (&call->engine);
  g_assert_null (test_run (world->engine, &houbu_operation_query_qualification, call,
                           HOUBU_TYPE_QUALIFICATION_RESULT, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_TOO_MANY_REQUESTS);
  g_assert_cmpint (houbu_error_get_retry_after (error), ==, 24 * 60 * 60);
  test_world_advance (world, HOUBU_DAY);
  g_clear_object (&call->engine);
  g_free (query (world, caller, QUERY));
}

/* Many accounts do not get further with one number, or one name; its owner still does. */
static void
test_query_limit_target (void)
{
  g_autoptr (HoubuCaller) owner = NULL;
  g_autoptr (TestWorld) world = new_world (&owner);

  /* The owner has found the own record once. */
  g_free (query (world, owner, QUERY));
  for (int i = 0; i < 7; i++)
    {
      g_autofree char *phone = g_strdup_printf ("1390000100%d", i);
      g_autoptr (HoubuCaller) stranger =
          test_world_caller (world, test_world_add_account (world, phone, NULL));
      g_autofree char *json = g_strdup_printf (
          "{\"id_type\":\"passport\",\"id_number\":\"" NUMBER "\",\"name\":\"Guess %c\"}", 'A' + i);

      query_refused (world, stranger, json,
                     i < 5 ? HOUBU_ERROR_NO_MATCH : HOUBU_ERROR_TOO_MANY_REQUESTS, NULL);
    }
  g_free (query (world, owner, QUERY));

  for (int i = 0; i < 22; i++)
    {
      g_autofree char *phone = g_strdup_printf ("139000020%02d", i);
      g_autoptr (HoubuCaller) stranger =
          test_world_caller (world, test_world_add_account (world, phone, NULL));
      g_autofree char *json = guess (3000 + i);

      query_refused (world, stranger, json,
                     i < 20 ? HOUBU_ERROR_NO_MATCH : HOUBU_ERROR_TOO_MANY_REQUESTS, NULL);
    }
  g_free (query (world, owner, QUERY));
}

/* After its first success an account finds nobody else. */
static void
test_query_bound (void)
{
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (TestWorld) world = new_world (&caller);

  test_world_add_student (world, "G99301099", "Another", "993010", "1");
  g_free (query (world, caller, QUERY));
  query_refused (world, caller,
                 "{\"id_type\":\"passport\",\"id_number\":\"G99301099\",\"name\":\"Another\"}",
                 HOUBU_ERROR_NO_MATCH, NULL);
}

/* Registering goes through its steps in order, and each missing one is told. */
static void
test_register_steps (void)
{
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (TestWorld) world = new_world (&caller);
  g_autofree char *id = query (world, caller, QUERY);
  g_autofree char *good = confirmation (id, TRUE, TRUE);
  g_autofree char *no_phone = confirmation (id, FALSE, TRUE);
  g_autofree char *no_details = confirmation (id, TRUE, FALSE);
  g_autofree char *unknown = confirmation ("nobody", TRUE, TRUE);
  g_autoptr (HoubuRegistration) created = NULL;
  const HoubuOperation *operation = &houbu_operation_create_registration;
  const GType type = HOUBU_TYPE_REGISTRATION_REQUEST;

  refused (world, operation, caller, type, good, HOUBU_ERROR_STEP_MISSING, NULL);
  accept (world, caller);
  refused (world, operation, caller, type, unknown, HOUBU_ERROR_STEP_MISSING, "query_id");
  refused (world, operation, caller, type, no_details, HOUBU_ERROR_STEP_MISSING,
           "details_confirmed");
  refused (world, operation, caller, type, no_phone, HOUBU_ERROR_STEP_MISSING, "phone_confirmed");
  g_assert_cmpint (test_world_count (world, &sql_registrations), ==, 0);
  created =
      (HoubuRegistration *) run (world, operation, caller, type, good, HOUBU_TYPE_REGISTRATION);
  g_assert_cmpint (houbu_registration_get_status (created), ==, HOUBU_REGISTRATION_STATUS_EMPTY);
  refused (world, operation, caller, type, good, HOUBU_ERROR_ALREADY_REGISTERED, NULL);
  g_assert_cmpint (test_world_count (world, &sql_registrations), ==, 1);
}

/* An agreement that changed after it was accepted has to be accepted again. */
static void
test_register_agreement_changed (void)
{
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (TestWorld) world = new_world (&caller);
  g_autofree char *id = NULL;
  g_autofree char *json = NULL;

  accept (world, caller);
  id = query (world, caller, QUERY);
  json = confirmation (id, TRUE, TRUE);
  test_world_sql (world, &sql_agreement_changed);
  refused (world, &houbu_operation_create_registration, caller, HOUBU_TYPE_REGISTRATION_REQUEST,
           json, HOUBU_ERROR_STEP_MISSING, NULL);
}

/* A query is good for fifteen minutes, and for the account that made it. */
static void
test_register_query (void)
{
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (TestWorld) world = new_world (&caller);
  g_autoptr (HoubuCaller) other =
      test_world_caller (world, test_world_add_account (world, "13900000002", NULL));
  g_autofree char *id = query (world, caller, QUERY);
  g_autofree char *json = confirmation (id, TRUE, TRUE);

  accept (world, caller);
  accept (world, other);
  refused (world, &houbu_operation_create_registration, other, HOUBU_TYPE_REGISTRATION_REQUEST,
           json, HOUBU_ERROR_STEP_MISSING, "query_id");
  test_world_advance (world, 15 * HOUBU_MINUTE);
  refused (world, &houbu_operation_create_registration, caller, HOUBU_TYPE_REGISTRATION_REQUEST,
           json, HOUBU_ERROR_STEP_MISSING, "query_id");
}

/* Outside the window, without any subject or without an exam nobody registers. */
static void
test_register_refused (void)
{
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (TestWorld) world = new_world (&caller);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *early = NULL;
  g_autofree char *late = NULL;
  const HoubuOperation *operation = &houbu_operation_create_registration;
  const GType type = HOUBU_TYPE_REGISTRATION_REQUEST;

  accept (world, caller);
  first = query (world, caller, QUERY);
  early = confirmation (first, TRUE, TRUE);
  test_world_sql (world, &sql_student_moved);
  refused (world, operation, caller, type, early, HOUBU_ERROR_NOT_QUALIFIED, NULL);
  test_world_advance (world, 20 * HOUBU_DAY);
  second = query (world, caller, QUERY);
  late = confirmation (second, TRUE, TRUE);
  refused (world, operation, caller, type, late, HOUBU_ERROR_WINDOW_CLOSED, NULL);
  test_world_sql (world, &sql_no_exam);
  refused (world, operation, caller, type, late, HOUBU_ERROR_NO_EXAM, NULL);
  refused (world, &houbu_operation_get_agreement, caller, G_TYPE_NONE, NULL, HOUBU_ERROR_NO_EXAM,
           NULL);
}

/* R9: the second account of a person finds the record but cannot register, and Home says why. */
static void
test_register_elsewhere (void)
{
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (TestWorld) world = new_world (&caller);
  g_autoptr (HoubuCaller) other =
      test_world_caller (world, test_world_add_account (world, "13900000002", NULL));
  HoubuCaller *callers[] = { caller, other };
  g_autoptr (HoubuRegistration) own = NULL;
  g_autoptr (HoubuRegistration) elsewhere = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (callers); i++)
    {
      g_autofree char *id = query (world, callers[i], QUERY);
      g_autofree char *json = confirmation (id, TRUE, TRUE);

      accept (world, callers[i]);
      if (i == 0)
        g_object_unref (run (world, &houbu_operation_create_registration, callers[i],
                             HOUBU_TYPE_REGISTRATION_REQUEST, json, HOUBU_TYPE_REGISTRATION));
      else
        refused (world, &houbu_operation_create_registration, callers[i],
                 HOUBU_TYPE_REGISTRATION_REQUEST, json, HOUBU_ERROR_REGISTERED_ELSEWHERE, NULL);
    }
  own = registration (world, caller);
  elsewhere = registration (world, other);
  g_assert_cmpint (houbu_registration_get_status (own), ==, HOUBU_REGISTRATION_STATUS_EMPTY);
  g_assert_false (houbu_registration_get_registered_elsewhere (own));
  g_assert_cmpint (houbu_registration_get_status (elsewhere), ==, HOUBU_REGISTRATION_STATUS_NONE);
  g_assert_true (houbu_registration_get_registered_elsewhere (elsewhere));
  g_assert_null (houbu_registration_get_student (elsewhere));
}

/* A registration keeps the record as it was confirmed, whatever is imported later. */
static void
test_snapshot (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) caller = test_world_add_candidate (world, NUMBER, "993010", "1;3;F");
  g_autoptr (HoubuRegistration) record = NULL;
  HoubuStudent *student;

  test_world_sql (world, &sql_student_moved);
  record = registration (world, caller);
  student = houbu_registration_get_student (record);
  g_assert_cmpstr (houbu_student_get_major (student), ==, "Polymers");
  g_assert_cmpstr (houbu_campus_get_code (houbu_student_get_campus (student)), ==, "993010");
  g_assert_cmpuint (g_strv_length ((GStrv) houbu_student_get_qualified_subjects (student)), ==, 3);
  g_assert_cmpint (houbu_registration_get_event_seq (record), >, 0);
}

/* The status follows the items: empty, waiting, unpaid, and none with its history at the end. */
static void
test_status (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) caller = test_world_add_candidate (world, NUMBER, "993010", "1;3;F");
  g_autoptr (HoubuRegistration) waiting = NULL;
  g_autoptr (HoubuRegistration) unpaid = NULL;
  g_autoptr (HoubuRegistration) none = NULL;
  g_autoptr (HoubuRecord) entry = NULL;
  g_autoptr (HoubuCall) cancel = NULL;
  g_autoptr (HoubuCall) leave = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  test_world_add_offering (world, "993010", "1", 0, 3000);
  test_world_add_offering (world, "993010", "3", 5, 3000);
  entry = run (world, &houbu_operation_join, caller, HOUBU_TYPE_WAITLIST_JOIN,
               "{\"offering\":\"993010-1\"}", HOUBU_TYPE_ENTRY);
  waiting = registration (world, caller);
  g_assert_cmpint (houbu_registration_get_status (waiting), ==, HOUBU_REGISTRATION_STATUS_WAITING);
  cancel = test_call_new (caller, HOUBU_TYPE_WAITLIST_CANCELLATION, "{\"reason\":\"give_up\"}");
  houbu_call_set_path (cancel, "id", houbu_entry_get_id (HOUBU_ENTRY (entry)));
  bytes = test_run_bytes (world->engine, &houbu_operation_cancel_entry, cancel, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&bytes, g_bytes_unref);
  g_object_unref (run (world, &houbu_operation_enrol, caller, HOUBU_TYPE_ENROLMENT_REQUEST,
                       "{\"offerings\":[\"993010-3\"]}", HOUBU_TYPE_ENROLMENT_LIST));
  unpaid = registration (world, caller);
  g_assert_cmpint (houbu_registration_get_status (unpaid), ==, HOUBU_REGISTRATION_STATUS_UNPAID);
  leave = test_call_new (caller, G_TYPE_NONE, NULL);
  bytes = test_run_bytes (world->engine, &houbu_operation_delete_registration, leave, NULL, &error);
  g_assert_no_error (error);
  none = registration (world, caller);
  g_assert_cmpint (houbu_registration_get_status (none), ==, HOUBU_REGISTRATION_STATUS_NONE);
  g_assert_null (houbu_registration_get_id (none));
  g_assert_cmpuint (
      g_list_model_get_n_items (G_LIST_MODEL (houbu_registration_get_enrolments (none))), ==, 1);
}

/* The same confirmation with the same key is one registration and one answer. */
static void
test_register_repeated (void)
{
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (TestWorld) world = new_world (&caller);
  g_autofree char *id = query (world, caller, QUERY);
  g_autofree char *json = confirmation (id, TRUE, TRUE);
  g_autoptr (GBytes) first = NULL;

  accept (world, caller);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (HoubuCall) call = test_call_new (caller, HOUBU_TYPE_REGISTRATION_REQUEST, json);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;

      test_call_set_key (call, "once");
      bytes =
          test_run_bytes (world->engine, &houbu_operation_create_registration, call, NULL, &error);
      g_assert_no_error (error);
      if (first == NULL)
        first = g_bytes_ref (bytes);
      g_assert_true (g_bytes_equal (first, bytes));
    }
  g_assert_cmpint (test_world_count (world, &sql_registrations), ==, 1);
}

/* The whole number is shown to its owner, for the password only, with the failures counted. */
static void
test_reveal (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) caller = test_world_add_candidate (world, NUMBER, "993010", "1");
  g_autoptr (HoubuCaller) stranger =
      test_world_caller (world, test_world_add_account (world, "13900000002", NULL));
  g_autoptr (HoubuIdentityNumber) number = NULL;
  const char *wrong = "{\"password\":\"guess\"}";
  const char *right = "{\"password\":\"" TEST_PASSWORD "\"}";

  number =
      (HoubuIdentityNumber *) run (world, &houbu_operation_reveal_identity, caller,
                                   HOUBU_TYPE_IDENTITY_REVEAL, right, HOUBU_TYPE_IDENTITY_NUMBER);
  g_assert_cmpstr (houbu_identity_number_get_id_number (number), ==, NUMBER);
  refused (world, &houbu_operation_reveal_identity, stranger, HOUBU_TYPE_IDENTITY_REVEAL, right,
           HOUBU_ERROR_NOT_FOUND, NULL);
  for (int i = 0; i < 6; i++)
    refused (world, &houbu_operation_reveal_identity, caller, HOUBU_TYPE_IDENTITY_REVEAL, wrong,
             i < 5 ? HOUBU_ERROR_WRONG_CREDENTIALS : HOUBU_ERROR_ACCOUNT_LOCKED, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/steps/agreement", test_agreement);
  g_test_add_func ("/engine/steps/query", test_query);
  g_test_add_func ("/engine/steps/query/uniform", test_query_uniform);
  g_test_add_func ("/engine/steps/query/shape", test_query_shape);
  g_test_add_func ("/engine/steps/query/limit-account", test_query_limit_account);
  g_test_add_func ("/engine/steps/query/limit-target", test_query_limit_target);
  g_test_add_func ("/engine/steps/query/bound", test_query_bound);
  g_test_add_func ("/engine/steps/register", test_register_steps);
  g_test_add_func ("/engine/steps/register/agreement-changed", test_register_agreement_changed);
  g_test_add_func ("/engine/steps/register/query", test_register_query);
  g_test_add_func ("/engine/steps/register/refused", test_register_refused);
  g_test_add_func ("/engine/steps/register/elsewhere", test_register_elsewhere);
  g_test_add_func ("/engine/steps/register/repeated", test_register_repeated);
  g_test_add_func ("/engine/steps/snapshot", test_snapshot);
  g_test_add_func ("/engine/steps/status", test_status);
  g_test_add_func ("/engine/steps/reveal", test_reveal);
  return g_test_run ();
}
