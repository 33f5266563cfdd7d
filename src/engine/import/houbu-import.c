/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-import.h"

#include <sodium.h>
#include <unistd.h>

#include "houbu-admin-journal.h"
#include "houbu-engine-private.h"
#include "houbu-idempotency.h"
#include "houbu-import-private.h"
#include "houbu-journal-data.h"
#include "houbu-journal.h"
#include "houbu-limits.h"
#include "houbu-store-failure.h"
#include "houbu-store.h"

/* A file goes through twice: once to say everything that is wrong with it, on a snapshot and
 * beside everybody else, and, when nothing is, once in the writer's transaction. So a bad file
 * never holds up the queue, and a good one is all there or not at all. */

#define OPERATION "import"
#define BUSY_SECONDS 10

static const HoubuImportKind *const kinds[] = {
  &houbu_import_schools,  &houbu_import_offerings, &houbu_import_students,
  &houbu_import_accounts, &houbu_import_results,   &houbu_import_arrangement,
};

/* One at a time: each may take a while, and two of them would only wait for the same writer. */
static GMutex running;

/* What the transaction is run with. */
typedef struct
{
  HoubuImport *import;
  GBytes *answer; /* (owned) (nullable) */
  guint status;   /* of the answer */
} Write;

static void
import_clear (HoubuImport *import)
{
  if (import->state != NULL)
    import->kind->end (import->state);
  g_clear_pointer (&import->problems, houbu_csv_problems_free);
  g_clear_pointer (&import->seen, g_hash_table_unref);
  g_clear_pointer (&import->ended_accounts, g_array_unref);
  g_clear_pointer (&import->call, houbu_call_unref);
  g_clear_object (&import->engine);
}

static gboolean
refuse_parameter (GError **error, const char *name)
{
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_NOT_A_CHOICE, "field", name,
                   NULL);
  return FALSE;
}

static gboolean
read_kind (HoubuImport *import, GError **error)
{
  const char *name = houbu_call_get_path (import->call, "kind");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i]->name, name) == 0)
      {
        import->kind = kinds[i];
        return TRUE;
      }
  houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return FALSE;
}

static gboolean
read_parameters (HoubuImport *import, GError **error)
{
  const char *dry_run = houbu_call_get_query (import->call, "dry_run");
  const char *encoding = houbu_call_get_query (import->call, "encoding");

  if (dry_run != NULL && !g_str_equal (dry_run, "0") && !g_str_equal (dry_run, "1"))
    return refuse_parameter (error, "dry_run");
  import->dry_run = g_strcmp0 (dry_run, "1") == 0;
  if (encoding == NULL || g_str_equal (encoding, "utf-8"))
    import->encoding = HOUBU_CSV_UTF_8;
  else if (g_str_equal (encoding, "gb18030"))
    import->encoding = HOUBU_CSV_GB18030;
  else
    return refuse_parameter (error, "encoding");
  return TRUE;
}

static gboolean
check_caller (HoubuImport *import, GError **error)
{
  const HoubuCaller *caller = import->call->caller;

  if (caller->kind != HOUBU_CALLER_OPERATOR)
    houbu_error_set (error, HOUBU_ERROR_FORBIDDEN, HOUBU_PROBLEM_NONE, NULL);
  else if (import->kind->national_only && caller->role != HOUBU_ROLE_NATIONAL)
    houbu_error_set (error, HOUBU_ERROR_FORBIDDEN, HOUBU_PROBLEM_NATIONAL_ONLY, NULL);
  else
    return TRUE;
  return FALSE;
}

/* The key of the request stands for these bytes and no others. */
static gboolean
digest_file (HoubuImport *import, GError **error)
{
  guint8 hash[crypto_generichash_BYTES];
  g_autofree guint8 *buffer = g_malloc (65536);
  crypto_generichash_state state;
  off_t offset = 0;
  ssize_t length;

  crypto_generichash_init (&state, NULL, 0, sizeof hash);
  while ((length = pread (import->fd, buffer, 65536, offset)) > 0)
    {
      crypto_generichash_update (&state, buffer, (gsize) length);
      offset += length;
    }
  if (length < 0)
    {
      houbu_error_set (error, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_NONE, NULL);
      return FALSE;
    }
  if (offset > HOUBU_LIMIT_CSV_BYTES)
    {
      houbu_error_set (error, HOUBU_ERROR_BODY_TOO_LARGE, HOUBU_PROBLEM_TOO_MANY_BYTES, "limit",
                       (gint64) HOUBU_LIMIT_CSV_BYTES, NULL);
      return FALSE;
    }
  crypto_generichash_final (&state, hash, sizeof hash);
  g_clear_pointer (&import->call->body, g_bytes_unref);
  import->call->body = g_bytes_new (hash, sizeof hash);
  return TRUE;
}

typedef struct
{
  HoubuImport *import;
  HoubuTx *tx;
  HoubuImportRowFunc func;
  GError *error; /* (owned) (nullable) */
} EachRow;

static gboolean
on_row (gint64 line, const char *const *cells, gpointer data)
{
  EachRow *each = data;

  return each->func (each->import, each->tx, line, cells, &each->error);
}

/**
 * houbu_import_each_row:
 * @import: an import
 * @tx: handed to @func
 * @func: called for each record that has the right number of cells
 * @error: what @func failed with, or the disk
 *
 * Returns: whether the file was read to its end, be there problems or not
 */
gboolean
houbu_import_each_row (HoubuImport *import, HoubuTx *tx, HoubuImportRowFunc func, GError **error)
{
  EachRow each = { import, tx, func, NULL };

  if (!houbu_csv_table_read (import->fd, import->encoding, import->kind->columns,
                             import->kind->n_columns, import->problems, on_row, &each, error))
    return FALSE;
  if (each.error == NULL)
    return TRUE;
  g_propagate_error (error, each.error);
  return FALSE;
}

/**
 * houbu_import_fail_second_reading:
 * @error: return location
 *
 * What was good when it was looked at is not so now: undoes the transaction.
 *
 * Returns: %FALSE
 */
gboolean
houbu_import_fail_second_reading (GError **error)
{
  g_set_error_literal (error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_FAILED,
                       "The imported file does not read the same a second time");
  return FALSE;
}

/**
 * houbu_import_apply_each_row:
 * @import: an import that was found good
 * @tx: the writer's transaction
 * @func: writes one record
 * @error: why the transaction is undone
 *
 * Reads the file once more and writes it, all of it or nothing.
 *
 * Returns: whether all of it was written
 */
gboolean
houbu_import_apply_each_row (HoubuImport *import,
                             HoubuTx *tx,
                             HoubuImportRowFunc func,
                             GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (houbu_import_each_row (import, tx, func, &failure))
    return houbu_csv_problems_is_empty (import->problems) ||
           houbu_import_fail_second_reading (error);
  if (failure->domain != HOUBU_STORE_FAILURE)
    return houbu_import_fail_second_reading (error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
check_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuImport *import = data;

  return import->kind->begin (import, tx, error) &&
         houbu_import_each_row (import, tx, import->kind->check, error) &&
         (import->kind->finish == NULL || import->kind->finish (import, tx, error));
}

static GBytes *
encode_answer (HoubuImport *import)
{
  g_autoptr (HoubuImportResult) result = houbu_import_result_new ();

  houbu_import_result_set_added (result, import->added);
  houbu_import_result_set_changed (result, import->changed);
  houbu_import_result_set_unchanged (result, import->unchanged);
  houbu_import_result_set_dry_run (result, import->dry_run);
  return houbu_record_to_bytes (HOUBU_RECORD (result));
}

/* The row that says who imported what; a file that changes nothing leaves no trace. */
static gboolean
journal_import (HoubuImport *import, HoubuTx *tx, GError **error)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  g_autofree char *actor = houbu_caller_dup_actor (import->call->caller);
  HoubuJournalRow row = {
    .at = import->call->now,
    .type = HOUBU_JOURNAL_IMPORT,
    .actor = actor,
    .request = import->call->idempotency_key,
  };

  if (import->added == 0 && import->changed == 0)
    return TRUE;
  houbu_journal_data_add_text (data, "kind", import->kind->name);
  houbu_journal_data_add_int64 (data, "added", import->added);
  houbu_journal_data_add_int64 (data, "changed", import->changed);
  houbu_journal_data_add_int64 (data, "unchanged", import->unchanged);
  houbu_admin_journal_add_scope (data, import->call);
  row.data = houbu_journal_data_get_text (data);
  return houbu_journal_append (tx, &row, error);
}

static void
begin_transaction (Write *write)
{
  HoubuImport *import = write->import;

  g_clear_pointer (&write->answer, g_bytes_unref);
  g_array_set_size (import->ended_accounts, 0);
  import->added = import->changed = import->unchanged = 0;
  import->call->status = write->status;
  import->call->now = houbu_clock_now (houbu_engine_get_clock (import->engine));
}

static gboolean
count_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Write *write = data;

  begin_transaction (write);
  if (!write->import->kind->apply (write->import, tx, error))
    return FALSE;
  write->answer = encode_answer (write->import);
  return TRUE;
}

static gboolean
write_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Write *write = data;
  HoubuImport *import = write->import;

  begin_transaction (write);
  if (!houbu_idempotency_find (tx, import->call, OPERATION, &write->answer, error))
    return FALSE;
  if (write->answer != NULL)
    return TRUE;
  if (!import->kind->apply (import, tx, error) || !journal_import (import, tx, error))
    return FALSE;
  write->answer = encode_answer (import);
  return houbu_idempotency_keep (tx, import->call, OPERATION, write->answer, error);
}

static gboolean
fail_with_problems (HoubuImport *import, GError **error)
{
  if (houbu_csv_problems_is_empty (import->problems))
    return TRUE;
  houbu_csv_problems_to_error (import->problems, error);
  return FALSE;
}

static GBytes *
run_steps (HoubuImport *import, GError **error)
{
  HoubuStore *store = houbu_engine_get_store (import->engine);
  Write write = { import, NULL, import->call->status };
  gboolean is_done;

  if (!digest_file (import, error) || !houbu_store_read (store, check_in_store, import, error) ||
      !fail_with_problems (import, error))
    return NULL;
  if (import->kind->prepare != NULL)
    import->kind->prepare (import);
  is_done = import->dry_run ? houbu_store_read (store, count_in_store, &write, error)
                            : houbu_store_write (store, write_in_store, &write, error);
  if (is_done)
    return write.answer;
  g_clear_pointer (&write.answer, g_bytes_unref);
  return NULL;
}

static HoubuImport *
import_new (HoubuEngine *engine, HoubuCall *call, int fd)
{
  HoubuImport *import = g_new0 (HoubuImport, 1);

  import->engine = g_object_ref (engine);
  import->call = houbu_call_ref (call);
  import->fd = fd;
  g_set_object (&call->engine, engine);
  call->now = houbu_clock_now (houbu_engine_get_clock (engine));
  import->problems = houbu_csv_problems_new (call->language);
  import->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  import->ended_accounts = g_array_new (FALSE, FALSE, sizeof (gint64));
  return import;
}

static void
import_free (gpointer data)
{
  import_clear (data);
  g_free (data);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuImport, import_free)

static GBytes *
run (HoubuImport *import, GError **error)
{
  GBytes *answer;

  if (!read_kind (import, error) || !read_parameters (import, error) ||
      !check_caller (import, error))
    return NULL;
  if (!g_mutex_trylock (&running))
    {
      houbu_error_set (error, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_IMPORT_RUNNING, "retry-after",
                       (gint64) BUSY_SECONDS, NULL);
      return NULL;
    }
  answer = run_steps (import, error);
  g_mutex_unlock (&running);
  return answer;
}

/* For the main thread: the tokens of accounts whose password changed are not good any more. */
static void
forget_sessions (HoubuImport *import)
{
  for (guint i = 0; i < import->ended_accounts->len; i++)
    houbu_engine_end_sessions (import->engine, g_array_index (import->ended_accounts, gint64, i));
}

/**
 * houbu_import_run:
 * @engine: an engine
 * @call: an operator's call; see the head of this file
 * @fd: the file, which stays the caller's
 * @error: return location, %HOUBU_ERROR_INVALID_CSV with lines
 *
 * Imports a file and waits for it: for command lines, start-up and tests.
 *
 * Returns: (transfer full) (nullable): an ImportResult
 */
HoubuRecord *
houbu_import_run (HoubuEngine *engine, HoubuCall *call, int fd, GError **error)
{
  g_autoptr (HoubuImport) import = NULL;
  g_autoptr (GBytes) answer = NULL;

  g_return_val_if_fail (HOUBU_IS_ENGINE (engine) && call != NULL, NULL);

  import = import_new (engine, call, fd);
  answer = run (import, error);
  forget_sessions (import);
  if (answer == NULL)
    return NULL;
  return houbu_record_from_bytes (HOUBU_TYPE_IMPORT_RESULT, answer, HOUBU_DECODE_STRICT, error);
}

/* What the thread is given; it closes the file. */
typedef struct
{
  HoubuImport *import; /* (owned) */
  int fd;              /* (owned) */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  import_free (job->import);
  close (job->fd);
  g_free (job);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  GBytes *answer = run (job->import, &error);

  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/**
 * houbu_import_async:
 * @engine: an engine
 * @call: (transfer none): an operator's call; not to be touched until it is done
 * @fd: (transfer full): the file, which can be read from any place
 * @cancellable: (nullable): a cancellable; what is already with the writer is done all the same
 * @callback: called when it is done, after the durable commit
 * @user_data: for @callback
 *
 * Imports a file.
 */
void
houbu_import_async (HoubuEngine *engine,
                    HoubuCall *call,
                    int fd,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Job *job = NULL;

  g_return_if_fail (HOUBU_IS_ENGINE (engine) && call != NULL && fd >= 0);

  job = g_new (Job, 1);
  job->import = import_new (engine, call, fd);
  job->fd = fd;
  task = g_task_new (engine, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_import_async);
  g_task_set_task_data (task, job, job_free);
  if (!houbu_idempotency_check_key (call, &error))
    g_task_return_error (task, error);
  else
    g_task_run_in_thread (task, run_in_thread);
}

/**
 * houbu_import_finish:
 * @engine: an engine
 * @result: what the callback got
 * @status: (out): of the answer
 * @error: return location, %HOUBU_ERROR_INVALID_CSV with lines
 *
 * Returns: (transfer full) (nullable): an ImportResult, encoded
 */
GBytes *
houbu_import_finish (HoubuEngine *engine, GAsyncResult *result, guint *status, GError **error)
{
  Job *job = NULL;
  GBytes *answer = NULL;

  g_return_val_if_fail (g_task_is_valid (result, engine), NULL);

  job = g_task_get_task_data (G_TASK (result));
  answer = g_task_propagate_pointer (G_TASK (result), error);
  forget_sessions (job->import);
  *status = job->import->call->status;
  return answer;
}
