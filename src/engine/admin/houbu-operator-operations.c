/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"

#include "houbu-engine-private.h"
#include "houbu-error.h"
#include "houbu-hasher.h"
#include "houbu-journal-data.h"
#include "houbu-journal.h"
#include "houbu-limits.h"
#include "houbu-records.h"
#include "houbu-sign-in-private.h"
#include "houbu-store-operators.h"
#include "houbu-store.h"
#include "houbu-tokens.h"

static gboolean
find_operator (HoubuTx *tx, HoubuSignInSteps *steps, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (HoubuOperatorRow) row = NULL;

  row = houbu_store_operator_by_name (tx, steps->login, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (row != NULL)
    {
      steps->key = row->key;
      steps->password_hash = g_steal_pointer (&row->password_hash);
    }
  return TRUE;
}

static HoubuRecord *
to_record (const HoubuOperatorRow *row, const char *token, gint64 expires_at)
{
  HoubuOperatorSession *record = houbu_operator_session_new ();
  g_autoptr (HoubuOperatorInfo) info = houbu_operator_info_new ();

  houbu_operator_info_set_name (info, row->name);
  houbu_operator_info_set_role (info, houbu_operator_role_from_string (row->role));
  houbu_operator_info_set_scope (info, row->scope);
  houbu_operator_session_set_token (record, token);
  houbu_operator_session_set_expires_at (record, expires_at);
  houbu_operator_session_set_operator (record, info);
  return HOUBU_RECORD (record);
}

static gboolean
admit_operator (HoubuTx *tx, HoubuSignInSteps *steps, GError **error)
{
  HoubuCall *call = steps->call;
  g_autofree char *token = houbu_token_new (HOUBU_TOKEN_OPERATOR);
  g_autoptr (HoubuOperatorRow) row = houbu_store_operator_by_name (tx, steps->login, error);
  gint64 expires_at = call->now + houbu_engine_get_options (call->engine)->session_length;
  guint8 hash[HOUBU_TOKEN_HASH_BYTES];

  if (row == NULL)
    {
      if (error != NULL && *error == NULL)
        houbu_error_set (error, HOUBU_ERROR_WRONG_CREDENTIALS, HOUBU_PROBLEM_NONE, NULL);
      return FALSE;
    }
  houbu_token_hash (token, hash);
  steps->answer = to_record (row, token, expires_at);
  return houbu_store_operator_session_add (tx, hash, row->key, call->now, expires_at, error);
}

static const HoubuSignInRole operator_role = {
  .name = "operator",
  .takes_captcha = FALSE,
  .find = find_operator,
  .admit = admit_operator,
};

static void
sign_in (HoubuEngine *engine, HoubuCall *call, GTask *task)
{
  HoubuAdminSignIn *request = HOUBU_ADMIN_SIGN_IN (call->request);
  HoubuSignInSteps *steps = houbu_sign_in_steps_new (&operator_role, call, task);

  (void) engine;
  steps->login = houbu_admin_sign_in_get_name (request);
  steps->password = houbu_admin_sign_in_get_password (request);
  houbu_sign_in_steps_run (steps);
}

const HoubuOperation houbu_operation_sign_in_operator = {
  .name = "sign_in_operator",
  .mode = HOUBU_OPERATION_STEPS,
  .start = sign_in,
};

static void
on_signed_out (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuCall *call = houbu_store_result_get_data (result);
  GError *error = NULL;

  if (!houbu_store_write_finish (HOUBU_STORE (source), result, &error))
    {
      houbu_operation_fail (g_steal_pointer (&task), error);
      return;
    }
  houbu_sessions_forget (houbu_engine_get_sessions (call->engine), call->caller);
  houbu_operation_answer (g_steal_pointer (&task), call, NULL);
}

static gboolean
sign_out_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  const HoubuCall *call = data;

  return houbu_store_operator_session_end (tx, call->caller->token_hash, error);
}

static void
sign_out (HoubuEngine *engine, HoubuCall *call, GTask *task)
{
  houbu_store_write_async (houbu_engine_get_store (engine), sign_out_in_store,
                           houbu_call_ref (call), (GDestroyNotify) houbu_call_unref, NULL,
                           on_signed_out, task);
}

const HoubuOperation houbu_operation_sign_out_operator = {
  .name = "sign_out_operator",
  .mode = HOUBU_OPERATION_STEPS,
  .start = sign_out,
};

/* An operator about to be added. */
typedef struct
{
  HoubuOperatorRow row; /* its texts are borrowed */
  gint64 now;
} Adding;

static gboolean
add_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  const Adding *adding = data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (HoubuJournalData) details = houbu_journal_data_new ();
  g_autoptr (HoubuOperatorRow) known =
      houbu_store_operator_by_name (tx, adding->row.name, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (known != NULL)
    {
      houbu_error_set (error, HOUBU_ERROR_EXISTS, HOUBU_PROBLEM_NAME_IN_USE, "field", "name",
                       "value", adding->row.name, NULL);
      return FALSE;
    }
  houbu_journal_data_add_text (details, "name", adding->row.name);
  houbu_journal_data_add_text (details, "role", adding->row.role);
  if (adding->row.scope != NULL)
    houbu_journal_data_add_text (details, "scope", adding->row.scope);
  return houbu_store_operator_add (tx, &adding->row, adding->now, error) &&
         houbu_journal_append (tx,
                               &(HoubuJournalRow){
                                   .at = adding->now,
                                   .type = HOUBU_JOURNAL_OPERATOR_ADDED,
                                   .actor = "system",
                                   .data = houbu_journal_data_get_text (details),
                               },
                               error);
}

static gboolean
refuse (GError **error, HoubuProblem problem, const char *field)
{
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, problem, "field", field, "limit",
                   (gint64) HOUBU_LIMIT_PASSWORD_MIN_CHARACTERS, NULL);
  return FALSE;
}

static gboolean
is_name (const char *name)
{
  gsize length = strlen (name);

  if (length == 0 || length > 64)
    return FALSE;
  for (const char *c = name; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("._-@", *c) == NULL)
      return FALSE;
  return TRUE;
}

/**
 * houbu_engine_add_operator:
 * @engine: an engine
 * @name: to sign in with: letters, digits and ._-@
 * @role: how far the operator reaches
 * @scope: (nullable): code of the province or school; none for a national operator
 * @password: at least 8 characters
 * @error: HOUBU_ERROR_INVALID_FIELD or HOUBU_ERROR_EXISTS
 *
 * Adds an operator; blocks until that is durable. For the command line.
 *
 * Returns: whether it was added
 */
gboolean
houbu_engine_add_operator (HoubuEngine *engine,
                           const char *name,
                           HoubuRole role,
                           const char *scope,
                           const char *password,
                           GError **error)
{
  g_autofree char *hash = NULL;
  Adding adding;

  g_return_val_if_fail (HOUBU_IS_ENGINE (engine) && name != NULL && password != NULL, FALSE);

  if (!is_name (name))
    return refuse (error, HOUBU_PROBLEM_BAD_FORMAT, "name");
  if (role == HOUBU_ROLE_NONE)
    return refuse (error, HOUBU_PROBLEM_NOT_A_CHOICE, "role");
  if ((role == HOUBU_ROLE_NATIONAL) != (scope == NULL))
    return refuse (error, scope == NULL ? HOUBU_PROBLEM_REQUIRED : HOUBU_PROBLEM_NOT_TOGETHER,
                   "scope");
  if (g_utf8_strlen (password, -1) < HOUBU_LIMIT_PASSWORD_MIN_CHARACTERS)
    return refuse (error, HOUBU_PROBLEM_WEAK_PASSWORD, "password");
  hash = houbu_password_hash (password);
  adding = (Adding){
    .row = { .name = (char *) name,
             .role = (char *) houbu_role_to_string (role),
             .scope = (char *) scope,
             .password_hash = hash },
    .now = houbu_clock_now (houbu_engine_get_clock (engine)),
  };
  return houbu_store_write (houbu_engine_get_store (engine), add_in_store, &adding, error);
}
