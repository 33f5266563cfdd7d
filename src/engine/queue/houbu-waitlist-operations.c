/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-queue.h"

#include "houbu-decisions.h"
#include "houbu-error.h"
#include "houbu-item-changes.h"
#include "houbu-item-records.h"
#include "houbu-limits.h"
#include "houbu-paging.h"
#include "houbu-tokens.h"

/* The entry as its candidate sees it after the change; the counters come from the lock. */
static HoubuRecord *
show_entry (HoubuChange *change, HoubuCall *call, HoubuEntryRow *row, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  const HoubuView view = { houbu_change_get_window (change), call->now, call->language };
  HoubuOfferingLock *lock = houbu_change_get_lock (change, row->offering, error);
  HoubuEntry *record = NULL;

  if (lock == NULL)
    return NULL;
  row->waiting = houbu_offering_lock_get_waiting (lock);
  record = houbu_item_record_entry (tx, row, &view, error);
  return record != NULL ? HOUBU_RECORD (record) : NULL;
}

static HoubuRecord *
load_and_show_entry (HoubuChange *change, HoubuCall *call, gint64 entry, GError **error)
{
  g_autoptr (HoubuEntryRow) row =
      houbu_store_entry_load (houbu_change_get_tx (change), entry, error);

  return row != NULL ? show_entry (change, call, row, error) : NULL;
}

static HoubuDecision
check_join (HoubuChange *change, gint64 offering, HoubuPerson *person)
{
  HoubuOfferingState state;

  houbu_offering_row_fill_state (houbu_change_get_offering (change, offering, NULL), &state);
  return houbu_rules_check_join (houbu_change_get_window (change), &state,
                                 houbu_person_get_state (person), houbu_change_get_now (change));
}

static HoubuRecord *
join_tail (
    HoubuChange *change, HoubuCall *call, gint64 offering, HoubuPerson *person, GError **error)
{
  const HoubuHolder holder = {
    .account = call->caller->account,
    .person = houbu_person_get_person (person),
    .registration = houbu_person_get_registration (person),
  };
  g_autofree char *id = houbu_item_id (call->now);
  g_autoptr (HoubuEntryRow) row = houbu_item_create_entry (change, id, &holder, offering, error);

  /* Nobody can be promoted by a join: with a free seat and a rule-abiding queue it is refused. */
  if (row == NULL || !houbu_change_finish (change, error))
    return NULL;
  return show_entry (change, call, row, error);
}

static HoubuRecord *
join (HoubuTx *tx, HoubuCall *call, GError **error)
{
  const char *id = houbu_waitlist_join_get_offering (HOUBU_WAITLIST_JOIN (call->request));
  g_autoptr (HoubuChange) change = houbu_change_begin (tx, call, error);
  g_autoptr (HoubuPerson) person = NULL;
  gint64 exam = 0;
  gint64 offering = 0;
  HoubuDecision decision;

  if (change == NULL)
    return NULL;
  exam = houbu_change_get_exam (change)->key;
  person = houbu_store_person_load_by_account (tx, exam, call->caller->account, error);
  if (person == NULL)
    return NULL;
  if (!houbu_store_offering_find_key (tx, exam, id, &offering, error) ||
      !houbu_change_settle_one (change, offering, person, error))
    return NULL;
  decision = check_join (change, offering, person);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return houbu_change_refuse (change, call, &decision, "offering", error);
  return join_tail (change, call, offering, person, error);
}

/* Other people's entries do not exist for the caller. */
static HoubuEntryRow *
load_own (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuEntryRow) row =
      houbu_store_entry_find (tx, houbu_call_get_path (call, "id"), error);

  if (row == NULL)
    return NULL;
  if (row->account != call->caller->account)
    {
      houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL, NULL);
      return NULL;
    }
  return g_steal_pointer (&row);
}

static HoubuCancelReason
read_reason (HoubuWaitlistCancellation *request)
{
  HoubuWaitlistCancelReason reason = houbu_waitlist_cancellation_get_reason (request);

  return houbu_cancel_reason_from_word (houbu_waitlist_cancel_reason_to_string (reason));
}

/* What belongs to an exam session that is over has become history. */
static gboolean
check_exam (HoubuChange *change, gint64 exam, GError **error)
{
  if (houbu_change_get_exam (change)->key == exam)
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL, NULL);
  return FALSE;
}

static HoubuRecord *
cancel_entry (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuWaitlistCancellation *request = HOUBU_WAITLIST_CANCELLATION (call->request);
  const char *note = houbu_waitlist_cancellation_get_note (request);
  HoubuCancelReason reason = read_reason (request);
  g_autoptr (HoubuEntryRow) found = load_own (tx, call, error);
  g_autoptr (HoubuChange) change = NULL;
  g_autoptr (HoubuPerson) person = NULL;
  g_autoptr (HoubuEntryRow) row = NULL;
  HoubuDecision decision;

  if (found == NULL)
    return NULL;
  change = houbu_change_begin (tx, call, error);
  if (change == NULL || !check_exam (change, found->exam, error))
    return NULL;
  person = houbu_store_person_load_by_registration (tx, found->registration, error);
  if (person == NULL || !houbu_change_settle_one (change, found->offering, person, error))
    return NULL;
  row = houbu_store_entry_load (tx, found->key, error);
  if (row == NULL)
    return NULL;
  decision = houbu_rules_check_cancel_entry (houbu_change_get_window (change), row->state, reason,
                                             note, call->now);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return houbu_change_refuse (change, call, &decision,
                                decision.refusal == HOUBU_REFUSAL_INVALID_FIELD ? "reason" : NULL,
                                error);
  if (!houbu_item_cancel_entry (change, row, reason, note, error) ||
      !houbu_change_finish (change, error))
    return NULL;
  return load_and_show_entry (change, call, row->key, error);
}

static gboolean
read_choice (HoubuCall *call, HoubuEntryChoice *choice, GError **error)
{
  const char *word = houbu_call_get_query (call, "state");

  *choice = g_strcmp0 (word, "completed") == 0 ? HOUBU_ENTRIES_COMPLETED : HOUBU_ENTRIES_WAITING;
  if (word == NULL || g_str_equal (word, "waiting") || g_str_equal (word, "completed"))
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_NOT_A_CHOICE, "field", "state",
                   NULL);
  return FALSE;
}

/* One who waits cannot have many places, and what has ended is bounded by patience: the pages are
 * cut here and not in the statement. */
static HoubuRecord *
make_page (HoubuTx *tx, GPtrArray *rows, gint64 after, const HoubuView *view, GError **error)
{
  g_autoptr (HoubuEntryList) list = houbu_entry_list_new ();
  gint64 end = MIN (after + HOUBU_LIMIT_PAGE_ITEMS, (gint64) rows->len);
  g_autofree char *next = NULL;

  for (gint64 i = after; i < end; i++)
    {
      g_autoptr (HoubuEntry) entry =
          houbu_item_record_entry (tx, g_ptr_array_index (rows, i), view, error);

      if (entry == NULL)
        return NULL;
      g_list_store_append (houbu_entry_list_get_items (list), entry);
    }
  if (end < (gint64) rows->len)
    next = g_strdup_printf ("%" G_GINT64_FORMAT, end);
  houbu_entry_list_set_next (list, next);
  return HOUBU_RECORD (g_steal_pointer (&list));
}

static HoubuRecord *
list_entries (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuExamRow) exam = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  HoubuEntryChoice choice = HOUBU_ENTRIES_WAITING;
  HoubuView view = { NULL, call->now, call->language };
  gint64 after = 0;

  if (!read_choice (call, &choice, error) || !houbu_paging_read_number (call, &after, error))
    return NULL;
  exam = houbu_store_exam_load_current (tx, error);
  if (exam == NULL)
    return NULL;
  view.window = &exam->window;
  rows = houbu_store_entry_list_of_account (tx, exam->key, call->caller->account, choice, error);
  return rows != NULL ? make_page (tx, rows, after, &view, error) : NULL;
}

const HoubuOperation houbu_operation_join = {
  .name = "join",
  .mode = HOUBU_OPERATION_WRITE,
  .journaled = TRUE,
  .run = join,
};

const HoubuOperation houbu_operation_cancel_entry = {
  .name = "cancel_entry",
  .mode = HOUBU_OPERATION_WRITE,
  .journaled = TRUE,
  .run = cancel_entry,
};

const HoubuOperation houbu_operation_list_entries = {
  .name = "list_entries",
  .mode = HOUBU_OPERATION_READ,
  .run = list_entries,
};
