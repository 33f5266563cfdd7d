/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-session-records.h"

#include "houbu-engine.h"
#include "houbu-mask.h"
#include "houbu-store-sessions.h"
#include "houbu-tokens.h"

/**
 * houbu_account_info_for:
 * @name: (nullable): account name
 * @phone_masked: phone number, its middle hidden
 *
 * Returns: (transfer full): the record that shows who is signed in
 */
HoubuAccountInfo *
houbu_account_info_for (const char *name, const char *phone_masked)
{
  HoubuAccountInfo *info = houbu_account_info_new ();

  houbu_account_info_set_name (info, name);
  houbu_account_info_set_phone_masked (info, phone_masked);
  return info;
}

static gboolean
add_refresh (HoubuTx *tx,
             HoubuCall *call,
             const HoubuSessionRow *session,
             HoubuSession *record,
             GError **error)
{
  g_autofree char *token = houbu_token_new (HOUBU_TOKEN_REFRESH);
  guint8 hash[HOUBU_TOKEN_HASH_BYTES];
  HoubuRefreshRow row = {
    .account = session->account,
    .device = session->device,
    .expires_at = call->now + houbu_engine_get_options (call->engine)->refresh_length,
  };

  houbu_token_hash (token, hash);
  houbu_session_set_refresh_token (record, token);
  return houbu_store_refresh_add (tx, hash, &row, call->now, error);
}

/**
 * houbu_session_begin:
 * @tx: a writing transaction
 * @call: the call that begins it
 * @account: whose session
 * @device: which of the account's devices
 * @remember: whether the device gets a refresh token
 * @error: return location
 *
 * Returns: (transfer full): the session with its tokens, which are nowhere else, or %NULL
 */
HoubuSession *
houbu_session_begin (HoubuTx *tx,
                     HoubuCall *call,
                     const HoubuAccountRow *account,
                     const char *device,
                     gboolean remember,
                     GError **error)
{
  g_autofree char *token = houbu_token_new (HOUBU_TOKEN_CANDIDATE);
  g_autofree char *phone = houbu_mask_phone (account->phone);
  g_autoptr (HoubuAccountInfo) info = houbu_account_info_for (account->name, phone);
  g_autoptr (HoubuSession) record = houbu_session_new ();
  guint8 hash[HOUBU_TOKEN_HASH_BYTES];
  HoubuSessionRow row = {
    .account = account->key,
    .device = (char *) device,
    .remembered = remember,
    .expires_at = call->now + houbu_engine_get_options (call->engine)->session_length,
  };

  houbu_token_hash (token, hash);
  houbu_session_set_token (record, token);
  houbu_session_set_expires_at (record, row.expires_at);
  houbu_session_set_account (record, info);
  if (!houbu_store_session_add (tx, hash, &row, call->now, error) ||
      (remember && !add_refresh (tx, call, &row, record, error)))
    return NULL;
  return g_steal_pointer (&record);
}
