/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-payments.h"

#include "houbu-clock.h"
#include "houbu-decisions.h"
#include "houbu-error.h"
#include "houbu-idempotency.h"
#include "houbu-payer.h"
#include "houbu-payment-changes.h"
#include "houbu-payment-record.h"
#include "houbu-store.h"

#define OPEN_NAME "open_payment"

/* Seconds after which to ask again when the provider did not answer. */
#define SILENCE_RETRY 5

/* A call that goes from the store to the provider and back (P4). */
typedef struct
{
  HoubuCall *call;
  GTask *task; /* (owned) (nullable): of the operation, until it is answered */
  char *provider;
  HoubuPayerWish wish;
  gint64 payment;      /* key */
  HoubuRecord *record; /* (owned) (nullable) */
} Steps;

static void
steps_free (gpointer data)
{
  Steps *steps = data;

  houbu_call_unref (steps->call);
  g_clear_object (&steps->task);
  g_free (steps->provider);
  g_clear_object (&steps->record);
  g_free (steps);
}

static Steps *
steps_new (HoubuCall *call, GTask *task, HoubuPayer *payer)
{
  Steps *steps = g_new0 (Steps, 1);

  steps->call = houbu_call_ref (call);
  steps->task = task;
  if (payer != NULL)
    steps->provider = g_strdup (houbu_provider_get_name (houbu_payer_get_provider (payer)));
  return steps;
}

static void
fail (Steps *self, GError *error)
{
  houbu_operation_fail (g_steal_pointer (&self->task), error);
  steps_free (self);
}

/* Other people's payments do not exist for the caller. */
static HoubuPaymentRow *
load_own (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuPaymentRow) row =
      houbu_store_payment_find (tx, houbu_call_get_path (call, "id"), error);

  if (row == NULL)
    return NULL;
  if (row->account == call->caller->account)
    return g_steal_pointer (&row);
  houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return NULL;
}

/* --------------------------------------------------------------------------------------------- */
/* Opening */

/* Ids of what has a report form, for the rule. */
static GStrv
list_report_forms (HoubuTx *tx, gint64 registration, GError **error)
{
  g_autoptr (GPtrArray) rows = houbu_store_enrolment_list_of_registration (tx, registration, error);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      const HoubuEnrolmentRow *row = g_ptr_array_index (rows, i);

      if (row->report_form != NULL)
        g_strv_builder_add (ids, row->id);
    }
  return g_strv_builder_end (ids);
}

static gboolean
open_new (Steps *self, HoubuChange *change, HoubuPerson *person, HoubuKind kind, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  g_auto (GStrv) with_form = list_report_forms (tx, houbu_person_get_registration (person), error);
  g_autoptr (HoubuPaymentRow) row = NULL;
  HoubuDecision decision;

  if (with_form == NULL)
    return FALSE;
  decision =
      houbu_rules_check_order (houbu_change_get_window (change), houbu_person_get_state (person),
                               kind, (const char *const *) with_form, self->call->now);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    {
      houbu_change_refuse (change, self->call, &decision, NULL, error);
      return self->call->refusal != NULL;
    }
  row = houbu_payment_open (change, person, kind, self->provider, error);
  if (row == NULL)
    return FALSE;
  self->payment = row->key;
  return houbu_change_finish (change, error);
}

static gboolean
open_or_find (Steps *self, HoubuTx *tx, GError **error)
{
  HoubuCall *call = self->call;
  g_autoptr (HoubuChange) change = houbu_change_begin (tx, call, error);
  g_autoptr (HoubuPerson) person = NULL;
  g_autoptr (HoubuPaymentRow) open = NULL;
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));
  HoubuKind kind = houbu_payment_request_get_kind (HOUBU_PAYMENT_REQUEST (call->request)) ==
                           HOUBU_SUBJECT_KIND_ORAL
                       ? HOUBU_KIND_ORAL
                       : HOUBU_KIND_WRITTEN;
  GError *failure = NULL;

  if (change == NULL)
    return FALSE;
  person = houbu_store_person_load_by_account (tx, houbu_change_get_exam (change)->key,
                                               call->caller->account, error);
  if (person == NULL)
    return FALSE;
  open = houbu_store_payment_find_open (tx, houbu_person_get_registration (person), kind, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (open != NULL)
    {
      self->payment = open->key;
      call->status = 200;
      return TRUE;
    }
  return houbu_change_settle (change, none, person, error) &&
         open_new (self, change, person, kind, error);
}

/* One open order at a time (P3): asking again finds it, with this key or another one. */
static gboolean
open_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Steps *self = data;
  g_autoptr (GBytes) kept = NULL;
  guint status = 0;

  self->call->now = houbu_clock_now (houbu_engine_get_clock (self->call->engine));
  self->payment = 0;
  g_clear_object (&self->record);
  g_clear_error (&self->call->refusal);
  if (!houbu_idempotency_find (tx, self->call, OPEN_NAME, &kept, error))
    return FALSE;
  if (kept == NULL)
    return open_or_find (self, tx, error);
  status = self->call->status;
  self->record = houbu_record_from_bytes (HOUBU_TYPE_PAYMENT, kept, HOUBU_DECODE_LENIENT, error);
  self->call->status = status;
  return self->record != NULL;
}

static gboolean
keep_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Steps *self = data;
  g_autoptr (HoubuPaymentRow) row = houbu_store_payment_load (tx, self->payment, error);
  g_autoptr (GBytes) answer = NULL;

  g_clear_object (&self->record);
  if (row == NULL)
    return FALSE;
  self->record = HOUBU_RECORD (houbu_payment_record_new (tx, row, self->call->language, error));
  if (self->record == NULL)
    return FALSE;
  answer = houbu_record_to_bytes (self->record);
  return houbu_idempotency_keep (tx, self->call, OPEN_NAME, answer, error);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Steps *self = user_data;
  GError *error = NULL;

  if (!houbu_store_write_finish (HOUBU_STORE (source), result, &error))
    houbu_operation_fail (g_steal_pointer (&self->task), error);
  else
    houbu_operation_answer (g_steal_pointer (&self->task), self->call,
                            g_steal_pointer (&self->record));
}

/* Whether or not the provider answered: the order is there, and it says where it stands. */
static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Steps *self = user_data;

  houbu_payer_look_finish (HOUBU_PAYER (source), result, NULL);
  houbu_store_write_async (houbu_engine_get_store (self->call->engine), keep_in_store, self,
                           steps_free, NULL, on_kept, self);
}

static void
on_open (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Steps *self = user_data;
  HoubuPayer *payer = houbu_payer_get (self->call->engine);
  GError *error = NULL;

  if (!houbu_store_write_finish (HOUBU_STORE (source), result, &error))
    fail (self, error);
  else if (self->call->refusal != NULL)
    fail (self, g_steal_pointer (&self->call->refusal));
  else if (self->record != NULL)
    {
      houbu_operation_answer (g_steal_pointer (&self->task), self->call,
                              g_steal_pointer (&self->record));
      steps_free (self);
    }
  else if (payer != NULL)
    houbu_payer_look_async (payer, self->payment, HOUBU_LOOK_DUE, NULL, on_looked, self);
  else
    houbu_store_write_async (houbu_engine_get_store (self->call->engine), keep_in_store, self,
                             steps_free, NULL, on_kept, self);
}

static void
start_open (HoubuEngine *engine, HoubuCall *call, GTask *task)
{
  HoubuPayer *payer = houbu_payer_get (engine);
  Steps *steps = steps_new (call, task, payer);
  GError *error = NULL;

  if (payer != NULL)
    {
      houbu_store_write_async (houbu_engine_get_store (engine), open_in_store, steps, NULL, NULL,
                               on_open, steps);
      return;
    }
  houbu_error_set (&error, HOUBU_ERROR_PAYMENTS_OFF, HOUBU_PROBLEM_NONE, NULL);
  fail (steps, error);
}

/* --------------------------------------------------------------------------------------------- */
/* Looking, closing */

static HoubuRecord *
get_payment (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuPaymentRow) row = load_own (tx, call, error);

  if (row == NULL)
    return NULL;
  return HOUBU_RECORD (houbu_payment_record_new (tx, row, call->language, error));
}

static gboolean
find_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Steps *self = data;
  g_autoptr (HoubuPaymentRow) row = load_own (tx, self->call, error);

  g_clear_object (&self->record);
  if (row == NULL)
    return FALSE;
  self->payment = row->key;
  self->record = HOUBU_RECORD (houbu_payment_record_new (tx, row, self->call->language, error));
  return self->record != NULL;
}

static void
fail_silent (Steps *self)
{
  GError *silence = NULL;

  houbu_error_set (&silence, HOUBU_ERROR_PROVIDER_SILENT, HOUBU_PROBLEM_NONE, "retry-after",
                   (gint64) SILENCE_RETRY, NULL);
  fail (self, silence);
}

/* Only what the provider has confirmed is closed. */
static gboolean
is_still_open (Steps *self)
{
  HoubuPaymentState state = houbu_payment_get_state (HOUBU_PAYMENT (self->record));

  return state == HOUBU_PAYMENT_STATE_CREATED || state == HOUBU_PAYMENT_STATE_PAYING;
}

static void
on_read_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Steps *self = user_data;
  GError *error = NULL;

  if (!houbu_store_read_finish (HOUBU_STORE (source), result, &error))
    {
      fail (self, error);
      return;
    }
  if (self->wish == HOUBU_LOOK_CLOSE && is_still_open (self))
    {
      fail_silent (self);
      return;
    }
  houbu_operation_answer (g_steal_pointer (&self->task), self->call,
                          g_steal_pointer (&self->record));
  steps_free (self);
}

static void
read_again (Steps *self)
{
  houbu_store_read_async (houbu_engine_get_store (self->call->engine), find_in_store, self, NULL,
                          NULL, on_read_again, self);
}

/* While the provider is silent nothing is said that it would have to confirm. */
static void
on_refreshed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Steps *self = user_data;

  if (houbu_payer_look_finish (HOUBU_PAYER (source), result, NULL))
    read_again (self);
  else
    fail_silent (self);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Steps *self = user_data;
  HoubuPayer *payer = houbu_payer_get (self->call->engine);
  g_autofree char *actor = houbu_caller_dup_actor (self->call->caller);
  GError *error = NULL;

  if (!houbu_store_read_finish (HOUBU_STORE (source), result, &error))
    fail (self, error);
  else if (payer != NULL)
    houbu_payer_look_async (payer, self->payment, self->wish, actor, on_refreshed, self);
  else
    {
      houbu_error_set (&error, HOUBU_ERROR_PAYMENTS_OFF, HOUBU_PROBLEM_NONE, NULL);
      fail (self, error);
    }
}

static void
start_look (HoubuEngine *engine, HoubuCall *call, GTask *task, HoubuPayerWish wish)
{
  Steps *steps = steps_new (call, task, houbu_payer_get (engine));

  steps->wish = wish;
  houbu_store_read_async (houbu_engine_get_store (engine), find_in_store, steps, NULL, NULL,
                          on_found, steps);
}

static void
start_refresh (HoubuEngine *engine, HoubuCall *call, GTask *task)
{
  start_look (engine, call, task, HOUBU_LOOK_DUE);
}

static void
start_close (HoubuEngine *engine, HoubuCall *call, GTask *task)
{
  start_look (engine, call, task, HOUBU_LOOK_CLOSE);
}

/* --------------------------------------------------------------------------------------------- */
/* Notifications */

static void
on_notified (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, houbu_payer_notify_finish (HOUBU_PAYER (source), result));
}

/**
 * houbu_engine_notify_async:
 * @engine: an engine
 * @provider: the word in the path of the notification
 * @body: what came, byte for byte
 * @callback: called when what it says is durable, or it was turned down
 * @user_data: for @callback
 */
void
houbu_engine_notify_async (HoubuEngine *engine,
                           const char *provider,
                           GBytes *body,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  HoubuPayer *payer = NULL;
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (HOUBU_IS_ENGINE (engine) && provider != NULL && body != NULL);

  task = g_task_new (engine, NULL, callback, user_data);
  g_task_set_source_tag (task, houbu_engine_notify_async);
  payer = houbu_payer_get (engine);
  if (payer != NULL &&
      g_str_equal (provider, houbu_provider_get_name (houbu_payer_get_provider (payer))))
    {
      houbu_payer_notify_async (payer, body, on_notified, g_steal_pointer (&task));
      return;
    }
  houbu_error_set (&error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  g_task_return_error (task, error);
}

/**
 * houbu_engine_notify_finish:
 * @engine: an engine
 * @result: the result
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such provider
 *
 * Returns: whether the provider need not tell it again
 */
gboolean
houbu_engine_notify_finish (HoubuEngine *engine, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, engine), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const HoubuOperation houbu_operation_open_payment = {
  .name = OPEN_NAME,
  .mode = HOUBU_OPERATION_STEPS,
  .start = start_open,
};

const HoubuOperation houbu_operation_get_payment = {
  .name = "get_payment",
  .mode = HOUBU_OPERATION_READ,
  .run = get_payment,
};

const HoubuOperation houbu_operation_refresh_payment = {
  .name = "refresh_payment",
  .mode = HOUBU_OPERATION_STEPS,
  .start = start_refresh,
};

const HoubuOperation houbu_operation_close_payment = {
  .name = "close_payment",
  .mode = HOUBU_OPERATION_STEPS,
  .start = start_close,
};
