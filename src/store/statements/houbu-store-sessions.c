/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-sessions.h"

#include "houbu-statement.h"
#include "houbu-tx.h"

static const HoubuSql sql_session_find = {
  "session_find",
  "SELECT s.account, s.device, s.remembered, s.seen_at, s.expires_at, "
  "a.id AS account_id, a.name AS account_name, a.phone "
  "FROM session s JOIN account a ON a.key = s.account WHERE s.token_hash = $hash",
};

static const HoubuSql sql_session_add = {
  "session_add",
  "INSERT INTO session (token_hash, account, device, remembered, created_at, seen_at, expires_at) "
  "VALUES ($hash, $account, $device, $remembered, $now, $now, $expires_at)",
};

static const HoubuSql sql_session_touch = {
  "session_touch",
  "UPDATE session SET seen_at = $now WHERE token_hash = $hash AND seen_at < $now",
};

static const HoubuSql sql_refresh_find = {
  "refresh_find",
  "SELECT account, device, used, expires_at FROM refresh WHERE token_hash = $hash",
};

static const HoubuSql sql_refresh_add = {
  "refresh_add",
  "INSERT INTO refresh (token_hash, account, device, created_at, expires_at) "
  "VALUES ($hash, $account, $device, $now, $expires_at)",
};

static const HoubuSql sql_refresh_use = {
  "refresh_use",
  "UPDATE refresh SET used = 1 WHERE token_hash = $hash",
};

static const HoubuSql sql_device_sessions_end = {
  "device_sessions_end",
  "DELETE FROM session WHERE account = $account AND device = $device",
};

static const HoubuSql sql_device_refresh_end = {
  "device_refresh_end",
  "DELETE FROM refresh WHERE account = $account AND device = $device",
};

static const HoubuSql sql_account_sessions_end = {
  "account_sessions_end",
  "DELETE FROM session WHERE account = $account",
};

static const HoubuSql sql_account_refresh_end = {
  "account_refresh_end",
  "DELETE FROM refresh WHERE account = $account",
};

/**
 * houbu_session_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_session_row_free (HoubuSessionRow *self)
{
  if (self == NULL)
    return;
  g_free (self->device);
  g_free (self->account_id);
  g_free (self->account_name);
  g_free (self->phone);
  g_free (self);
}

/**
 * houbu_refresh_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_refresh_row_free (HoubuRefreshRow *self)
{
  if (self == NULL)
    return;
  g_free (self->device);
  g_free (self);
}

static HoubuStatement *
with_hash (HoubuTx *tx, const HoubuSql *sql, const guint8 *hash)
{
  HoubuStatement *st = houbu_tx_statement (tx, sql);

  houbu_statement_bind_blob (st, "hash", hash, HOUBU_STORE_TOKEN_BYTES);
  return st;
}

/**
 * houbu_store_session_find:
 * @tx: a transaction
 * @hash: of the token
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the session, expired or not; %NULL without an error when
 *   there is none
 */
HoubuSessionRow *
houbu_store_session_find (HoubuTx *tx, const guint8 *hash, GError **error)
{
  HoubuStatement *st = with_hash (tx, &sql_session_find, hash);
  HoubuSessionRow *row;

  if (!houbu_statement_step (st, error))
    return NULL;
  row = g_new0 (HoubuSessionRow, 1);
  row->account = houbu_statement_get_int64 (st, "account");
  row->device = houbu_statement_dup_text (st, "device");
  row->remembered = houbu_statement_get_int64 (st, "remembered") != 0;
  row->seen_at = houbu_statement_get_int64 (st, "seen_at");
  row->expires_at = houbu_statement_get_int64 (st, "expires_at");
  row->account_id = houbu_statement_dup_text (st, "account_id");
  row->account_name = houbu_statement_dup_text (st, "account_name");
  row->phone = houbu_statement_dup_text (st, "phone");
  houbu_statement_reset (st);
  return row;
}

/**
 * houbu_store_session_add:
 * @tx: a writing transaction
 * @hash: of the token
 * @row: whose session; seen_at is taken from @now
 * @now: clock reading
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_session_add (
    HoubuTx *tx, const guint8 *hash, const HoubuSessionRow *row, gint64 now, GError **error)
{
  HoubuStatement *st = with_hash (tx, &sql_session_add, hash);

  houbu_statement_bind_int64 (st, "account", row->account);
  houbu_statement_bind_text (st, "device", row->device);
  houbu_statement_bind_int64 (st, "remembered", row->remembered ? 1 : 0);
  houbu_statement_bind_int64 (st, "now", now);
  houbu_statement_bind_int64 (st, "expires_at", row->expires_at);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_session_touch:
 * @tx: a writing transaction
 * @hash: of the token
 * @now: clock reading
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_session_touch (HoubuTx *tx, const guint8 *hash, gint64 now, GError **error)
{
  HoubuStatement *st = with_hash (tx, &sql_session_touch, hash);

  houbu_statement_bind_int64 (st, "now", now);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_refresh_find:
 * @tx: a transaction
 * @hash: of the refresh token
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the token, used or not; %NULL without an error when there
 *   is none
 */
HoubuRefreshRow *
houbu_store_refresh_find (HoubuTx *tx, const guint8 *hash, GError **error)
{
  HoubuStatement *st = with_hash (tx, &sql_refresh_find, hash);
  HoubuRefreshRow *row;

  if (!houbu_statement_step (st, error))
    return NULL;
  row = g_new0 (HoubuRefreshRow, 1);
  row->account = houbu_statement_get_int64 (st, "account");
  row->device = houbu_statement_dup_text (st, "device");
  row->used = houbu_statement_get_int64 (st, "used") != 0;
  row->expires_at = houbu_statement_get_int64 (st, "expires_at");
  houbu_statement_reset (st);
  return row;
}

/**
 * houbu_store_refresh_add:
 * @tx: a writing transaction
 * @hash: of the refresh token
 * @row: whose it is
 * @now: clock reading
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_refresh_add (
    HoubuTx *tx, const guint8 *hash, const HoubuRefreshRow *row, gint64 now, GError **error)
{
  HoubuStatement *st = with_hash (tx, &sql_refresh_add, hash);

  houbu_statement_bind_int64 (st, "account", row->account);
  houbu_statement_bind_text (st, "device", row->device);
  houbu_statement_bind_int64 (st, "now", now);
  houbu_statement_bind_int64 (st, "expires_at", row->expires_at);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_refresh_use:
 * @tx: a writing transaction
 * @hash: of the refresh token, which is kept so that its reuse is noticed
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_refresh_use (HoubuTx *tx, const guint8 *hash, GError **error)
{
  return houbu_statement_run (with_hash (tx, &sql_refresh_use, hash), error);
}

static gboolean
end (HoubuTx *tx, const HoubuSql *sql, gint64 account, const char *device, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, sql);

  houbu_statement_bind_int64 (st, "account", account);
  if (device != NULL)
    houbu_statement_bind_text (st, "device", device);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_sessions_end_device:
 * @tx: a writing transaction
 * @account: key of the account
 * @device: one of its devices
 * @refresh_too: whether its refresh tokens end as well
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_sessions_end_device (
    HoubuTx *tx, gint64 account, const char *device, gboolean refresh_too, GError **error)
{
  return end (tx, &sql_device_sessions_end, account, device, error) &&
         (!refresh_too || end (tx, &sql_device_refresh_end, account, device, error));
}

/**
 * houbu_store_sessions_end_account:
 * @tx: a writing transaction
 * @account: key of the account, all of whose tokens end
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_sessions_end_account (HoubuTx *tx, gint64 account, GError **error)
{
  return end (tx, &sql_account_sessions_end, account, NULL, error) &&
         end (tx, &sql_account_refresh_end, account, NULL, error);
}
