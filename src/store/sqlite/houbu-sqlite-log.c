/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sqlite-log.h"

#include "houbu-sqlite-private.h"

/* Pages in the log from which on a commit copies them into the database, in passing. */
#define COPY_PAGES 8000
/* And from which on it waits for readers, so that the log can begin anew. */
#define RESTART_PAGES 16000
#define RESTART_WAIT_MS 300
/* When a reading takes longer than that, it is left alone for a while. */
#define PATIENCE_US (3 * G_USEC_PER_SEC)

/*
 * A copy in passing never gets to the end of the log while readings overlap without a break, and
 * the log would grow for ever: then it takes a short wait. Commits are durable without either, so
 * what fails here is tried again after the next one.
 */
static int
on_commit (gpointer data, sqlite3 *db, const char *schema, int pages)
{
  HoubuSqliteLog *self = data;
  gint64 now = g_get_monotonic_time ();

  if (pages < COPY_PAGES)
    return SQLITE_OK;
  if (pages < RESTART_PAGES || now < self->patient_until)
    {
      sqlite3_wal_checkpoint_v2 (db, schema, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
      return SQLITE_OK;
    }
  sqlite3_busy_timeout (db, RESTART_WAIT_MS);
  if (sqlite3_wal_checkpoint_v2 (db, schema, SQLITE_CHECKPOINT_RESTART, NULL, NULL) != SQLITE_OK)
    self->patient_until = now + PATIENCE_US;
  sqlite3_busy_timeout (db, HOUBU_SQLITE_BUSY_MS);
  return SQLITE_OK;
}

/**
 * houbu_sqlite_log_watch:
 * @self: zeroed
 * @db: a writer's connection
 */
void
houbu_sqlite_log_watch (HoubuSqliteLog *self, sqlite3 *db)
{
  sqlite3_wal_hook (db, on_commit, self);
}
