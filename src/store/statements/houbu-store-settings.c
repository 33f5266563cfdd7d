/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-settings.h"

#include "houbu-statement.h"
#include "houbu-tx.h"

static const HoubuSql sql_get = {
  "setting_get",
  "SELECT value FROM setting WHERE key = $key",
};

static const HoubuSql sql_add = {
  "setting_add",
  "INSERT INTO setting (key, value) VALUES ($key, $value) ON CONFLICT (key) DO NOTHING",
};

/**
 * houbu_store_setting_get:
 * @tx: a transaction
 * @key: name of the setting
 * @error: return location
 *
 * Returns: (transfer full) (nullable): its value; %NULL without an error when it is not set
 */
char *
houbu_store_setting_get (HoubuTx *tx, const char *key, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_get);
  char *value;

  houbu_statement_bind_text (st, "key", key);
  if (!houbu_statement_step (st, error))
    return NULL;
  value = houbu_statement_dup_text (st, "value");
  houbu_statement_reset (st);
  return value;
}

/**
 * houbu_store_setting_add:
 * @tx: a writing transaction
 * @key: name of the setting
 * @value: for it, unless it is set already
 * @error: return location
 *
 * Returns: %FALSE on error
 */
gboolean
houbu_store_setting_add (HoubuTx *tx, const char *key, const char *value, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_add);

  houbu_statement_bind_text (st, "key", key);
  houbu_statement_bind_text (st, "value", value);
  return houbu_statement_run (st, error);
}
