/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-admin.h"

#include <string.h>

#include "houbu-admin-journal.h"
#include "houbu-change.h"
#include "houbu-error.h"
#include "houbu-exam-record.h"
#include "houbu-operator-scope.h"
#include "houbu-rules-promotion.h"
#include "houbu-rules-time.h"
#include "houbu-settlement.h"
#include "houbu-sweeper.h"
#include "houbu-tokens.h"
#include "houbu-tx.h"

/* What holds when an operator does not say otherwise. */
#define DEFAULT_HOLD_SECONDS (24 * 60 * 60)
#define DEFAULT_MIN_PAY_WINDOW_SECONDS (2 * 60 * 60)
#define DEFAULT_GRACE_SECONDS (15 * 60)
#define DEFAULT_PAYMENT_AFTER_US (2 * G_TIME_SPAN_DAY)

/* The fields of the two requests, which differ in what they require. */
typedef struct
{
  const char *name;
  gint64 registration_opens_at;
  gint64 registration_closes_at;
  gint64 payment_closes_at;
  gint64 waitlist_closes_at;
  gint64 hold_seconds;
  gint64 min_pay_window_seconds;
  gint64 grace_seconds;
  HoubuExamOralScope oral_scope;
  HoubuChoice rehearsal;
  gint64 report_form_closes_at;
} Wanted;

static Wanted
read_create (HoubuExamCreate *request)
{
  return (Wanted){
    houbu_exam_create_get_name (request),
    houbu_exam_create_get_registration_opens_at (request),
    houbu_exam_create_get_registration_closes_at (request),
    houbu_exam_create_get_payment_closes_at (request),
    houbu_exam_create_get_waitlist_closes_at (request),
    houbu_exam_create_get_hold_seconds (request),
    houbu_exam_create_get_min_pay_window_seconds (request),
    houbu_exam_create_get_grace_seconds (request),
    houbu_exam_create_get_oral_scope (request),
    houbu_exam_create_get_rehearsal (request),
    houbu_exam_create_get_report_form_closes_at (request),
  };
}

static Wanted
read_change (HoubuExamChange *request)
{
  return (Wanted){
    houbu_exam_change_get_name (request),
    houbu_exam_change_get_registration_opens_at (request),
    houbu_exam_change_get_registration_closes_at (request),
    houbu_exam_change_get_payment_closes_at (request),
    houbu_exam_change_get_waitlist_closes_at (request),
    houbu_exam_change_get_hold_seconds (request),
    houbu_exam_change_get_min_pay_window_seconds (request),
    houbu_exam_change_get_grace_seconds (request),
    houbu_exam_change_get_oral_scope (request),
    houbu_exam_change_get_rehearsal (request),
    houbu_exam_change_get_report_form_closes_at (request),
  };
}

static void
apply_time (gint64 *target, gint64 wanted)
{
  if (wanted != HOUBU_UNSET)
    *target = wanted;
}

static void
apply_seconds (gint64 *target_us, gint64 wanted)
{
  if (wanted != HOUBU_UNSET)
    *target_us = wanted * G_TIME_SPAN_SECOND;
}

static void
apply (HoubuExamRow *row, const Wanted *wanted)
{
  HoubuExamWindow *window = &row->window;

  if (wanted->name != NULL)
    {
      g_free (row->name);
      row->name = g_strdup (wanted->name);
    }
  apply_time (&window->registration_opens_at, wanted->registration_opens_at);
  apply_time (&window->registration_closes_at, wanted->registration_closes_at);
  apply_time (&window->payment_closes_at, wanted->payment_closes_at);
  apply_time (&window->waitlist_closes_at, wanted->waitlist_closes_at);
  apply_seconds (&window->hold_us, wanted->hold_seconds);
  apply_seconds (&window->min_pay_window_us, wanted->min_pay_window_seconds);
  apply_seconds (&window->grace_us, wanted->grace_seconds);
  apply_time (&row->report_form_closes_at, wanted->report_form_closes_at);
  if (wanted->oral_scope != HOUBU_EXAM_ORAL_SCOPE_UNSET)
    houbu_oral_scope_from_word (houbu_exam_oral_scope_to_string (wanted->oral_scope),
                                &window->oral_scope);
  if (wanted->rehearsal != HOUBU_CHOICE_UNSET)
    row->rehearsal = wanted->rehearsal == HOUBU_CHOICE_YES;
}

static void
set_bad_time (GError **error, const char *field)
{
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_BEFORE_OTHER, "field", field,
                   "value", "registration_opens_at", NULL);
}

/* The rules say whether the window holds; here the field to blame is found. */
static gboolean
check_window (const HoubuExamWindow *window, GError **error)
{
  if (houbu_rules_check_window (window))
    return TRUE;
  if (window->registration_closes_at <= window->registration_opens_at)
    set_bad_time (error, "registration_closes_at");
  else if (window->payment_closes_at <= window->registration_opens_at)
    set_bad_time (error, "payment_closes_at");
  else
    set_bad_time (error, "waitlist_closes_at");
  return FALSE;
}

static void
add_number (
    HoubuJournalData *data, const char *name, gint64 value, const gint64 *before, gint64 unit)
{
  g_autofree char *before_name = NULL;

  if (before != NULL && value == *before)
    return;
  houbu_journal_data_add_int64_or_null (data, name, value == HOUBU_NONE ? value : value / unit,
                                        HOUBU_NONE);
  if (before == NULL)
    return;
  before_name = g_strdup_printf ("%s_before", name);
  houbu_journal_data_add_int64_or_null (
      data, before_name, *before == HOUBU_NONE ? *before : *before / unit, HOUBU_NONE);
}

/* What was set, with what it was before; only what differs. */
static HoubuJournalData *
describe (const HoubuExamRow *row, const HoubuExamRow *before)
{
  HoubuJournalData *data = houbu_journal_data_new ();
  const HoubuExamWindow *window = &row->window;
  const HoubuExamWindow *old = before != NULL ? &before->window : NULL;

#define ADD_NUMBER(name, field, unit)                                                              \
  add_number (data, name, window->field, old != NULL ? &old->field : NULL, unit)
  houbu_admin_journal_add_text (data, "name", row->name, before != NULL ? before->name : NULL);
  ADD_NUMBER ("registration_opens_at", registration_opens_at, 1);
  ADD_NUMBER ("registration_closes_at", registration_closes_at, 1);
  ADD_NUMBER ("payment_closes_at", payment_closes_at, 1);
  ADD_NUMBER ("waitlist_closes_at", waitlist_closes_at, 1);
  ADD_NUMBER ("hold_seconds", hold_us, G_TIME_SPAN_SECOND);
  ADD_NUMBER ("min_pay_window_seconds", min_pay_window_us, G_TIME_SPAN_SECOND);
  ADD_NUMBER ("grace_seconds", grace_us, G_TIME_SPAN_SECOND);
#undef ADD_NUMBER
  add_number (data, "report_form_closes_at", row->report_form_closes_at,
              before != NULL ? &before->report_form_closes_at : NULL, 1);
  houbu_admin_journal_add_text (
      data, "oral_scope", houbu_oral_scope_to_word (window->oral_scope),
      before != NULL ? houbu_oral_scope_to_word (before->window.oral_scope) : NULL);
  add_number (data, "rehearsal", row->rehearsal,
              before != NULL ? &(gint64){ before->rehearsal } : NULL, 1);
  return data;
}

static gboolean
journal (HoubuTx *tx,
         HoubuCall *call,
         HoubuJournalType type,
         const HoubuExamRow *row,
         const HoubuExamRow *before,
         GError **error)
{
  g_autoptr (HoubuJournalData) data = describe (row, before);
  const HoubuAdminAct act = { .type = type, .exam = row->key };

  return houbu_admin_journal (tx, call, &act, data, error);
}

static gboolean
window_differs (const HoubuExamRow *row, const HoubuExamRow *before)
{
  return memcmp (&row->window, &before->window, sizeof row->window) != 0;
}

static gboolean
differs (const HoubuExamRow *row, const HoubuExamRow *before)
{
  return !g_str_equal (row->name, before->name) ||
         row->report_form_closes_at != before->report_form_closes_at ||
         row->rehearsal != before->rehearsal || window_differs (row, before);
}

/* A window that opened again, or shorter time to pay, may let heads through that were stopped: the
 * markers have the sweeper look at their queues at once. */
static gboolean
mark_queues (HoubuChange *change, GArray *offerings, const HoubuExamRow *row, GError **error)
{
  gboolean any = FALSE;

  for (guint i = 0; i < offerings->len; i++)
    {
      gint64 key = g_array_index (offerings, gint64, i);
      const HoubuOfferingRow *offering = houbu_change_get_offering (change, key, error);
      HoubuOfferingState state;

      if (offering == NULL)
        return FALSE;
      houbu_offering_row_fill_state (offering, &state);
      if (houbu_rules_check_promotion (&row->window, &state, houbu_change_get_now (change)) !=
          HOUBU_HALT_NONE)
        continue;
      houbu_offering_lock_set_promotion_pending (houbu_change_get_lock (change, key, error), TRUE);
      any = TRUE;
    }
  if (any)
    houbu_sweeper_wake (houbu_change_get_engine (change));
  return TRUE;
}

static HoubuRecord *
show (HoubuTx *tx, HoubuCall *call, const HoubuExamRow *row, GError **error)
{
  HoubuExam *record = houbu_exam_record_load (tx, row, call->now, call->language, error);

  return record != NULL ? HOUBU_RECORD (record) : NULL;
}

static HoubuExamRow *
make_default_row (const Wanted *wanted, gint64 now)
{
  HoubuExamRow *row = g_new0 (HoubuExamRow, 1);
  g_autoptr (GDateTime) opens =
      g_date_time_new_from_unix_utc (wanted->registration_opens_at / G_TIME_SPAN_SECOND);

  row->id = houbu_random_id ();
  row->window.payment_closes_at = wanted->registration_closes_at + DEFAULT_PAYMENT_AFTER_US;
  row->window.waitlist_closes_at = wanted->registration_closes_at;
  row->window.hold_us = DEFAULT_HOLD_SECONDS * G_TIME_SPAN_SECOND;
  row->window.min_pay_window_us = DEFAULT_MIN_PAY_WINDOW_SECONDS * G_TIME_SPAN_SECOND;
  row->window.grace_us = DEFAULT_GRACE_SECONDS * G_TIME_SPAN_SECOND;
  row->window.oral_scope = HOUBU_ORAL_SCOPE_PROVINCE;
  row->report_form_closes_at = HOUBU_NONE;
  /* Every session asks for the agreement again. */
  row->agreement_version = opens != NULL ? g_date_time_format (opens, "%Y-%m") : g_strdup ("1");
  row->created_at = now;
  return row;
}

static HoubuRecord *
create_exam (HoubuTx *tx, HoubuCall *call, GError **error)
{
  const Wanted wanted = read_create (HOUBU_EXAM_CREATE (call->request));
  g_autoptr (HoubuExamRow) row = NULL;

  if (!houbu_operator_check_national (call, error))
    return NULL;
  row = make_default_row (&wanted, call->now);
  apply (row, &wanted);
  if (!check_window (&row->window, error) || !houbu_store_exam_insert_current (tx, row, error) ||
      !journal (tx, call, HOUBU_JOURNAL_EXAM_CREATED, row, NULL, error))
    return NULL;
  return show (tx, call, row, error);
}

static HoubuRecord *
get_exam (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuScope scope;
  g_autoptr (HoubuExamRow) row = NULL;

  if (!houbu_operator_scope_get (call, &scope, error))
    return NULL;
  row = houbu_store_exam_load_current (tx, error);
  return row != NULL ? show (tx, call, row, error) : NULL;
}

/* What is due already happens under the rules that held until now. */
static gboolean
write_change (HoubuChange *change,
              HoubuCall *call,
              const HoubuExamRow *row,
              const HoubuExamRow *before,
              GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  g_autoptr (GArray) offerings = g_array_new (FALSE, FALSE, sizeof (gint64));

  return (!window_differs (row, before) || houbu_settlement_run (change, offerings, error)) &&
         houbu_store_exam_update (tx, row, error) &&
         journal (tx, call, HOUBU_JOURNAL_EXAM_CHANGED, row, before, error) &&
         mark_queues (change, offerings, row, error);
}

static HoubuRecord *
change_exam (HoubuTx *tx, HoubuCall *call, GError **error)
{
  const Wanted wanted = read_change (HOUBU_EXAM_CHANGE (call->request));
  g_autoptr (HoubuChange) change = NULL;
  g_autoptr (HoubuExamRow) row = NULL;
  const HoubuExamRow *before = NULL;

  if (!houbu_operator_check_national (call, error))
    return NULL;
  change = houbu_change_begin (tx, call, error);
  if (change == NULL)
    return NULL;
  before = houbu_change_get_exam (change);
  row = houbu_exam_row_copy (before);
  apply (row, &wanted);
  if (!check_window (&row->window, error))
    return NULL;
  if (differs (row, before) && !write_change (change, call, row, before, error))
    return NULL;
  return show (tx, call, row, error);
}

const HoubuOperation houbu_operation_create_exam = {
  .name = "create_exam",
  .mode = HOUBU_OPERATION_WRITE,
  .run = create_exam,
};

const HoubuOperation houbu_operation_get_admin_exam = {
  .name = "get_admin_exam",
  .mode = HOUBU_OPERATION_READ,
  .run = get_exam,
};

const HoubuOperation houbu_operation_change_exam = {
  .name = "change_exam",
  .mode = HOUBU_OPERATION_WRITE,
  .run = change_exam,
};
