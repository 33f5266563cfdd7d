/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-engine.h"

#include "houbu-engine-private.h"
#include "houbu-error.h"
#include "houbu-idempotency.h"
#include "houbu-store.h"
#include "houbu-tx.h"

#define STATUS_NO_CONTENT 204

/* What a run answers with. */
typedef struct
{
  GBytes *bytes; /* (owned) */
  guint status;
} Answer;

/* One run of an operation inside the store. */
typedef struct
{
  const HoubuOperation *operation;
  HoubuCall *call; /* (owned) */
  guint status;    /* what the call began with: a second run begins there again */
  GBytes *answer;  /* (owned) (nullable) */
} Run;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_bytes_unref (answer->bytes);
  g_free (answer);
}

static void
run_free (gpointer data)
{
  Run *run = data;

  houbu_call_unref (run->call);
  g_clear_pointer (&run->answer, g_bytes_unref);
  g_free (run);
}

static GBytes *
encode (HoubuCall *call, HoubuRecord *record)
{
  if (record != NULL)
    return houbu_record_to_bytes (record);
  call->status = STATUS_NO_CONTENT;
  return g_bytes_new_static ("", 0);
}

static void
begin (Run *run)
{
  HoubuCall *call = run->call;

  g_clear_pointer (&run->answer, g_bytes_unref);
  g_clear_error (&call->refusal);
  call->ended_account = 0;
  g_ptr_array_set_size (call->messages, 0);
  call->status = run->status;
  call->now = houbu_clock_now (houbu_engine_get_clock (call->engine));
  if (call->basis != NULL)
    houbu_basis_begin (call->basis, call->now);
}

/*
 * Sets the answer, except when the operation refused after what it wrote; that refusal stays with
 * the call, and the transaction goes on to its commit.
 */
static gboolean
run_operation (HoubuTx *tx, Run *run, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (HoubuRecord) record = run->operation->run (tx, run->call, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (run->call->refusal == NULL)
    run->answer = encode (run->call, record);
  return TRUE;
}

static gboolean
read_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Run *run = data;

  begin (run);
  if (!run_operation (tx, run, error))
    return FALSE;
  if (run->call->basis != NULL && run->call->basis->complete)
    houbu_basis_complete (run->call->basis, run->answer);
  return TRUE;
}

static gboolean
write_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Run *run = data;
  const char *name = run->operation->name;

  begin (run);
  if (run->operation->journaled)
    houbu_tx_declare_journaled (tx);
  if (!houbu_idempotency_find (tx, run->call, name, &run->answer, error))
    return FALSE;
  if (run->answer != NULL)
    return TRUE;
  if (!run_operation (tx, run, error))
    return FALSE;
  return run->answer == NULL || houbu_idempotency_keep (tx, run->call, name, run->answer, error);
}

static void
return_answer (GTask *task, HoubuCall *call, GBytes *bytes)
{
  Answer *answer = g_new (Answer, 1);

  answer->bytes = g_bytes_ref (bytes);
  answer->status = call->status;
  g_task_return_pointer (task, answer, answer_free);
}

/* What was decided is durable now; whether anybody is told must not show in the answer. */
static void
send_messages (HoubuCall *call)
{
  while (call->messages->len > 0)
    houbu_messenger_send (houbu_engine_get_messenger (call->engine),
                          g_ptr_array_steal_index (call->messages, 0));
}

static void
finish_run (GTask *task, Run *run, GError *error)
{
  HoubuCall *call = run->call;

  if (error == NULL && call->ended_account != 0)
    houbu_engine_end_sessions (call->engine, call->ended_account);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (call->refusal != NULL)
    g_task_return_error (task, g_steal_pointer (&call->refusal));
  else
    {
      send_messages (call);
      return_answer (task, call, run->answer);
    }
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  houbu_store_read_finish (HOUBU_STORE (source), result, &error);
  finish_run (task, houbu_store_result_get_data (result), error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  houbu_store_write_finish (HOUBU_STORE (source), result, &error);
  finish_run (task, houbu_store_result_get_data (result), error);
}

static Run *
run_new (const HoubuOperation *operation, HoubuCall *call)
{
  Run *run = g_new0 (Run, 1);

  run->operation = operation;
  run->call = houbu_call_ref (call);
  run->status = call->status;
  return run;
}

/**
 * houbu_operation_go_on:
 * @task: (transfer full): what an operation was started with
 * @write: an operation of mode WRITE
 * @call: (transfer none): the call
 *
 * Goes on as this operation, which answers in the place of the first.
 */
void
houbu_operation_go_on (GTask *task, const HoubuOperation *write, HoubuCall *call)
{
  g_return_if_fail (G_IS_TASK (task) && write->mode == HOUBU_OPERATION_WRITE);

  houbu_store_write_async (houbu_engine_get_store (call->engine), write_in_store,
                           run_new (write, call), run_free, g_task_get_cancellable (task),
                           on_written, task);
}

/**
 * houbu_engine_run_async:
 * @engine: an engine
 * @operation: what to do
 * @call: (transfer none): for whom and with what; not to be touched until it is done
 * @cancellable: (nullable): a cancellable; what is already with the writer is done all the same
 * @callback: called when it is done, after the durable commit of whatever it changed
 * @user_data: for @callback
 */
void
houbu_engine_run_async (HoubuEngine *engine,
                        const HoubuOperation *operation,
                        HoubuCall *call,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (HOUBU_IS_ENGINE (engine) && operation != NULL && call != NULL);

  task = g_task_new (engine, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_engine_run_async);
  g_set_object (&call->engine, engine);
  call->now = houbu_clock_now (houbu_engine_get_clock (engine));
  if (!houbu_idempotency_check_key (call, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  switch (operation->mode)
    {
    case HOUBU_OPERATION_READ:
      if (call->basis != NULL)
        call->basis->mark = houbu_store_look (houbu_engine_get_store (engine)).time;
      houbu_store_read_async (houbu_engine_get_store (engine), read_in_store,
                              run_new (operation, call), run_free, cancellable, on_read,
                              g_steal_pointer (&task));
      break;
    case HOUBU_OPERATION_WRITE:
      houbu_operation_go_on (g_steal_pointer (&task), operation, call);
      break;
    case HOUBU_OPERATION_STEPS:
    default:
      operation->start (engine, call, g_steal_pointer (&task));
      break;
    }
}

/**
 * houbu_engine_run_finish:
 * @engine: an engine
 * @result: what the callback got
 * @status: (out) (optional): status of the answer
 * @error: a HOUBU_ERROR
 *
 * Returns: (transfer full): the encoded answer, empty when it has no body; %NULL on error
 */
GBytes *
houbu_engine_run_finish (HoubuEngine *engine, GAsyncResult *result, guint *status, GError **error)
{
  Answer *answer;
  GBytes *bytes;

  g_return_val_if_fail (HOUBU_IS_ENGINE (engine) && g_task_is_valid (result, engine), NULL);

  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (answer == NULL)
    return NULL;
  if (status != NULL)
    *status = answer->status;
  bytes = g_bytes_ref (answer->bytes);
  answer_free (answer);
  return bytes;
}

/**
 * houbu_operation_answer:
 * @task: (transfer full): what the operation was started with
 * @call: the call
 * @record: (transfer full) (nullable): the answer
 *
 * Ends an operation of mode STEPS.
 */
void
houbu_operation_answer (GTask *task, HoubuCall *call, HoubuRecord *record)
{
  g_autoptr (GTask) owned_task = task;
  g_autoptr (HoubuRecord) owned_record = record;
  g_autoptr (GBytes) bytes = NULL;

  g_return_if_fail (G_IS_TASK (task) && call != NULL);

  bytes = encode (call, record);
  return_answer (task, call, bytes);
}

/**
 * houbu_operation_fail:
 * @task: (transfer full): what the operation was started with
 * @error: (transfer full): why not
 *
 * Ends an operation of mode STEPS.
 */
void
houbu_operation_fail (GTask *task, GError *error)
{
  g_autoptr (GTask) owned_task = task;

  g_return_if_fail (G_IS_TASK (task) && error != NULL);

  g_task_return_error (task, error);
}
