/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"

#include "test-world.h"

#define PASSWORD "a long pass phrase"

static const HoubuSql sql_journal = {
  "test_operator_journal",
  "SELECT count(*) AS value FROM journal WHERE type = 'operator_added'",
};

static const HoubuSql sql_kept = {
  "test_password_kept",
  "SELECT count(*) AS value FROM operator WHERE password_hash NOT LIKE '$argon2id$%'",
};

static void
add (TestWorld *world, const char *name, HoubuRole role, const char *scope)
{
  g_autoptr (GError) error = NULL;

  houbu_engine_add_operator (world->engine, name, role, scope, PASSWORD, &error);
  g_assert_no_error (error);
}

static HoubuOperatorSession *
sign_in (TestWorld *world, const char *name, const char *password, GError **error)
{
  g_autofree char *json = g_strdup_printf ("{\"name\":\"%s\",\"password\":\"%s\"}", name, password);
  g_autoptr (HoubuCall) call = test_call_new (NULL, HOUBU_TYPE_ADMIN_SIGN_IN, json);

  return (HoubuOperatorSession *) test_run (world->engine, &houbu_operation_sign_in_operator, call,
                                            HOUBU_TYPE_OPERATOR_SESSION, error);
}

/* Names, roles, scopes and passwords that do not do are refused, naming the field. */
static void
test_add_refused (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  const struct
  {
    const char *name;
    HoubuRole role;
    const char *scope;
    const char *password;
    HoubuErrorCode code;
    const char *field;
  } cases[] = {
    { "", HOUBU_ROLE_NATIONAL, NULL, PASSWORD, HOUBU_ERROR_INVALID_FIELD, "name" },
    { "two words", HOUBU_ROLE_NATIONAL, NULL, PASSWORD, HOUBU_ERROR_INVALID_FIELD, "name" },
    { "chief", HOUBU_ROLE_NONE, NULL, PASSWORD, HOUBU_ERROR_INVALID_FIELD, "role" },
    { "chief", HOUBU_ROLE_NATIONAL, "99", PASSWORD, HOUBU_ERROR_INVALID_FIELD, "scope" },
    { "chief", HOUBU_ROLE_SCHOOL, NULL, PASSWORD, HOUBU_ERROR_INVALID_FIELD, "scope" },
    { "chief", HOUBU_ROLE_NATIONAL, NULL, "short", HOUBU_ERROR_INVALID_FIELD, "password" },
    { "known", HOUBU_ROLE_NATIONAL, NULL, PASSWORD, HOUBU_ERROR_EXISTS, "name" },
  };

  add (world, "known", HOUBU_ROLE_NATIONAL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (houbu_engine_add_operator (world->engine, cases[i].name, cases[i].role,
                                                 cases[i].scope, cases[i].password, &error));
      g_assert_error (error, HOUBU_ERROR, (int) cases[i].code);
      g_assert_cmpstr (houbu_error_get_field (error), ==, cases[i].field);
    }
  g_assert_cmpint (test_world_count (world, &sql_journal), ==, 1);
  g_assert_cmpint (test_world_count (world, &sql_kept), ==, 0);
}

/* An operator signs in, is known by role and scope, and is nobody after signing out. */
static void
test_sign_in_and_out (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuOperatorSession) session = NULL;
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (HoubuCall) call = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint status = 0;

  add (world, "school-1", HOUBU_ROLE_SCHOOL, "99301");
  session = sign_in (world, "school-1", PASSWORD, &error);
  g_assert_no_error (error);
  g_assert_cmpint (houbu_operator_info_get_role (houbu_operator_session_get_operator (session)), ==,
                   HOUBU_OPERATOR_ROLE_SCHOOL);
  caller = test_authenticate (world->engine, houbu_operator_session_get_token (session), &error);
  g_assert_no_error (error);
  g_assert_cmpint (caller->kind, ==, HOUBU_CALLER_OPERATOR);
  g_assert_cmpint (caller->role, ==, HOUBU_ROLE_SCHOOL);
  g_assert_cmpstr (caller->scope, ==, "99301");
  g_assert_cmpstr (caller->operator_name, ==, "school-1");

  call = test_call_new (caller, G_TYPE_NONE, NULL);
  bytes = test_run_bytes (world->engine, &houbu_operation_sign_out_operator, call, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (status, ==, 204);
  g_assert_null (
      test_authenticate (world->engine, houbu_operator_session_get_token (session), &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_UNAUTHENTICATED);
}

/* A wrong password and an unknown operator are the same; failures delay as they do for others. */
static void
test_wrong (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  const char *const names[] = { "chief", "nobody" };

  add (world, "chief", HOUBU_ROLE_NATIONAL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (int j = 0; j < 6; j++)
      {
        g_autoptr (GError) error = NULL;

        g_assert_null (sign_in (world, names[i], "guess", &error));
        g_assert_error (error, HOUBU_ERROR,
                        (int) (j < 5 ? HOUBU_ERROR_WRONG_CREDENTIALS : HOUBU_ERROR_ACCOUNT_LOCKED));
      }
}

/* A session ends after twelve hours and outlives a restart until then. */
static void
test_ends (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuOperatorSession) session = NULL;
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (GError) error = NULL;
  const char *token;

  add (world, "chief", HOUBU_ROLE_NATIONAL, NULL);
  session = sign_in (world, "chief", PASSWORD, NULL);
  token = houbu_operator_session_get_token (session);
  test_world_advance (world, 12 * HOUBU_HOUR - 1);
  test_world_reopen (world);
  caller = test_authenticate (world->engine, token, &error);
  g_assert_no_error (error);
  test_world_advance (world, 1);
  g_assert_null (test_authenticate (world->engine, token, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_UNAUTHENTICATED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/operators/add-refused", test_add_refused);
  g_test_add_func ("/engine/operators/sign-in-and-out", test_sign_in_and_out);
  g_test_add_func ("/engine/operators/wrong", test_wrong);
  g_test_add_func ("/engine/operators/ends", test_ends);
  return g_test_run ();
}
