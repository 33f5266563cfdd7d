/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"

#include "houbu-error.h"
#include "houbu-mask.h"
#include "houbu-session-records.h"
#include "houbu-sign-in-private.h"
#include "houbu-store-sessions.h"
#include "houbu-tokens.h"

static gboolean
find_account (HoubuTx *tx, HoubuSignInSteps *steps, GError **error)
{
  g_autofree char *phone = houbu_phone_normalise (steps->login);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (HoubuAccountRow) account = NULL;

  account = houbu_store_account_by_login (tx, houbu_phone_is_valid (phone) ? phone : steps->login,
                                          &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (account != NULL)
    {
      steps->key = account->key;
      steps->password_hash = g_steal_pointer (&account->password_hash);
    }
  return TRUE;
}

static gboolean
admit_account (HoubuTx *tx, HoubuSignInSteps *steps, GError **error)
{
  g_autofree char *device = houbu_random_id ();
  g_autoptr (HoubuAccountRow) account = houbu_store_account_by_key (tx, steps->key, error);
  HoubuSession *session;

  if (account == NULL)
    {
      if (error != NULL && *error == NULL)
        houbu_error_set (error, HOUBU_ERROR_WRONG_CREDENTIALS, HOUBU_PROBLEM_NONE, NULL);
      return FALSE;
    }
  session = houbu_session_begin (tx, steps->call, account, device, steps->remember, error);
  steps->answer = (HoubuRecord *) session;
  return session != NULL;
}

static const HoubuSignInRole candidate_role = {
  .name = "candidate",
  .takes_captcha = TRUE,
  .find = find_account,
  .admit = admit_account,
};

static void
sign_in (HoubuEngine *engine, HoubuCall *call, GTask *task)
{
  HoubuSignIn *request = HOUBU_SIGN_IN (call->request);
  HoubuSignInSteps *steps = houbu_sign_in_steps_new (&candidate_role, call, task);

  (void) engine;
  steps->login = houbu_sign_in_get_account (request);
  steps->password = houbu_sign_in_get_password (request);
  steps->captcha_id = houbu_sign_in_get_captcha_id (request);
  steps->captcha_answer = houbu_sign_in_get_captcha_answer (request);
  steps->remember = houbu_sign_in_get_remember (request);
  houbu_sign_in_steps_run (steps);
}

const HoubuOperation houbu_operation_sign_in = {
  .name = "sign_in",
  .mode = HOUBU_OPERATION_STEPS,
  .start = sign_in,
};

static HoubuRecord *
unauthenticated (GError **error)
{
  houbu_error_set (error, HOUBU_ERROR_UNAUTHENTICATED, HOUBU_PROBLEM_NONE, NULL);
  return NULL;
}

/*
 * A used refresh token that comes again was stolen, or its thief was faster: nobody can tell which,
 * so the device ends and has to sign in.
 */
static HoubuRecord *
end_device (HoubuTx *tx, HoubuCall *call, const HoubuRefreshRow *row, GError **error)
{
  GError *refusal = NULL;

  if (!houbu_store_sessions_end_device (tx, row->account, row->device, TRUE, error))
    return NULL;
  call->ended_account = row->account;
  unauthenticated (&refusal);
  houbu_call_refuse (call, refusal);
  return NULL;
}

static const char *
sent_refresh_token (HoubuCall *call)
{
  if (call->request != NULL)
    return houbu_refresh_request_get_refresh_token (HOUBU_REFRESH_REQUEST (call->request));
  return call->bearer;
}

static HoubuRecord *
refresh (HoubuTx *tx, HoubuCall *call, GError **error)
{
  const char *token = sent_refresh_token (call);
  guint8 hash[HOUBU_TOKEN_HASH_BYTES];
  g_autoptr (HoubuRefreshRow) row = NULL;
  g_autoptr (HoubuAccountRow) account = NULL;
  g_autoptr (GError) local_error = NULL;

  if (houbu_token_kind (token) != HOUBU_TOKEN_REFRESH)
    return unauthenticated (error);
  houbu_token_hash (token, hash);
  row = houbu_store_refresh_find (tx, hash, &local_error);
  if (row != NULL && row->used)
    return end_device (tx, call, row, error);
  if (row != NULL && call->now < row->expires_at)
    account = houbu_store_account_by_key (tx, row->account, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (account == NULL)
    return unauthenticated (error);
  if (!houbu_store_refresh_use (tx, hash, error) ||
      !houbu_store_sessions_end_device (tx, row->account, row->device, FALSE, error))
    return NULL;
  call->ended_account = row->account;
  return (HoubuRecord *) houbu_session_begin (tx, call, account, row->device, TRUE, error);
}

const HoubuOperation houbu_operation_refresh_session = {
  .name = "refresh_session",
  .mode = HOUBU_OPERATION_WRITE,
  .journaled = TRUE,
  .run = refresh,
};

static HoubuRecord *
get_session (HoubuTx *tx, HoubuCall *call, GError **error)
{
  const HoubuCaller *caller = call->caller;
  g_autoptr (HoubuAccountInfo) info =
      houbu_account_info_for (caller->account_name, caller->phone_masked);
  HoubuCurrentSession *record = houbu_current_session_new ();

  (void) tx;
  (void) error;
  houbu_current_session_set_account (record, info);
  houbu_current_session_set_expires_at (record, caller->expires_at);
  return HOUBU_RECORD (record);
}

const HoubuOperation houbu_operation_get_session = {
  .name = "get_session",
  .mode = HOUBU_OPERATION_READ,
  .run = get_session,
};

static HoubuRecord *
sign_out (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuSessionRow) row = houbu_store_session_find (tx, call->caller->token_hash, error);

  if (row != NULL && houbu_store_sessions_end_device (tx, row->account, row->device, TRUE, error))
    call->ended_account = row->account;
  return NULL;
}

const HoubuOperation houbu_operation_sign_out = {
  .name = "sign_out",
  .mode = HOUBU_OPERATION_WRITE,
  .journaled = TRUE,
  .run = sign_out,
};

static HoubuRecord *
sign_out_everywhere (HoubuTx *tx, HoubuCall *call, GError **error)
{
  if (houbu_store_sessions_end_account (tx, call->caller->account, error))
    call->ended_account = call->caller->account;
  return NULL;
}

const HoubuOperation houbu_operation_sign_out_everywhere = {
  .name = "sign_out_everywhere",
  .mode = HOUBU_OPERATION_WRITE,
  .journaled = TRUE,
  .run = sign_out_everywhere,
};
