/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-accounts.h"

#include "houbu-rules-types.h"
#include "houbu-statement.h"
#include "houbu-tx.h"

#define COLUMNS "key, id, phone, name, password_hash, person, agreement_version, agreement_at "

static const HoubuSql sql_by_key = {
  "account_by_key",
  "SELECT " COLUMNS "FROM account WHERE key = $key",
};

/* A name never looks like a phone number, so at most one row has either. */
static const HoubuSql sql_by_login = {
  "account_by_login",
  "SELECT " COLUMNS "FROM account WHERE phone = $login OR name = $login",
};

/* The one that registered; of several exams' the present one. */
static const HoubuSql sql_by_person = {
  "account_by_person",
  "SELECT " COLUMNS "FROM account WHERE key = "
  "(SELECT account FROM registration WHERE person = $person "
  "ORDER BY state = 'active' DESC, key DESC LIMIT 1)",
};

static const HoubuSql sql_add = {
  "account_add",
  "INSERT INTO account (id, phone, name, password_hash, created_at) "
  "VALUES ($id, $phone, $name, $password_hash, $now)",
};

static const HoubuSql sql_bind = {
  "account_bind",
  "UPDATE account SET person = $person WHERE key = $key",
};

static const HoubuSql sql_set_password = {
  "account_set_password",
  "UPDATE account SET password_hash = $password_hash WHERE key = $key",
};

static const HoubuSql sql_set_phone = {
  "account_set_phone",
  "UPDATE account SET phone = $phone WHERE key = $key",
};

static const HoubuSql sql_accept = {
  "account_accept",
  "UPDATE account SET agreement_version = $version, agreement_at = $now WHERE key = $key",
};

/**
 * houbu_account_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_account_row_free (HoubuAccountRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->phone);
  g_free (self->name);
  g_free (self->password_hash);
  g_free (self->agreement_version);
  g_free (self);
}

static HoubuAccountRow *
read_one (HoubuStatement *st, GError **error)
{
  HoubuAccountRow *row;

  if (!houbu_statement_step (st, error))
    return NULL;
  row = g_new0 (HoubuAccountRow, 1);
  row->key = houbu_statement_get_int64 (st, "key");
  row->id = houbu_statement_dup_text (st, "id");
  row->phone = houbu_statement_dup_text (st, "phone");
  row->name = houbu_statement_dup_text (st, "name");
  row->password_hash = houbu_statement_dup_text (st, "password_hash");
  row->person = houbu_statement_get_int64_or (st, "person", 0);
  row->agreement_version = houbu_statement_dup_text (st, "agreement_version");
  row->agreement_at = houbu_statement_get_int64_or (st, "agreement_at", HOUBU_NONE);
  houbu_statement_reset (st);
  return row;
}

/**
 * houbu_store_account_by_key:
 * @tx: a transaction
 * @key: of the account
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the account; %NULL without an error when there is none
 */
HoubuAccountRow *
houbu_store_account_by_key (HoubuTx *tx, gint64 key, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_by_key);

  houbu_statement_bind_int64 (st, "key", key);
  return read_one (st, error);
}

/**
 * houbu_store_account_by_login:
 * @tx: a transaction
 * @login: phone number or name
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the account; %NULL without an error when there is none
 */
HoubuAccountRow *
houbu_store_account_by_login (HoubuTx *tx, const char *login, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_by_login);

  houbu_statement_bind_text (st, "login", login);
  return read_one (st, error);
}

/**
 * houbu_store_account_by_person:
 * @tx: a transaction
 * @person: key of a person
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the account that the person registered with, the newest
 *   first; %NULL without an error when there is none
 */
HoubuAccountRow *
houbu_store_account_by_person (HoubuTx *tx, gint64 person, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_by_person);

  houbu_statement_bind_int64 (st, "person", person);
  return read_one (st, error);
}

/**
 * houbu_store_account_add:
 * @tx: a writing transaction
 * @id: opaque id
 * @phone: normalised
 * @name: (nullable): account name
 * @password_hash: with salt and parameters
 * @now: clock reading
 * @error: return location
 *
 * Returns: its key, or 0
 */
gint64
houbu_store_account_add (HoubuTx *tx,
                         const char *id,
                         const char *phone,
                         const char *name,
                         const char *password_hash,
                         gint64 now,
                         GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_add);

  houbu_statement_bind_text (st, "id", id);
  houbu_statement_bind_text (st, "phone", phone);
  houbu_statement_bind_text (st, "name", name);
  houbu_statement_bind_text (st, "password_hash", password_hash);
  houbu_statement_bind_int64 (st, "now", now);
  return houbu_statement_run (st, error) ? houbu_tx_last_key (tx) : 0;
}

/**
 * houbu_store_account_bind:
 * @tx: a writing transaction
 * @account: key of an account
 * @person: key of the person it belongs to from now on
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_account_bind (HoubuTx *tx, gint64 account, gint64 person, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_bind);

  houbu_statement_bind_int64 (st, "key", account);
  houbu_statement_bind_int64 (st, "person", person);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_account_set_password:
 * @tx: a writing transaction
 * @account: key of an account
 * @password_hash: with salt and parameters
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_account_set_password (HoubuTx *tx,
                                  gint64 account,
                                  const char *password_hash,
                                  GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_set_password);

  houbu_statement_bind_int64 (st, "key", account);
  houbu_statement_bind_text (st, "password_hash", password_hash);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_account_set_phone:
 * @tx: a writing transaction
 * @account: key of an account
 * @phone: normalised, of no other account
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_account_set_phone (HoubuTx *tx, gint64 account, const char *phone, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_set_phone);

  houbu_statement_bind_int64 (st, "key", account);
  houbu_statement_bind_text (st, "phone", phone);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_account_accept:
 * @tx: a writing transaction
 * @account: key of an account
 * @version: of the agreement
 * @now: clock reading
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_account_accept (
    HoubuTx *tx, gint64 account, const char *version, gint64 now, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_accept);

  houbu_statement_bind_int64 (st, "key", account);
  houbu_statement_bind_text (st, "version", version);
  houbu_statement_bind_int64 (st, "now", now);
  return houbu_statement_run (st, error);
}
