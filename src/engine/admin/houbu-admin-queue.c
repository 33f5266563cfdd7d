/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-admin.h"

#include "houbu-limits.h"
#include "houbu-mask.h"
#include "houbu-operator-scope.h"
#include "houbu-paging.h"
#include "houbu-records.h"
#include "houbu-rules-promotion.h"
#include "houbu-store-enrolments.h"
#include "houbu-store-entries.h"
#include "houbu-store-exam.h"

/* The offering of the path and its exam session. */
typedef struct
{
  HoubuExamRow *exam;    /* (owned) */
  HoubuOfferingRow *row; /* (owned) */
} Subject;

static void
subject_clear (Subject *subject)
{
  g_clear_pointer (&subject->exam, houbu_exam_row_free);
  g_clear_pointer (&subject->row, houbu_offering_row_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Subject, subject_clear)

static gboolean
load_subject (HoubuTx *tx, HoubuCall *call, Subject *subject, GError **error)
{
  subject->exam = houbu_store_exam_load_current (tx, error);
  if (subject->exam == NULL)
    return FALSE;
  subject->row = houbu_store_offering_find (tx, subject->exam->key,
                                            houbu_call_get_path (call, "id"), call->now, error);
  return subject->row != NULL && houbu_operator_check_place (call, &subject->row->place, error);
}

static HoubuQueueEntry *
make_entry (const HoubuQueueRow *row, gint64 position)
{
  HoubuQueueEntry *record = houbu_queue_entry_new ();
  g_autofree char *name = houbu_mask_name (row->name);

  houbu_queue_entry_set_id (record, row->id);
  houbu_queue_entry_set_queue_number (record, row->queue_number);
  houbu_queue_entry_set_position (record, position);
  houbu_queue_entry_set_state (record, HOUBU_ENTRY_STATE_WAITING);
  houbu_queue_entry_set_joined_at (record, row->joined_at);
  houbu_queue_entry_set_name_masked (record, name);
  houbu_queue_entry_set_student_number (record, row->student_number);
  return record;
}

static HoubuRecord *
list_queue (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_auto (Subject) subject = { 0 };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (HoubuQueueEntryList) list = NULL;
  g_autofree char *next = NULL;
  gint64 after = 0;
  gint64 ahead = 0;

  if (!houbu_paging_read_number (call, &after, error) ||
      !load_subject (tx, call, &subject, error) ||
      !houbu_store_entry_count_ahead (tx, subject.row->key, after + 1, &ahead, error))
    return NULL;
  rows =
      houbu_store_entry_list_queue (tx, subject.row->key, after, HOUBU_LIMIT_PAGE_ITEMS + 1, error);
  if (rows == NULL)
    return NULL;

  list = houbu_queue_entry_list_new ();
  for (guint i = 0; i < MIN (rows->len, HOUBU_LIMIT_PAGE_ITEMS); i++)
    {
      const HoubuQueueRow *row = g_ptr_array_index (rows, i);
      g_autoptr (HoubuQueueEntry) entry = make_entry (row, ahead + i + 1);

      g_list_store_append (houbu_queue_entry_list_get_items (list), entry);
      if (i + 1 == HOUBU_LIMIT_PAGE_ITEMS && i + 1 < rows->len)
        next = g_strdup_printf ("%" G_GINT64_FORMAT, row->queue_number);
    }
  houbu_queue_entry_list_set_next (list, next);
  return HOUBU_RECORD (g_steal_pointer (&list));
}

static HoubuQueueExplanation *
make_explanation (const Subject *subject, HoubuCall *call)
{
  HoubuQueueExplanation *record = houbu_queue_explanation_new ();
  g_autofree char *id = houbu_offering_row_dup_id (subject->row);
  HoubuOfferingState state;
  HoubuHalt halt = HOUBU_HALT_NONE;

  houbu_offering_row_fill_state (subject->row, &state);
  halt = houbu_rules_check_promotion (&subject->exam->window, &state, call->now);
  houbu_queue_explanation_set_offering (record, id);
  houbu_queue_explanation_set_rule (record,
                                    houbu_queue_rule_from_string (houbu_halt_to_word (halt)));
  houbu_queue_explanation_set_sentence (record, houbu_halt_get_sentence (halt, call->language));
  houbu_queue_explanation_set_capacity (record, state.capacity);
  houbu_queue_explanation_set_seats_in_use (record, state.seats_in_use);
  houbu_queue_explanation_set_waiting (record, state.waiting);
  return record;
}

static HoubuRecord *
explain_queue (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_auto (Subject) subject = { 0 };
  g_autoptr (HoubuQueueExplanation) record = NULL;
  g_autoptr (HoubuEntryRow) head = NULL;
  GError *failure = NULL;
  gint64 deadline = HOUBU_NONE;

  if (!load_subject (tx, call, &subject, error) ||
      !houbu_store_enrolment_next_deadline (tx, subject.row->key, call->now, &deadline, error))
    return NULL;
  head = houbu_store_entry_find_head (tx, subject.row->key, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return NULL;
    }
  record = make_explanation (&subject, call);
  if (head != NULL)
    houbu_queue_explanation_set_head (record, head->queue_number);
  houbu_queue_explanation_set_next_deadline (record, deadline);
  return HOUBU_RECORD (g_steal_pointer (&record));
}

const HoubuOperation houbu_operation_list_queue = {
  .name = "list_queue",
  .mode = HOUBU_OPERATION_READ,
  .run = list_queue,
};

const HoubuOperation houbu_operation_explain_queue = {
  .name = "explain_queue",
  .mode = HOUBU_OPERATION_READ,
  .run = explain_queue,
};
