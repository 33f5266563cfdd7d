/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-codes.h"

#include "houbu-statement.h"
#include "houbu-tx.h"

static const HoubuSql sql_set = {
  "code_set",
  "INSERT INTO verification_code (target, code_hash, expires_at) "
  "VALUES ($target, $code_hash, $expires_at) "
  "ON CONFLICT (target) DO UPDATE "
  "SET code_hash = excluded.code_hash, expires_at = excluded.expires_at",
};

static const HoubuSql sql_find = {
  "code_find",
  "SELECT code_hash, expires_at FROM verification_code WHERE target = $target",
};

static const HoubuSql sql_remove = {
  "code_remove",
  "DELETE FROM verification_code WHERE target = $target",
};

/**
 * houbu_code_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_code_row_free (HoubuCodeRow *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->code_hash, g_bytes_unref);
  g_free (self);
}

/**
 * houbu_store_code_set:
 * @tx: a writing transaction
 * @target: keyed hash of what the code is for
 * @row: the code; takes the place of one sent before
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_code_set (HoubuTx *tx, GBytes *target, const HoubuCodeRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_set);

  houbu_statement_bind_bytes (st, "target", target);
  houbu_statement_bind_bytes (st, "code_hash", row->code_hash);
  houbu_statement_bind_int64 (st, "expires_at", row->expires_at);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_code_find:
 * @tx: a transaction
 * @target: keyed hash of what the code is for
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the code, expired or not; %NULL without an error when there
 *   is none
 */
HoubuCodeRow *
houbu_store_code_find (HoubuTx *tx, GBytes *target, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_find);
  HoubuCodeRow *row;

  houbu_statement_bind_bytes (st, "target", target);
  if (!houbu_statement_step (st, error))
    return NULL;
  row = g_new0 (HoubuCodeRow, 1);
  row->code_hash = houbu_statement_dup_bytes (st, "code_hash");
  row->expires_at = houbu_statement_get_int64 (st, "expires_at");
  houbu_statement_reset (st);
  return row;
}

/**
 * houbu_store_code_remove:
 * @tx: a writing transaction
 * @target: keyed hash of what the code was for
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_code_remove (HoubuTx *tx, GBytes *target, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_remove);

  houbu_statement_bind_bytes (st, "target", target);
  return houbu_statement_run (st, error);
}
