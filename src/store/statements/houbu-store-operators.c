/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-operators.h"

#include "houbu-statement.h"
#include "houbu-store-sessions.h"
#include "houbu-tx.h"

static const HoubuSql sql_by_name = {
  "operator_by_name",
  "SELECT key, name, role, scope, password_hash, 0 AS expires_at FROM operator WHERE name = $name",
};

static const HoubuSql sql_by_token = {
  "operator_by_token",
  "SELECT o.key, o.name, o.role, o.scope, o.password_hash, s.expires_at "
  "FROM operator_session s JOIN operator o ON o.key = s.operator WHERE s.token_hash = $hash",
};

static const HoubuSql sql_add = {
  "operator_add",
  "INSERT INTO operator (name, role, scope, password_hash, created_at) "
  "VALUES ($name, $role, $scope, $password_hash, $now)",
};

static const HoubuSql sql_session_add = {
  "operator_session_add",
  "INSERT INTO operator_session (token_hash, operator, created_at, seen_at, expires_at) "
  "VALUES ($hash, $operator, $now, $now, $expires_at)",
};

static const HoubuSql sql_session_end = {
  "operator_session_end",
  "DELETE FROM operator_session WHERE token_hash = $hash",
};

/**
 * houbu_operator_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_operator_row_free (HoubuOperatorRow *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->role);
  g_free (self->scope);
  g_free (self->password_hash);
  g_free (self);
}

static HoubuOperatorRow *
read_one (HoubuStatement *st, GError **error)
{
  HoubuOperatorRow *row;

  if (!houbu_statement_step (st, error))
    return NULL;
  row = g_new0 (HoubuOperatorRow, 1);
  row->key = houbu_statement_get_int64 (st, "key");
  row->name = houbu_statement_dup_text (st, "name");
  row->role = houbu_statement_dup_text (st, "role");
  row->scope = houbu_statement_dup_text (st, "scope");
  row->password_hash = houbu_statement_dup_text (st, "password_hash");
  row->expires_at = houbu_statement_get_int64 (st, "expires_at");
  houbu_statement_reset (st);
  return row;
}

/**
 * houbu_store_operator_by_name:
 * @tx: a transaction
 * @name: of the operator
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the operator; %NULL without an error when there is none
 */
HoubuOperatorRow *
houbu_store_operator_by_name (HoubuTx *tx, const char *name, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_by_name);

  houbu_statement_bind_text (st, "name", name);
  return read_one (st, error);
}

/**
 * houbu_store_operator_by_token:
 * @tx: a transaction
 * @hash: of the token
 * @error: return location
 *
 * Returns: (transfer full) (nullable): whose session it is, expired or not; %NULL without an error
 *   when there is none
 */
HoubuOperatorRow *
houbu_store_operator_by_token (HoubuTx *tx, const guint8 *hash, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_by_token);

  houbu_statement_bind_blob (st, "hash", hash, HOUBU_STORE_TOKEN_BYTES);
  return read_one (st, error);
}

/**
 * houbu_store_operator_add:
 * @tx: a writing transaction
 * @row: the operator; key and expires_at are not looked at
 * @now: clock reading
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_operator_add (HoubuTx *tx, const HoubuOperatorRow *row, gint64 now, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_add);

  houbu_statement_bind_text (st, "name", row->name);
  houbu_statement_bind_text (st, "role", row->role);
  houbu_statement_bind_text (st, "scope", row->scope);
  houbu_statement_bind_text (st, "password_hash", row->password_hash);
  houbu_statement_bind_int64 (st, "now", now);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_operator_session_add:
 * @tx: a writing transaction
 * @hash: of the token
 * @operator_key: whose session
 * @now: clock reading
 * @expires_at: its end
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_operator_session_add (HoubuTx *tx,
                                  const guint8 *hash,
                                  gint64 operator_key,
                                  gint64 now,
                                  gint64 expires_at,
                                  GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_session_add);

  houbu_statement_bind_blob (st, "hash", hash, HOUBU_STORE_TOKEN_BYTES);
  houbu_statement_bind_int64 (st, "operator", operator_key);
  houbu_statement_bind_int64 (st, "now", now);
  houbu_statement_bind_int64 (st, "expires_at", expires_at);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_operator_session_end:
 * @tx: a writing transaction
 * @hash: of the token
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_operator_session_end (HoubuTx *tx, const guint8 *hash, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_session_end);

  houbu_statement_bind_blob (st, "hash", hash, HOUBU_STORE_TOKEN_BYTES);
  return houbu_statement_run (st, error);
}
