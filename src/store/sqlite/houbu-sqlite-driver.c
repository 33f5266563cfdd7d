/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sqlite-driver.h"

#include "houbu-sqlite-log.h"
#include "houbu-sqlite-private.h"
#include "houbu-store-failure.h"

#include <string.h>

/* A commit leaves the log to sqlite_sync(); copying it back into the database waits for the disk.
 */
static const char FOR_WRITER[] = "PRAGMA synchronous = NORMAL;"
                                 "PRAGMA cache_size = -65536;"
                                 "PRAGMA journal_size_limit = 67108864";
static const char FOR_READER[] = "PRAGMA query_only = ON;"
                                 "PRAGMA cache_size = -16384";

/* Names are written `$name`; 60 characters are more than any of ours. */
#define LONGEST_NAME 64
/* The log's index: how much of it is mapped at a time, words of its header, its format. */
#define INDEX_BYTES 32768
#define INDEX_VERSION 0
#define INDEX_CHANGES 2
#define INDEX_FORMAT 3007000
/* Between two attempts to switch to the write-ahead log. */
#define SWITCH_PAUSE_US (5 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  sqlite3 *db;                   /* (owned) */
  sqlite3_stmt *begin;           /* (owned) */
  sqlite3_stmt *commit;          /* (owned) */
  const volatile guint32 *index; /* (borrowed) (nullable): the log's index, in shared memory */
  HoubuSqliteLog *log;           /* (owned) (nullable): the writer's */
} Connection;

static void
sqlite_close (gpointer connection)
{
  Connection *self = connection;
  int code;

  houbu_sqlite_log_free (self->log);
  sqlite3_finalize (self->begin);
  sqlite3_finalize (self->commit);
  houbu_sqlite_log_keep (self->db);
  code = sqlite3_close (self->db);
  g_assert (code == SQLITE_OK);
  g_free (self);
}

/* Whoever else makes the same store at this moment holds a lock that SQLite does not wait for here.
 */
static gboolean
switch_to_log (sqlite3 *db, GError **error)
{
  gint64 until = g_get_monotonic_time () + HOUBU_SQLITE_BUSY_MS * G_TIME_SPAN_MILLISECOND;
  g_autoptr (GError) failure = NULL;

  while (!houbu_sqlite_execute (db, "PRAGMA journal_mode = WAL", &failure))
    {
      if (!g_error_matches (failure, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_BUSY) ||
          g_get_monotonic_time () >= until)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      g_clear_error (&failure);
      g_usleep (SWITCH_PAUSE_US);
    }
  return TRUE;
}

static gboolean
sqlite_prepare_store (const char *location, GError **error)
{
  sqlite3 *db = houbu_sqlite_open_file (location, TRUE, error);
  gboolean ok;

  if (db == NULL)
    return FALSE;
  ok = switch_to_log (db, error) && houbu_sqlite_execute (db, "PRAGMA synchronous = FULL", error) &&
       houbu_sqlite_migrate (db, houbu_sqlite_migrations, houbu_sqlite_n_migrations, error);
  sqlite3_close (db);
  return ok;
}

static gboolean
prepare_on (sqlite3 *db, const char *text, sqlite3_stmt **statement, GError **error)
{
  int code = sqlite3_prepare_v3 (db, text, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  houbu_sqlite_set_error (error, db, code);
  return FALSE;
}

/* The writer locks before it reads; a deferred start could fail at the upgrade at any time. */
static gboolean
set_up (Connection *self, HoubuDriverMode mode, GError **error)
{
  gboolean writes = mode == HOUBU_DRIVER_WRITE;

  return houbu_sqlite_execute (self->db, writes ? FOR_WRITER : FOR_READER, error) &&
         prepare_on (self->db, writes ? "BEGIN IMMEDIATE" : "BEGIN", &self->begin, error) &&
         prepare_on (self->db, "COMMIT", &self->commit, error);
}

/* The log's index is there once the log was read. */
static void
find_index (Connection *self)
{
  sqlite3_file *file = NULL;
  void volatile *region = NULL;

  if (sqlite3_exec (self->db, "PRAGMA user_version", NULL, NULL, NULL) != SQLITE_OK ||
      sqlite3_file_control (self->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
      file->pMethods == NULL || file->pMethods->iVersion < 2)
    return;
  if (file->pMethods->xShmMap (file, 0, INDEX_BYTES, 0, &region) == SQLITE_OK)
    self->index = region;
}

static gboolean
watch_log (Connection *self, const char *location, GError **error)
{
  self->log = houbu_sqlite_log_new (location, self->db, self->index, error);
  return self->log != NULL;
}

static gpointer
sqlite_open (const char *location, HoubuDriverMode mode, GError **error)
{
  Connection *self = g_new0 (Connection, 1);

  self->db = houbu_sqlite_open_file (location, FALSE, error);
  if (self->db != NULL && set_up (self, mode, error))
    {
      find_index (self);
      if (mode == HOUBU_DRIVER_READ || watch_log (self, location, error))
        return self;
    }
  sqlite_close (self);
  return NULL;
}

static gboolean
report_rows (sqlite3 *db, const char *text, HoubuDriverReport report, gpointer data, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, text, -1, &statement, NULL);

  while (code == SQLITE_OK || code == SQLITE_ROW)
    {
      code = sqlite3_step (statement);
      if (code == SQLITE_ROW)
        report ((const char *) sqlite3_column_text (statement, 0), data);
    }
  if (code != SQLITE_DONE)
    houbu_sqlite_set_error (error, db, code);
  sqlite3_finalize (statement);
  return code == SQLITE_DONE;
}

static gboolean
sqlite_check_file (gpointer connection, HoubuDriverReport report, gpointer data, GError **error)
{
  sqlite3 *db = ((Connection *) connection)->db;

  return report_rows (db,
                      "SELECT integrity_check FROM pragma_integrity_check"
                      " WHERE integrity_check <> 'ok'",
                      report, data, error) &&
         report_rows (db,
                      "SELECT \"table\" || ' row ' || coalesce(rowid, '?') || ' points at a missing"
                      " row of ' || parent FROM pragma_foreign_key_check",
                      report, data, error);
}

static gboolean
run_prepared (Connection *self, sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_DONE)
    houbu_sqlite_set_error (error, self->db, code);
  sqlite3_reset (statement);
  return code == SQLITE_DONE;
}

static gboolean
sqlite_begin (gpointer connection, GError **error)
{
  Connection *self = connection;

  return run_prepared (self, self->begin, error);
}

static gboolean
sqlite_commit (gpointer connection, GError **error)
{
  Connection *self = connection;

  return run_prepared (self, self->commit, error);
}

static void
sqlite_rollback (gpointer connection)
{
  Connection *self = connection;

  /* Some failures have already undone it. */
  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
}

static gint64
sqlite_last_key (gpointer connection)
{
  return sqlite3_last_insert_rowid (((Connection *) connection)->db);
}

static gint64
sqlite_changed_rows (gpointer connection)
{
  return sqlite3_changes64 (((Connection *) connection)->db);
}

/* All connections share one log, and each has a descriptor of its own for it. */
static gboolean
sqlite_sync (gpointer connection, GError **error)
{
  Connection *self = connection;
  sqlite3_file *log = NULL;
  int code = sqlite3_file_control (self->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);

  if (code == SQLITE_OK)
    code = log->pMethods != NULL ? log->pMethods->xSync (log, SQLITE_SYNC_NORMAL) : SQLITE_NOTADB;
  if (code != SQLITE_OK)
    houbu_sqlite_set_error (error, NULL, code);
  return code == SQLITE_OK;
}

/*
 * PRAGMA data_version only says that somebody else has committed, and not which of two connections
 * of this process it was. The header of the log's index (https://sqlite.org/walformat.html) has
 * the count itself, in memory that all processes share, so that looking at it costs nothing.
 */
static gint64
sqlite_count_commits (gpointer connection)
{
  Connection *self = connection;

  if (self->index == NULL || self->index[INDEX_VERSION] != INDEX_FORMAT)
    return -1;
  return self->index[INDEX_CHANGES];
}

static gpointer
sqlite_prepare (gpointer connection, const char *text, GError **error)
{
  sqlite3_stmt *statement = NULL;

  return prepare_on (((Connection *) connection)->db, text, &statement, error) ? statement : NULL;
}

static void
sqlite_finalize (gpointer statement)
{
  sqlite3_finalize (statement);
}

static void
sqlite_reset (gpointer statement)
{
  sqlite3_reset (statement);
}

static gboolean
sqlite_writes (gpointer statement)
{
  return !sqlite3_stmt_readonly (statement);
}

static int
sqlite_count_parameters (gpointer statement)
{
  return sqlite3_bind_parameter_count (statement);
}

static int
sqlite_find_parameter (gpointer statement, const char *name)
{
  char prefixed[LONGEST_NAME] = "$";

  g_strlcpy (prefixed + 1, name, sizeof prefixed - 1);
  return sqlite3_bind_parameter_index (statement, prefixed) - 1;
}

static void
sqlite_bind_int64 (gpointer statement, int parameter, gint64 value)
{
  sqlite3_bind_int64 (statement, parameter + 1, value);
}

static void
sqlite_bind_text (gpointer statement, int parameter, const char *value)
{
  sqlite3_bind_text (statement, parameter + 1, value, -1, SQLITE_TRANSIENT);
}

static void
sqlite_bind_blob (gpointer statement, int parameter, gconstpointer data, gsize length)
{
  /* A NULL pointer would bind NULL, not an empty blob. */
  sqlite3_bind_blob64 (statement, parameter + 1, length ? data : "", length, SQLITE_TRANSIENT);
}

static void
sqlite_bind_null (gpointer statement, int parameter)
{
  sqlite3_bind_null (statement, parameter + 1);
}

static HoubuRowStep
sqlite_step (gpointer statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code == SQLITE_ROW)
    return HOUBU_ROW_READY;
  if (code == SQLITE_DONE)
    return HOUBU_ROW_NONE;
  houbu_sqlite_set_error (error, sqlite3_db_handle (statement), code);
  return HOUBU_ROW_FAILED;
}

static int
sqlite_find_column (gpointer statement, const char *name)
{
  int count = sqlite3_column_count (statement);

  for (int i = 0; i < count; i++)
    if (strcmp (sqlite3_column_name (statement, i), name) == 0)
      return i;
  return -1;
}

static gboolean
sqlite_is_null (gpointer statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL;
}

static gint64
sqlite_get_int64 (gpointer statement, int column)
{
  return sqlite3_column_int64 (statement, column);
}

static const char *
sqlite_get_text (gpointer statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

static gconstpointer
sqlite_get_blob (gpointer statement, int column, gsize *length)
{
  gconstpointer data = sqlite3_column_blob (statement, column);

  *length = (gsize) sqlite3_column_bytes (statement, column);
  return data;
}

const HoubuDriver houbu_sqlite_driver = {
  .name = "sqlite",
  /* BEGIN IMMEDIATE has locked everything already. */
  .lock_offering = { "lock-offering",
                     "SELECT capacity, seats_in_use, waiting, last_queue_number, promotion_pending,"
                     " over_capacity, chain_number, chain_hash FROM offering WHERE key = "
                     "$offering" },
  .issued_seq = { "issued-seq", "SELECT coalesce(max(seq), 0) AS seq FROM sqlite_sequence WHERE "
                                "name = 'journal'" },
  .prepare_store = sqlite_prepare_store,
  .open = sqlite_open,
  .close = sqlite_close,
  .check_file = sqlite_check_file,
  .begin = sqlite_begin,
  .commit = sqlite_commit,
  .rollback = sqlite_rollback,
  .last_key = sqlite_last_key,
  .changed_rows = sqlite_changed_rows,
  .count_commits = sqlite_count_commits,
  .sync = sqlite_sync,
  .prepare = sqlite_prepare,
  .finalize = sqlite_finalize,
  .reset = sqlite_reset,
  .writes = sqlite_writes,
  .count_parameters = sqlite_count_parameters,
  .find_parameter = sqlite_find_parameter,
  .bind_int64 = sqlite_bind_int64,
  .bind_text = sqlite_bind_text,
  .bind_blob = sqlite_bind_blob,
  .bind_null = sqlite_bind_null,
  .step = sqlite_step,
  .find_column = sqlite_find_column,
  .is_null = sqlite_is_null,
  .get_int64 = sqlite_get_int64,
  .get_text = sqlite_get_text,
  .get_blob = sqlite_get_blob,
};
