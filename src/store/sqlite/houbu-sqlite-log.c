/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sqlite-log.h"

#include "houbu-sqlite-private.h"
#include "houbu-store-failure.h"

/* So many pages more in the log are worth copying into the database. */
#define STEP_PAGES 1000
/* From so many pages on the log is to begin anew: a commit copies what is left if that is little,
 * and waits for readers; when that was not enough they are left alone for a while. */
#define LOG_PAGES 8000
#define FEW_PAGES 512
#define SHORT_WAIT_MS 5
#define SHORT_PATIENCE_US (100 * G_TIME_SPAN_MILLISECOND)
/* From so many on it waits longer, whatever is left. */
#define LONG_LOG_PAGES 32000
#define LONG_WAIT_MS 300
#define LONG_PATIENCE_US (3 * G_TIME_SPAN_SECOND)
/* Where the log's index says how many of its pages were copied (walformat.html). */
#define INDEX_COPIED 24

struct _HoubuSqliteLog
{
  char *location;                /* (owned) */
  sqlite3 *db;                   /* (borrowed): the writer's */
  const volatile guint32 *index; /* (borrowed) (nullable) */
  GThread *thread;               /* (owned) */

  /* Of the writer */
  gint64 short_after;
  gint64 long_after;

  GMutex mutex;
  GCond changed;
  gboolean ended;
  gboolean copying;  /* or about to */
  gint64 copy_after; /* and not again before */
};

static guint32
count_copied (HoubuSqliteLog *self)
{
  return self->index != NULL ? self->index[INDEX_COPIED] : 0;
}

/* Atomic. Of the process, as any of its connections may be the last to close the log. */
static int in_doubt;

/*
 * What a disk did not take at a sync counts as copied nevertheless, and the next sync may succeed
 * without it. So the log stays as it is from then on: whoever opens it next copies all of it again.
 */
static void
note_failure (int code)
{
  g_debug ("Store: cannot copy the log: SQLite %d: %s", code, sqlite3_errstr (code));
  if (code == SQLITE_IOERR_FSYNC)
    g_atomic_int_set (&in_doubt, TRUE);
}

/* A connection knows of the log once it has read. */
static sqlite3 *
open_copier (const char *location)
{
  static const char set_up[] = "PRAGMA synchronous = FULL; PRAGMA user_version";
  sqlite3 *db = houbu_sqlite_open_file (location, FALSE, NULL);

  if (db == NULL || houbu_sqlite_execute (db, set_up, NULL))
    return db;
  sqlite3_close (db);
  return NULL;
}

/* SQLite syncs only what it has copied to the end, and a commit would have to wait for all of it.
 */
static int
sync_database (sqlite3 *db)
{
  sqlite3_file *file = NULL;
  int code = sqlite3_file_control (db, "main", SQLITE_FCNTL_FILE_POINTER, &file);

  return code == SQLITE_OK ? file->pMethods->xSync (file, SQLITE_SYNC_NORMAL) : code;
}

/* Copies what no reading needs the log for. Gives back for how long it is of no use to go on. */
static gint64
copy (HoubuSqliteLog *self, sqlite3 **db)
{
  guint32 before = count_copied (self);
  int code;

  if (*db == NULL)
    *db = open_copier (self->location);
  if (*db == NULL)
    return LONG_PATIENCE_US;
  code = sqlite3_wal_checkpoint_v2 (*db, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  if (code == SQLITE_BUSY || (code == SQLITE_OK && count_copied (self) == before))
    return SHORT_PATIENCE_US;
  if (code == SQLITE_OK)
    code = sync_database (*db);
  if (code == SQLITE_OK)
    return 0;
  note_failure (code);
  g_clear_pointer (db, sqlite3_close);
  return LONG_PATIENCE_US;
}

static gpointer
copier_thread (gpointer data)
{
  HoubuSqliteLog *self = data;
  sqlite3 *db = NULL;

  g_mutex_lock (&self->mutex);
  while (!self->ended)
    {
      gint64 pause;

      if (!self->copying)
        {
          g_cond_wait (&self->changed, &self->mutex);
          continue;
        }
      g_mutex_unlock (&self->mutex);
      pause = copy (self, &db);
      g_mutex_lock (&self->mutex);
      self->copying = FALSE;
      self->copy_after = g_get_monotonic_time () + pause;
    }
  g_mutex_unlock (&self->mutex);
  sqlite3_close (db);
  return NULL;
}

/* Whether the thread is at it: what it copies will soon be less. */
static gboolean
is_copying (HoubuSqliteLog *self)
{
  gboolean copying;

  g_mutex_lock (&self->mutex);
  copying = self->copying;
  g_mutex_unlock (&self->mutex);
  return copying;
}

static void
start_copying (HoubuSqliteLog *self, gint64 now)
{
  g_mutex_lock (&self->mutex);
  if (now >= self->copy_after)
    {
      self->copying = TRUE;
      g_cond_signal (&self->changed);
    }
  g_mutex_unlock (&self->mutex);
}

/* Copies the rest and waits for readings that need the log, so that it begins anew. */
static gboolean
restart (HoubuSqliteLog *self, int wait_ms)
{
  int code;

  sqlite3_busy_timeout (self->db, wait_ms);
  code = sqlite3_wal_checkpoint_v2 (self->db, "main", SQLITE_CHECKPOINT_RESTART, NULL, NULL);
  sqlite3_busy_timeout (self->db, HOUBU_SQLITE_BUSY_MS);
  if (code != SQLITE_OK && code != SQLITE_BUSY)
    note_failure (code);
  return code == SQLITE_OK;
}

/*
 * The thread copies while commits go on, so something is always left; and readings that overlap
 * without a break keep the log from beginning anew. The writer itself does no more than the last
 * few pages and a short wait, unless the log grows in spite of it. Commits are durable without all
 * this, so what fails is tried again after a later one.
 */
static int
on_commit (gpointer data, sqlite3 *db, const char *schema, int pages)
{
  HoubuSqliteLog *self = data;
  gint64 now = g_get_monotonic_time ();
  gint64 left = pages - (gint64) count_copied (self);

  if (g_atomic_int_get (&in_doubt) || is_copying (self))
    return SQLITE_OK;
  if (pages >= LONG_LOG_PAGES && now >= self->long_after)
    {
      if (!restart (self, LONG_WAIT_MS))
        self->long_after = g_get_monotonic_time () + LONG_PATIENCE_US;
    }
  else if (left >= STEP_PAGES || (pages >= LOG_PAGES && left > FEW_PAGES))
    start_copying (self, now);
  else if (pages >= LOG_PAGES && now >= self->short_after && !restart (self, SHORT_WAIT_MS))
    self->short_after = g_get_monotonic_time () + SHORT_PATIENCE_US;
  return SQLITE_OK;
}

/**
 * houbu_sqlite_log_new:
 * @location: the database file
 * @db: a writer's connection to it, which is closed after what this gives back is freed
 * @index: (nullable): the log's index, as @db has it
 * @error: return location
 *
 * Keeps the log small from now on.
 *
 * Returns: (transfer full): for houbu_sqlite_log_free(), or %NULL
 */
HoubuSqliteLog *
houbu_sqlite_log_new (const char *location,
                      sqlite3 *db,
                      const volatile guint32 *index,
                      GError **error)
{
  HoubuSqliteLog *self = g_new0 (HoubuSqliteLog, 1);
  g_autoptr (GError) failure = NULL;

  self->location = g_strdup (location);
  self->db = db;
  self->index = index;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->thread = g_thread_try_new ("houbu-log", copier_thread, self, &failure);
  if (self->thread == NULL)
    {
      g_set_error_literal (error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_IO, failure->message);
      houbu_sqlite_log_free (self);
      return NULL;
    }
  sqlite3_wal_hook (db, on_commit, self);
  return self;
}

/**
 * houbu_sqlite_log_free:
 * @self: (transfer full) (nullable): a log
 *
 * Waits for what is being copied.
 */
void
houbu_sqlite_log_free (HoubuSqliteLog *self)
{
  if (self == NULL)
    return;
  sqlite3_wal_hook (self->db, NULL, NULL);
  g_mutex_lock (&self->mutex);
  self->ended = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&self->thread, g_thread_join);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self->location);
  g_free (self);
}

/**
 * houbu_sqlite_log_keep:
 * @db: any connection, about to be closed
 *
 * Has it leave the log where it is if only the log is sure to hold everything.
 */
void
houbu_sqlite_log_keep (sqlite3 *db)
{
  if (g_atomic_int_get (&in_doubt))
    sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}
