/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-daemon-practice.h"

#include "houbu-clock.h"
#include "houbu-error.h"
#include "houbu-operations-accounts.h"
#include "houbu-operations-admin.h"
#include "houbu-operations-queue.h"
#include "houbu-practice-data.h"
#include "houbu-records.h"
#include "houbu-store-accounts.h"
#include "houbu-store.h"
#include "import/houbu-import.h"

/* The first accounts are left alone: they are for whoever practises. */
#define FREE_ACCOUNTS 10
/* The offering that is full and has a queue, as the documentation says. */
#define FULL_OFFERING "993010-1"
/* Seats of the people we make are kept for as long as the exam lasts; the shorter time of practice
 * is set afterwards and holds for whoever is promoted from then on. */
#define LONG_HOLD_SECONDS (60 * 24 * 3600)

static const char *const files[] = { "schools", "offerings", "students", "accounts" };

/* One filling, a chain of calls on the engine, each begun by the end of the one before. */
typedef struct
{
  GTask *task;           /* (owned) */
  HoubuEngine *engine;   /* (owned) */
  HoubuCaller *operator; /* (owned) */
  guint hold_seconds;
  guint file;
  GPtrArray *people; /* (owned) */
  guint person;
  HoubuCaller *candidate; /* (owned) (nullable) */
  char *agreement;        /* (owned) (nullable): its version */
} Filling;

typedef void (*Next) (Filling *self, GBytes *answer);

typedef struct
{
  Filling *filling;
  Next next;
} Step;

static void begin_person (Filling *self);

static void
filling_free (Filling *self)
{
  g_object_unref (self->task);
  g_object_unref (self->engine);
  houbu_caller_unref (self->operator);
  g_clear_pointer (&self->candidate, houbu_caller_unref);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_free (self->agreement);
  g_free (self);
}

static void
finish (Filling *self, GError *error)
{
  if (error != NULL)
    g_task_return_error (self->task, error);
  else
    g_task_return_boolean (self->task, TRUE);
  filling_free (self);
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Step *step = data;
  g_autoptr (GBytes) answer = NULL;
  GError *error = NULL;
  guint status;

  answer = houbu_engine_run_finish (HOUBU_ENGINE (source), result, &status, &error);
  if (answer != NULL)
    step->next (step->filling, answer);
  else
    finish (step->filling, error);
}

static Step *
step_new (Filling *self, Next next)
{
  Step *step = g_new (Step, 1);

  step->filling = self;
  step->next = next;
  return step;
}

static HoubuCall *
call_new (HoubuCaller *caller, HoubuRecord *request)
{
  HoubuCall *call = houbu_call_new ();
  g_autoptr (GBytes) body = NULL;

  houbu_call_set_language (call, "zh-CN");
  if (caller != NULL)
    houbu_call_set_caller (call, caller);
  if (request != NULL)
    {
      body = houbu_record_to_bytes (request);
      houbu_call_set_request (call, request, body);
    }
  call->status = 200;
  return call;
}

static void
run (Filling *self,
     const HoubuOperation *operation,
     HoubuCaller *caller,
     HoubuRecord *request,
     Next next)
{
  g_autoptr (HoubuCall) call = call_new (caller, request);

  houbu_engine_run_async (self->engine, operation, call, NULL, on_run, step_new (self, next));
}

/* ---- the end: the short hold of practice */

static void
on_exam_changed (Filling *self, GBytes *answer)
{
  finish (self, NULL);
}

static void
shorten_hold (Filling *self)
{
  g_autoptr (HoubuExamChange) change = houbu_exam_change_new ();

  houbu_exam_change_set_hold_seconds (change, self->hold_seconds);
  run (self, &houbu_operation_change_exam, self->operator, HOUBU_RECORD (change), on_exam_changed);
}

/* ---- people: each takes the steps that a candidate takes */

static void
next_person (Filling *self, GBytes *answer)
{
  self->person++;
  begin_person (self);
}

static void
on_enrol_tried (GObject *source, GAsyncResult *result, gpointer data)
{
  Filling *self = data;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (HoubuWaitlistJoin) join = NULL;
  GError *error = NULL;
  guint status;

  answer = houbu_engine_run_finish (HOUBU_ENGINE (source), result, &status, &error);
  if (answer != NULL)
    {
      next_person (self, answer);
      return;
    }
  /* Full, or others wait: then this one waits too. */
  if (!g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_NO_SEAT) &&
      !g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_QUEUE_NOT_EMPTY))
    {
      finish (self, error);
      return;
    }
  g_error_free (error);
  join = houbu_waitlist_join_new ();
  houbu_waitlist_join_set_offering (join, FULL_OFFERING);
  run (self, &houbu_operation_join, self->candidate, HOUBU_RECORD (join), next_person);
}

static void
on_registered (Filling *self, GBytes *answer)
{
  static const char *const offerings[] = { FULL_OFFERING, NULL };
  g_autoptr (HoubuEnrolmentRequest) request = houbu_enrolment_request_new ();
  g_autoptr (HoubuCall) call = NULL;

  houbu_enrolment_request_set_offerings (request, offerings);
  call = call_new (self->candidate, HOUBU_RECORD (request));
  houbu_engine_run_async (self->engine, &houbu_operation_enrol, call, NULL, on_enrol_tried, self);
}

static void
on_queried (Filling *self, GBytes *answer)
{
  g_autoptr (HoubuRecord) found = NULL;
  g_autoptr (HoubuRegistrationRequest) request = houbu_registration_request_new ();
  GError *error = NULL;

  found = houbu_record_from_bytes (HOUBU_TYPE_QUALIFICATION_RESULT, answer, HOUBU_DECODE_LENIENT,
                                   &error);
  if (found == NULL)
    {
      finish (self, error);
      return;
    }
  houbu_registration_request_set_query_id (
      request, houbu_qualification_result_get_query_id (HOUBU_QUALIFICATION_RESULT (found)));
  houbu_registration_request_set_phone_confirmed (request, TRUE);
  houbu_registration_request_set_details_confirmed (request, TRUE);
  run (self, &houbu_operation_create_registration, self->candidate, HOUBU_RECORD (request),
       on_registered);
}

static void
on_accepted (Filling *self, GBytes *answer)
{
  HoubuPracticePerson *person = g_ptr_array_index (self->people, self->person);
  g_autoptr (HoubuQualificationQuery) query = houbu_qualification_query_new ();

  houbu_qualification_query_set_id_type (query, houbu_id_type_from_string (person->id_type));
  houbu_qualification_query_set_id_number (query, person->id_number);
  houbu_qualification_query_set_name (query, person->name);
  run (self, &houbu_operation_query_qualification, self->candidate, HOUBU_RECORD (query),
       on_queried);
}

static void
accept_agreement (Filling *self)
{
  g_autoptr (HoubuAgreementAcceptance) acceptance = houbu_agreement_acceptance_new ();

  houbu_agreement_acceptance_set_version (acceptance, self->agreement);
  run (self, &houbu_operation_accept_agreement, self->candidate, HOUBU_RECORD (acceptance),
       on_accepted);
}

static void
on_agreement_read (Filling *self, GBytes *answer)
{
  g_autoptr (HoubuRecord) agreement = NULL;
  GError *error = NULL;

  agreement = houbu_record_from_bytes (HOUBU_TYPE_AGREEMENT, answer, HOUBU_DECODE_LENIENT, &error);
  if (agreement == NULL)
    {
      finish (self, error);
      return;
    }
  self->agreement = g_strdup (houbu_agreement_get_version (HOUBU_AGREEMENT (agreement)));
  accept_agreement (self);
}

/* Start-up may wait for the store. */
static gboolean
find_account (HoubuTx *tx, gpointer data, GError **error)
{
  Filling *self = data;
  HoubuPracticePerson *person = g_ptr_array_index (self->people, self->person);
  g_autoptr (HoubuAccountRow) row = houbu_store_account_by_login (tx, person->phone, error);

  g_clear_pointer (&self->candidate, houbu_caller_unref);
  if (row == NULL)
    return FALSE;
  self->candidate = houbu_caller_new (HOUBU_CALLER_CANDIDATE);
  self->candidate->account = row->key;
  self->candidate->account_id = g_strdup (row->id);
  self->candidate->account_name = g_strdup (row->name);
  return TRUE;
}

static void
begin_person (Filling *self)
{
  HoubuStore *store = houbu_engine_get_store (self->engine);
  GError *error = NULL;

  if (self->person >= self->people->len)
    shorten_hold (self);
  else if (!houbu_store_read (store, find_account, self, &error))
    finish (self, error);
  else if (self->agreement == NULL)
    run (self, &houbu_operation_get_agreement, self->candidate, NULL, on_agreement_read);
  else
    accept_agreement (self);
}

/* ---- the exam and its files, imported by the ordinary code */

static void import_next (Filling *self);

static void
on_imported (GObject *source, GAsyncResult *result, gpointer data)
{
  Filling *self = data;
  g_autoptr (GBytes) answer = NULL;
  GError *error = NULL;
  guint status;

  answer = houbu_import_finish (HOUBU_ENGINE (source), result, &status, &error);
  if (answer == NULL)
    {
      finish (self, error);
      return;
    }
  self->file++;
  import_next (self);
}

static void
import_next (Filling *self)
{
  g_autoptr (HoubuCall) call = NULL;
  GError *error = NULL;
  gint64 now;
  int fd;

  if (self->file == G_N_ELEMENTS (files))
    {
      begin_person (self);
      return;
    }
  now = houbu_clock_now (houbu_engine_get_clock (self->engine));
  fd = houbu_practice_data_open_file (files[self->file], now + 75 * HOUBU_DAY, &error);
  if (fd < 0)
    {
      finish (self, error);
      return;
    }
  call = call_new (self->operator, NULL);
  houbu_call_set_path (call, "kind", files[self->file]);
  houbu_import_async (self->engine, call, fd, NULL, on_imported, self);
}

static void
on_exam_created (Filling *self, GBytes *answer)
{
  import_next (self);
}

static void
create_exam (Filling *self)
{
  g_autoptr (HoubuExamCreate) exam = houbu_exam_create_new ();
  gint64 now = houbu_clock_now (houbu_engine_get_clock (self->engine));

  houbu_exam_create_set_name (exam, "练习考次 Practice");
  houbu_exam_create_set_registration_opens_at (exam, now - HOUBU_DAY);
  houbu_exam_create_set_registration_closes_at (exam, now + 60 * HOUBU_DAY);
  houbu_exam_create_set_payment_closes_at (exam, now + 62 * HOUBU_DAY);
  houbu_exam_create_set_waitlist_closes_at (exam, now + 60 * HOUBU_DAY);
  houbu_exam_create_set_hold_seconds (exam, LONG_HOLD_SECONDS);
  houbu_exam_create_set_rehearsal (exam, HOUBU_CHOICE_YES);
  run (self, &houbu_operation_create_exam, self->operator, HOUBU_RECORD (exam), on_exam_created);
}

/* A store with an exam is somebody's work: it stays as it is. */
static void
on_exam_looked_for (GObject *source, GAsyncResult *result, gpointer data)
{
  Filling *self = data;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  guint status;

  answer = houbu_engine_run_finish (HOUBU_ENGINE (source), result, &status, &error);
  if (answer != NULL)
    finish (self, NULL);
  else if (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_NOT_FOUND) ||
           g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_NO_EXAM))
    create_exam (self);
  else
    finish (self, g_steal_pointer (&error));
}

/**
 * houbu_daemon_practice_fill_async:
 * @engine: an engine on a store
 * @hold_seconds: how long a seat promoted from now on is kept
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Fills an empty store with the practice data: an exam around the present time, generated people,
 * one offering full and with a queue. Everything goes through the use cases that candidates and
 * operators use. A store that has an exam is left alone.
 */
void
houbu_daemon_practice_fill_async (HoubuEngine *engine,
                                  guint hold_seconds,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  Filling *self = g_new0 (Filling, 1);
  g_autoptr (HoubuCall) call = NULL;
  GError *error = NULL;

  self->task = g_task_new (engine, NULL, callback, user_data);
  g_task_set_source_tag (self->task, houbu_daemon_practice_fill_async);
  self->engine = g_object_ref (engine);
  self->hold_seconds = hold_seconds;
  self->operator= houbu_caller_new (HOUBU_CALLER_OPERATOR);
  self->operator->operator_name = g_strdup ("practice");
  self->operator->role = HOUBU_ROLE_NATIONAL;
  self->person = FREE_ACCOUNTS;
  self->people = houbu_practice_data_get_people (&error);
  if (self->people == NULL)
    {
      finish (self, error);
      return;
    }
  call = call_new (NULL, NULL);
  houbu_engine_run_async (engine, &houbu_operation_get_exam, call, NULL, on_exam_looked_for, self);
}

/**
 * houbu_daemon_practice_fill_finish:
 * @engine: the engine
 * @result: the result
 * @error: return location of a #HOUBU_ERROR
 *
 * Returns: whether the store holds the practice data, or something else
 */
gboolean
houbu_daemon_practice_fill_finish (HoubuEngine *engine, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
