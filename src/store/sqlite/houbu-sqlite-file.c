/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sqlite-private.h"

#include "houbu-store-failure.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

static HoubuStoreFailure
failure_of_code (int code)
{
  /* A reader's connection told to write; on a disk that is read-only the code is more exact. */
  if (code == SQLITE_READONLY)
    return HOUBU_STORE_FAILURE_FAILED;
  switch (code & 0xff)
    {
    case SQLITE_CONSTRAINT:
      return HOUBU_STORE_FAILURE_CONSTRAINT;
    case SQLITE_FULL:
      return HOUBU_STORE_FAILURE_FULL;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return HOUBU_STORE_FAILURE_IO;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return HOUBU_STORE_FAILURE_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return HOUBU_STORE_FAILURE_CORRUPT;
    default:
      return HOUBU_STORE_FAILURE_FAILED;
    }
}

/* The one place where SQLite's errors become ours. */
void
houbu_sqlite_set_error (GError **error, sqlite3 *db, int code)
{
  const char *message = db != NULL ? sqlite3_errmsg (db) : sqlite3_errstr (code);
  int extended = db != NULL ? sqlite3_extended_errcode (db) : code;

  g_set_error (error, HOUBU_STORE_FAILURE, failure_of_code (code), "SQLite %d: %s", extended,
               message);
}

gboolean
houbu_sqlite_execute (sqlite3 *db, const char *text, GError **error)
{
  int code = sqlite3_exec (db, text, NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  houbu_sqlite_set_error (error, db, code);
  return FALSE;
}

gboolean
houbu_sqlite_read_number (sqlite3 *db, const char *text, gint64 *value, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, text, -1, &statement, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    *value = sqlite3_column_int64 (statement, 0);
  else
    houbu_sqlite_set_error (error, db, code);
  sqlite3_finalize (statement);
  return code == SQLITE_ROW;
}

/* SQLite gives its log and index the mode of the database, so it has to be right from the start. */
static gboolean
create_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_IO, "Cannot create %s: %s", path,
                   g_strerror (errno));
      return FALSE;
    }
  close (fd);
  return TRUE;
}

static gboolean
harden (sqlite3 *db, GError **error)
{
  sqlite3_extended_result_codes (db, 1);
  sqlite3_busy_timeout (db, HOUBU_SQLITE_BUSY_MS);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_limit (db, SQLITE_LIMIT_ATTACHED, 0);
  return houbu_sqlite_execute (db, "PRAGMA foreign_keys = ON", error);
}

/* Nobody asks SQLite how much memory it uses, and counting takes a lock for each piece. */
static void
configure_library (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  g_once_init_leave (&done, 1);
}

/**
 * houbu_sqlite_open_file:
 * @path: the database file
 * @create: whether to make it when it is not there
 * @error: return location
 *
 * Opens a connection with everything refused that we do not use.
 *
 * Returns: (transfer full): for sqlite3_close(), or %NULL
 */
sqlite3 *
houbu_sqlite_open_file (const char *path, gboolean create, GError **error)
{
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
  sqlite3 *db = NULL;
  int code;

  configure_library ();
  if (create && !create_file (path, error))
    return NULL;
  code = sqlite3_open_v2 (path, &db, flags, NULL);
  if (code == SQLITE_OK && harden (db, error))
    return db;
  if (code != SQLITE_OK)
    houbu_sqlite_set_error (error, db, code);
  sqlite3_close (db);
  return NULL;
}
