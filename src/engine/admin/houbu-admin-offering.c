/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-admin.h"

#include "houbu-decisions.h"
#include "houbu-error.h"
#include "houbu-expiry.h"
#include "houbu-item-records.h"
#include "houbu-journal-data.h"
#include "houbu-journal.h"
#include "houbu-operator-scope.h"
#include "houbu-settlement.h"
#include "houbu-tx.h"

/* Finds the offering of the path and refuses operators out of scope. */
static HoubuOfferingRow *
load_offering (HoubuTx *tx, HoubuCall *call, gint64 exam, GError **error)
{
  g_autoptr (HoubuOfferingRow) row =
      houbu_store_offering_find (tx, exam, houbu_call_get_path (call, "id"), call->now, error);

  if (row == NULL || !houbu_operator_check_place (call, &row->place, error))
    return NULL;
  return g_steal_pointer (&row);
}

static void
add_change (HoubuJournalData *data, const char *name, gint64 value, gint64 before)
{
  g_autofree char *before_name = g_strdup_printf ("%s_before", name);

  houbu_journal_data_add_int64_or_null (data, name, value, HOUBU_NONE);
  houbu_journal_data_add_int64_or_null (data, before_name, before, HOUBU_NONE);
}

/* Sets one field of the row when the request has it and it differs, and tells the journal. */
static gboolean
apply_number (HoubuJournalData *data, const char *name, gint64 *field, gint64 wanted)
{
  if (wanted == HOUBU_UNSET || wanted == *field)
    return FALSE;
  add_change (data, name, wanted, *field);
  *field = wanted;
  return TRUE;
}

static gboolean
apply_status (HoubuJournalData *data, HoubuOfferingRow *row, HoubuOfferingStatus status)
{
  gboolean withdrawn = status == HOUBU_OFFERING_STATUS_WITHDRAWN;

  if (status == HOUBU_OFFERING_STATUS_UNSET || withdrawn == row->withdrawn)
    return FALSE;
  add_change (data, "withdrawn", withdrawn, row->withdrawn);
  row->withdrawn = withdrawn;
  return TRUE;
}

/* No fee is the same as a fee that was not set yet. */
static gint64
read_fee (HoubuOfferingChange *request, gint64 before)
{
  gint64 fee = houbu_offering_change_get_fee_fen (request);

  if (fee == HOUBU_UNSET)
    return before;
  return fee > 0 ? fee : HOUBU_NONE;
}

static gboolean
apply_fee (HoubuJournalData *data, HoubuOfferingRow *row, HoubuOfferingChange *request)
{
  gint64 fee = read_fee (request, row->fee_fen);

  if (fee == row->fee_fen)
    return FALSE;
  add_change (data, "fee_fen", fee, row->fee_fen);
  row->fee_fen = fee;
  return TRUE;
}

/* All but the capacity, which is the lock's. */
static gboolean
apply_fields (HoubuJournalData *data, HoubuOfferingRow *row, HoubuOfferingChange *request)
{
  gboolean changed = FALSE;

  changed |= apply_fee (data, row, request);
  changed |= apply_number (data, "exam_starts_at", &row->exam_starts_at,
                           houbu_offering_change_get_exam_starts_at (request));
  changed |= apply_number (data, "exam_ends_at", &row->exam_ends_at,
                           houbu_offering_change_get_exam_ends_at (request));
  changed |= apply_number (data, "registration_opens_at", &row->opens_at,
                           houbu_offering_change_get_registration_opens_at (request));
  changed |= apply_number (data, "registration_closes_at", &row->closes_at,
                           houbu_offering_change_get_registration_closes_at (request));
  changed |= apply_status (data, row, houbu_offering_change_get_status (request));
  return changed;
}

/* What the row would be, against the rules and the calendar. */
static HoubuDecision
check_capacity (const HoubuOfferingRow *row, HoubuOfferingChange *request)
{
  gint64 capacity = houbu_offering_change_get_capacity (request);
  HoubuOfferingState state;

  houbu_offering_row_fill_state (row, &state);
  if (capacity == HOUBU_UNSET)
    return (HoubuDecision){ HOUBU_REFUSAL_NONE, NULL, NULL };
  return houbu_rules_check_capacity (&state, capacity, houbu_offering_change_get_force (request));
}

static gboolean
check_order (gint64 first, gint64 wanted, gint64 last, const char *field, GError **error)
{
  gint64 end = wanted != HOUBU_UNSET ? wanted : last;

  if (first == HOUBU_UNSET || end == HOUBU_UNSET || first < end)
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_BEFORE_OTHER, "field", field,
                   NULL);
  return FALSE;
}

static gboolean
check_times (const HoubuOfferingRow *row, HoubuOfferingChange *request, GError **error)
{
  gint64 starts = houbu_offering_change_get_exam_starts_at (request);
  gint64 opens = houbu_offering_change_get_registration_opens_at (request);

  return check_order (starts != HOUBU_UNSET ? starts : row->exam_starts_at,
                      houbu_offering_change_get_exam_ends_at (request), row->exam_ends_at,
                      "exam_ends_at", error) &&
         check_order (opens != HOUBU_UNSET ? opens : row->opens_at,
                      houbu_offering_change_get_registration_closes_at (request), row->closes_at,
                      "registration_closes_at", error);
}

static gboolean
journal_change (HoubuChange *change,
                HoubuOfferingLock *lock,
                HoubuJournalData *data,
                GError **error)
{
  HoubuJournalRow row = {
    .at = houbu_change_get_now (change),
    .type = HOUBU_JOURNAL_OFFERING_CHANGED,
    .actor = houbu_change_get_actor (change),
    .request = houbu_change_get_request (change),
    .exam = houbu_change_get_exam (change)->key,
    .lock = lock,
    .data = houbu_journal_data_get_text (data),
  };

  houbu_change_mark_written (change);
  return houbu_journal_append (houbu_change_get_tx (change), &row, error);
}

static gboolean
apply_capacity (HoubuOfferingLock *lock, HoubuJournalData *data, HoubuOfferingChange *request)
{
  gint64 before = houbu_offering_lock_get_capacity (lock);
  gint64 wanted = houbu_offering_change_get_capacity (request);

  if (wanted == HOUBU_UNSET || wanted == before)
    return FALSE;
  add_change (data, "capacity", wanted, before);
  if (wanted < houbu_offering_lock_get_seats_in_use (lock))
    houbu_journal_data_add_int64 (data, "forced", 1);
  houbu_offering_lock_set_capacity (lock, wanted);
  return TRUE;
}

/* Writes what differs; a raised capacity, a fee or a time that was missing frees the queue. */
static gboolean
apply (HoubuChange *change, gint64 offering, HoubuOfferingChange *request, GError **error)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  HoubuOfferingRow *row = houbu_change_get_offering (change, offering, error);
  HoubuOfferingLock *lock = houbu_change_get_lock (change, offering, error);
  gboolean was_withdrawn = row->withdrawn;
  gboolean capacity_changed = apply_capacity (lock, data, request);
  gboolean fields_changed = apply_fields (data, row, request);

  if (!capacity_changed && !fields_changed)
    return TRUE;
  if (fields_changed && !houbu_store_offering_update (houbu_change_get_tx (change), row, error))
    return FALSE;
  if (!journal_change (change, lock, data, error))
    return FALSE;
  houbu_change_mark_freed (change, offering);
  return was_withdrawn || !row->withdrawn ||
         houbu_expiry_withdraw (change, offering, houbu_change_get_actor (change), error);
}

static HoubuRecord *
show (const HoubuOfferingRow *row, const HoubuExamWindow *window, HoubuCall *call)
{
  const HoubuView view = { window, call->now, call->language };

  return HOUBU_RECORD (houbu_item_record_admin_offering (row, &view));
}

/* Whoever still waits there waits for the end that the withdrawal has for them: the queue must be
 * gone before the offering comes back. */
static gboolean
check_reopening (const HoubuOfferingRow *row,
                 HoubuOfferingChange *request,
                 HoubuCall *call,
                 GError **error)
{
  if (!row->withdrawn || houbu_offering_change_get_status (request) != HOUBU_OFFERING_STATUS_OPEN ||
      row->waiting <= HOUBU_PROMOTION_CHUNK)
    return TRUE;
  houbu_settlement_set_busy (call->engine, error);
  return FALSE;
}

/* A withdrawal takes oral items with it (P8): their offerings are locked with this one, in order.
 */
static gboolean
settle (HoubuChange *change, gint64 offering, HoubuOfferingChange *request, GError **error)
{
  g_autoptr (GArray) offerings = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (offerings, offering);
  if (houbu_offering_change_get_status (request) == HOUBU_OFFERING_STATUS_WITHDRAWN &&
      !houbu_store_enrolment_list_fall_with (houbu_change_get_tx (change), offering, offerings,
                                             error))
    return FALSE;
  return houbu_change_settle (change, offerings, NULL, error);
}

static HoubuRecord *
change_offering (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuOfferingChange *request = HOUBU_OFFERING_CHANGE (call->request);
  g_autoptr (HoubuChange) change = houbu_change_begin (tx, call, error);
  g_autoptr (HoubuOfferingRow) found = NULL;
  HoubuOfferingRow *row = NULL;
  HoubuDecision decision;

  /* The counters are read before the lock is taken. */
  if (change == NULL || !houbu_tx_flush (tx, error))
    return NULL;
  found = load_offering (tx, call, houbu_change_get_exam (change)->key, error);
  if (found == NULL || !check_times (found, request, error) ||
      !check_reopening (found, request, call, error) ||
      !settle (change, found->key, request, error))
    return NULL;
  row = houbu_change_get_offering (change, found->key, error);
  decision = check_capacity (row, request);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return houbu_change_refuse (change, call, &decision, "capacity", error);
  if (!apply (change, found->key, request, error) || !houbu_change_finish (change, error))
    return NULL;
  return show (houbu_change_get_offering (change, found->key, error),
               houbu_change_get_window (change), call);
}

static HoubuRecord *
get_offering (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuExamRow) exam = houbu_store_exam_load_current (tx, error);
  g_autoptr (HoubuOfferingRow) row = NULL;

  if (exam == NULL)
    return NULL;
  row = load_offering (tx, call, exam->key, error);
  return row != NULL ? show (row, &exam->window, call) : NULL;
}

const HoubuOperation houbu_operation_get_admin_offering = {
  .name = "get_admin_offering",
  .mode = HOUBU_OPERATION_READ,
  .run = get_offering,
};

const HoubuOperation houbu_operation_change_offering = {
  .name = "change_offering",
  .mode = HOUBU_OPERATION_WRITE,
  .run = change_offering,
};
