/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-export.h"

#include <unistd.h>

#include "houbu-admin-journal.h"
#include "houbu-clock.h"
#include "houbu-csv-writer.h"
#include "houbu-engine.h"
#include "houbu-error.h"
#include "houbu-operator-scope.h"
#include "houbu-store-exam.h"
#include "houbu-store-exports.h"
#include "houbu-store.h"

#define BUSY_SECONDS 10

/* One at a time: each keeps a reader busy for as long as the table is long. */
static GMutex running;

typedef struct
{
  HoubuEngine *engine; /* (owned) */
  HoubuCall *call;     /* (owned) */
  int fd;              /* (owned) by a job, else borrowed */
  const HoubuExportTable *table;
  HoubuScope scope;       /* borrows from the call */
  HoubuCsvWriter *writer; /* (owned) (nullable) */
  gint64 exam;
  gint64 n_rows;
  gint64 size;
} Export;

static Export *
export_new (HoubuEngine *engine, HoubuCall *call, int fd)
{
  Export *self = g_new0 (Export, 1);

  self->engine = g_object_ref (engine);
  self->call = houbu_call_ref (call);
  self->fd = fd;
  g_set_object (&call->engine, engine);
  call->now = houbu_clock_now (houbu_engine_get_clock (engine));
  return self;
}

static void
export_free (Export *self)
{
  g_clear_pointer (&self->writer, houbu_csv_writer_free);
  houbu_call_unref (self->call);
  g_object_unref (self->engine);
  g_free (self);
}

static gboolean
fail_busy (GError **error)
{
  houbu_error_set (error, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_NONE, "retry-after",
                   (gint64) BUSY_SECONDS, NULL);
  return FALSE;
}

static gboolean
read_parameters (Export *self, GError **error)
{
  const char *bom = houbu_call_get_query (self->call, "bom");

  self->table = houbu_store_export_find_table (houbu_call_get_path (self->call, "kind"));
  if (self->table == NULL)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  else if (bom != NULL && !g_str_equal (bom, "0") && !g_str_equal (bom, "1"))
    houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_NOT_A_CHOICE, "field", "bom",
                     NULL);
  else
    return houbu_operator_scope_get (self->call, &self->scope, error);
  return FALSE;
}

static gboolean
add_row (const char *const *cells, gpointer data, GError **error)
{
  Export *self = data;

  self->n_rows++;
  return houbu_csv_writer_add_row (self->writer, cells, self->table->n_columns) ||
         fail_busy (error);
}

static gboolean
add_header (Export *self, GError **error)
{
  const char *names[HOUBU_EXPORT_MOST_COLUMNS];

  for (gsize i = 0; i < self->table->n_columns; i++)
    names[i] = self->table->columns[i].name;
  if (g_strcmp0 (houbu_call_get_query (self->call, "bom"), "1") == 0)
    houbu_csv_writer_add_mark (self->writer);
  return houbu_csv_writer_add_row (self->writer, names, self->table->n_columns) ||
         fail_busy (error);
}

/* All of it from one snapshot, so that a seat that changes hands meanwhile is in it once. */
static gboolean
read_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Export *self = data;
  g_autoptr (HoubuExamRow) exam = houbu_store_exam_load_current (tx, error);

  if (exam == NULL)
    return FALSE;
  self->exam = exam->key;
  self->n_rows = 0;
  g_clear_pointer (&self->writer, houbu_csv_writer_free);
  if (lseek (self->fd, 0, SEEK_SET) != 0 || ftruncate (self->fd, 0) != 0)
    return fail_busy (error);
  self->writer = houbu_csv_writer_new (self->fd);
  return add_header (self, error) &&
         houbu_store_export_read (tx, self->table, &self->scope, self->exam, add_row, self,
                                  error) &&
         (houbu_csv_writer_flush (self->writer) || fail_busy (error));
}

/* Who took away what: on the disk before the first byte leaves. */
static gboolean
journal_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Export *self = data;
  g_autoptr (HoubuJournalData) details = houbu_journal_data_new ();
  const HoubuAdminAct act = { .type = HOUBU_JOURNAL_EXPORT, .exam = self->exam };

  houbu_journal_data_add_text (details, "kind", self->table->kind);
  houbu_journal_data_add_int64 (details, "rows", self->n_rows);
  houbu_admin_journal_add_scope (details, self->call);
  return houbu_admin_journal (tx, self->call, &act, details, error);
}

static gboolean
run (Export *self, GError **error)
{
  HoubuStore *store = houbu_engine_get_store (self->engine);
  gboolean done = FALSE;

  if (!read_parameters (self, error))
    return FALSE;
  if (!g_mutex_trylock (&running))
    return fail_busy (error);
  done = houbu_store_read (store, read_in_store, self, error);
  g_mutex_unlock (&running);
  if (!done || !houbu_store_write (store, journal_in_store, self, error))
    return FALSE;
  self->size = houbu_csv_writer_get_size (self->writer);
  return TRUE;
}

/**
 * houbu_export_run:
 * @engine: an engine
 * @call: an operator's call
 * @fd: where to write, which stays the caller's
 * @size: (out): bytes written
 * @error: HOUBU_ERROR_NOT_FOUND for a kind that there is not, HOUBU_ERROR_BUSY when another export
 *   runs or the disk is full
 *
 * Exports a table and waits for it: for tests.
 *
 * Returns: whether it was written, and the journal says so
 */
gboolean
houbu_export_run (HoubuEngine *engine, HoubuCall *call, int fd, gint64 *size, GError **error)
{
  Export *self = NULL;
  gboolean done = FALSE;

  g_return_val_if_fail (HOUBU_IS_ENGINE (engine) && call != NULL && fd >= 0, FALSE);

  self = export_new (engine, call, fd);
  done = run (self, error);
  *size = self->size;
  export_free (self);
  return done;
}

static void
job_free (gpointer data)
{
  Export *job = data;

  if (job->fd >= 0)
    close (job->fd);
  export_free (job);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (run (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * houbu_export_async:
 * @engine: an engine
 * @call: (transfer none): an operator's call; not to be touched until it is done
 * @fd: (transfer full): an empty file to write to
 * @callback: called when the table is written and the journal says who has it
 * @user_data: for @callback
 *
 * Exports a table.
 */
void
houbu_export_async (
    HoubuEngine *engine, HoubuCall *call, int fd, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (HOUBU_IS_ENGINE (engine) && call != NULL && fd >= 0);

  task = g_task_new (engine, NULL, callback, user_data);
  g_task_set_source_tag (task, houbu_export_async);
  g_task_set_task_data (task, export_new (engine, call, fd), job_free);
  g_task_run_in_thread (task, run_in_thread);
}

/**
 * houbu_export_finish:
 * @engine: an engine
 * @result: what the callback got
 * @size: (out): bytes of the table
 * @error: as houbu_export_run()
 *
 * Returns: (transfer full): the file, or -1
 */
int
houbu_export_finish (HoubuEngine *engine, GAsyncResult *result, gint64 *size, GError **error)
{
  Export *job = NULL;
  int fd;

  g_return_val_if_fail (g_task_is_valid (result, engine), -1);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return -1;
  job = g_task_get_task_data (G_TASK (result));
  *size = job->size;
  fd = job->fd;
  job->fd = -1;
  return fd;
}
