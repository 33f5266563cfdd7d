/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sqlite-private.h"

#include "houbu-store-failure.h"

static gboolean
read_schema (sqlite3 *db, gint64 *schema, GError **error)
{
  return houbu_sqlite_read_number (db, "PRAGMA user_version", schema, error);
}

/* A file that is not empty and has no schema number of ours belongs to somebody else. */
static gboolean
refuse_foreign (sqlite3 *db, gint64 schema, GError **error)
{
  gint64 tables = 0;

  if (schema > 0)
    return TRUE;
  if (!houbu_sqlite_read_number (db, "SELECT count(*) FROM sqlite_schema", &tables, error))
    return FALSE;
  if (tables == 0)
    return TRUE;
  g_set_error_literal (error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_CORRUPT,
                       "The file is a database of another program");
  return FALSE;
}

static gboolean
refuse_newer (gint64 schema, guint known, GError **error)
{
  if (schema <= (gint64) known)
    return TRUE;
  g_set_error (error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_NEWER,
               "The database has schema %" G_GINT64_FORMAT
               ", made by a newer version; this one knows up to %u",
               schema, known);
  return FALSE;
}

/* Inside BEGIN IMMEDIATE: another process may have migrated while we waited for the lock. */
static gboolean
apply_next (sqlite3 *db, const char *const *scripts, guint n, gboolean *done, GError **error)
{
  g_autofree char *number = NULL;
  gint64 schema = 0;

  if (!read_schema (db, &schema, error) || !refuse_newer (schema, n, error))
    return FALSE;
  *done = schema == (gint64) n;
  if (*done)
    return TRUE;
  if (!refuse_foreign (db, schema, error))
    return FALSE;
  number = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT, schema + 1);
  return houbu_sqlite_execute (db, scripts[schema], error) &&
         houbu_sqlite_execute (db, number, error);
}

/**
 * houbu_sqlite_migrate:
 * @db: a connection
 * @scripts: script i leads from schema i to i + 1
 * @n: how many there are
 * @error: return location
 *
 * Brings the database to schema @n, each script in a transaction of its own. What fails leaves the
 * database as the last script that did not; nothing is ever deleted to get on.
 *
 * Returns: whether it has schema @n now
 */
gboolean
houbu_sqlite_migrate (sqlite3 *db, const char *const *scripts, guint n, GError **error)
{
  gboolean done = FALSE;
  gint64 schema = 0;

  if (!read_schema (db, &schema, error) || !refuse_newer (schema, n, error))
    return FALSE;
  done = schema == (gint64) n;
  while (!done)
    {
      if (!houbu_sqlite_execute (db, "BEGIN IMMEDIATE", error))
        return FALSE;
      if (!apply_next (db, scripts, n, &done, error) || !houbu_sqlite_execute (db, "COMMIT", error))
        {
          houbu_sqlite_execute (db, "ROLLBACK", NULL);
          return FALSE;
        }
    }
  return TRUE;
}
