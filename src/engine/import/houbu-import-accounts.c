/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-import-private.h"

#include <sodium.h>
#include <string.h>

#include "houbu-hasher.h"
#include "houbu-limits.h"
#include "houbu-mask.h"
#include "houbu-store-accounts.h"
#include "houbu-store-import.h"
#include "houbu-store-sessions.h"
#include "houbu-tokens.h"

/* accounts: for practice and for moving from another system. A password is hashed on its way in,
 * between the two transactions; the slow part of that is what the threads are for. */

enum
{
  PHONE,
  NAME,
  PASSWORD,
  N_COLUMNS,
};

static const HoubuCsvColumn columns[N_COLUMNS] = {
  [PHONE] = { "phone" },
  [NAME] = { "name", TRUE },
  [PASSWORD] = { "password" },
};

#define MAX_NAME 64
/* Each thread needs the memory of one hash. */
#define MAX_THREADS 4

typedef struct
{
  char *phone;      /* (owned) */
  char *name;       /* (owned) (nullable) */
  char *password;   /* (owned) (nullable): until it is hashed */
  char *known_hash; /* (owned) (nullable): of the account there is */
  char *hash;       /* (owned) (nullable): @known_hash when the password is still the same */
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  if (row->password != NULL)
    sodium_memzero (row->password, strlen (row->password));
  g_free (row->password);
  g_free (row->phone);
  g_free (row->name);
  g_free (row->known_hash);
  g_free (row->hash);
  g_free (row);
}

static gboolean
begin (HoubuImport *import, HoubuTx *tx, GError **error)
{
  import->state = g_ptr_array_new_with_free_func (row_free);
  return TRUE;
}

static void
end (gpointer state)
{
  g_ptr_array_unref (state);
}

/* A name that looks like a phone number could let one in as somebody else. */
static gboolean
check_name (HoubuImport *import, gint64 line, const char *name)
{
  if (!houbu_import_read_text (import, line, NAME, name, MAX_NAME))
    return FALSE;
  if (*name == '\0' || strspn (name, "0123456789+-() ") < strlen (name))
    return TRUE;
  houbu_import_refuse (import, line, NAME, HOUBU_PROBLEM_LOOKS_LIKE_PHONE, NULL, HOUBU_UNSET);
  return FALSE;
}

static gboolean
check_password (HoubuImport *import, gint64 line, const char *password)
{
  if (!houbu_import_read_text (import, line, PASSWORD, password, HOUBU_LIMIT_PASSWORD_CHARACTERS))
    return FALSE;
  if (g_utf8_strlen (password, -1) >= HOUBU_LIMIT_PASSWORD_MIN_CHARACTERS)
    return TRUE;
  houbu_import_refuse (import, line, PASSWORD, HOUBU_PROBLEM_WEAK_PASSWORD, NULL,
                       HOUBU_LIMIT_PASSWORD_MIN_CHARACTERS);
  return FALSE;
}

static gboolean
check_phone (HoubuImport *import, gint64 line, const char *cell, Row *row)
{
  if (*cell == '\0')
    {
      houbu_import_refuse (import, line, PHONE, HOUBU_PROBLEM_REQUIRED, NULL, HOUBU_UNSET);
      return FALSE;
    }
  row->phone = houbu_phone_normalise (cell);
  if (houbu_phone_is_valid (row->phone))
    return TRUE;
  houbu_import_refuse (import, line, PHONE, HOUBU_PROBLEM_BAD_FORMAT, NULL, HOUBU_UNSET);
  return FALSE;
}

static gboolean
check_unique (HoubuImport *import, gint64 line, const Row *row)
{
  g_autofree char *phone = g_strconcat ("phone ", row->phone, NULL);
  g_autofree char *name = g_strconcat ("name ", row->name, NULL);

  return houbu_import_read_unique (import, line, phone) &
         (row->name == NULL || houbu_import_read_unique (import, line, name));
}

/* %NULL without a failure when there is none. */
static HoubuAccountRow *
find_account (HoubuTx *tx, const char *login, GError **error)
{
  return login != NULL ? houbu_store_account_by_login (tx, login, error) : NULL;
}

/* Whether the name is free, or the account's own. */
static gboolean
check_taken (HoubuImport *import, HoubuTx *tx, gint64 line, Row *row, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HoubuAccountRow) by_phone = find_account (tx, row->phone, &failure);
  g_autoptr (HoubuAccountRow) by_name =
      failure == NULL ? find_account (tx, row->name, &failure) : NULL;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (by_name != NULL && (by_phone == NULL || by_phone->key != by_name->key))
    houbu_import_refuse (import, line, NAME, HOUBU_PROBLEM_NAME_IN_USE, row->name, HOUBU_UNSET);
  if (by_phone != NULL)
    row->known_hash = g_strdup (by_phone->password_hash);
  return TRUE;
}

static gboolean
check (HoubuImport *import, HoubuTx *tx, gint64 line, const char *const *cells, GError **error)
{
  GPtrArray *rows = import->state;
  Row *row = g_new0 (Row, 1);
  gboolean good = TRUE;

  g_ptr_array_add (rows, row);
  good &= check_phone (import, line, cells[PHONE], row);
  good &= check_name (import, line, cells[NAME]);
  good &= check_password (import, line, cells[PASSWORD]);
  if (!good)
    return TRUE;
  row->name = *cells[NAME] != '\0' ? g_strdup (cells[NAME]) : NULL;
  row->password = g_strdup (cells[PASSWORD]);
  return !check_unique (import, line, row) || check_taken (import, tx, line, row, error);
}

static void
hash_row (gpointer data, gpointer user_data)
{
  Row *row = data;

  if (row->known_hash != NULL && houbu_password_verify (row->known_hash, row->password))
    row->hash = g_strdup (row->known_hash);
  else
    row->hash = houbu_password_hash (row->password);
  sodium_memzero (row->password, strlen (row->password));
  g_clear_pointer (&row->password, g_free);
}

static void
prepare (HoubuImport *import)
{
  GPtrArray *rows = import->state;
  GThreadPool *pool = g_thread_pool_new (
      hash_row, NULL, (int) MIN (g_get_num_processors (), MAX_THREADS), FALSE, NULL);

  for (guint i = 0; i < rows->len; i++)
    g_thread_pool_push (pool, g_ptr_array_index (rows, i), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
}

static gboolean
add_account (HoubuImport *import, HoubuTx *tx, const Row *row, GError **error)
{
  g_autofree char *id = houbu_random_id ();

  import->added++;
  return import->dry_run || houbu_store_account_add (tx, id, row->phone, row->name, row->hash,
                                                     import->call->now, error) != 0;
}

static gboolean
change_account (
    HoubuImport *import, HoubuTx *tx, const Row *row, const HoubuAccountRow *known, GError **error)
{
  gboolean same_password = g_str_equal (known->password_hash, row->hash);

  if (same_password && g_strcmp0 (known->name, row->name) == 0)
    {
      import->unchanged++;
      return TRUE;
    }
  import->changed++;
  if (import->dry_run)
    return TRUE;
  if (!houbu_store_import_set_account (tx, known->key, row->name, row->hash, error))
    return FALSE;
  if (same_password)
    return TRUE;
  g_array_append_val (import->ended_accounts, known->key);
  return houbu_store_sessions_end_account (tx, known->key, error);
}

static gboolean
apply_row (HoubuImport *import, HoubuTx *tx, const Row *row, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HoubuAccountRow) known = find_account (tx, row->phone, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return known != NULL ? change_account (import, tx, row, known, error)
                       : add_account (import, tx, row, error);
}

/* Somebody may have taken a name since the file was looked at. */
static gboolean
check_names (HoubuImport *import, HoubuTx *tx, GError **error)
{
  GPtrArray *rows = import->state;

  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = g_ptr_array_index (rows, i);
      g_autoptr (GError) failure = NULL;
      g_autoptr (HoubuAccountRow) named = find_account (tx, row->name, &failure);

      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      if (named != NULL && !g_str_equal (named->phone, row->phone))
        {
          houbu_error_set (error, HOUBU_ERROR_STATE_CHANGED, HOUBU_PROBLEM_NAME_IN_USE, "value",
                           row->name, NULL);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
apply (HoubuImport *import, HoubuTx *tx, GError **error)
{
  GPtrArray *rows = import->state;

  if (!check_names (import, tx, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!apply_row (import, tx, g_ptr_array_index (rows, i), error))
      return FALSE;
  return TRUE;
}

const HoubuImportKind houbu_import_accounts = {
  .name = "accounts",
  .columns = columns,
  .n_columns = N_COLUMNS,
  .national_only = TRUE,
  .begin = begin,
  .end = end,
  .check = check,
  .prepare = prepare,
  .apply = apply,
};
