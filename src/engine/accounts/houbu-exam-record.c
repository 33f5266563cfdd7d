/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-exam-record.h"

#include "houbu-operations-accounts.h"

/**
 * houbu_news_record_new:
 * @row: some news
 *
 * Returns: (transfer full): the news as everyone may see it
 */
HoubuNewsItem *
houbu_news_record_new (const HoubuNewsRow *row)
{
  HoubuNewsItem *record = houbu_news_item_new ();

  houbu_news_item_set_id (record, row->id);
  houbu_news_item_set_language (record, row->language);
  houbu_news_item_set_title (record, row->title);
  houbu_news_item_set_body (record, row->body);
  houbu_news_item_set_published_at (record, row->published_at);
  return record;
}

static gboolean
add_news (
    HoubuTx *tx, const HoubuExamRow *row, const char *language, GListStore *items, GError **error)
{
  g_autoptr (GPtrArray) rows = houbu_store_news_list (tx, row->key, language, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (HoubuNewsItem) item = houbu_news_record_new (g_ptr_array_index (rows, i));

      g_list_store_append (items, item);
    }
  return TRUE;
}

static gboolean
add_timetable (
    HoubuTx *tx, const HoubuExamRow *row, const char *language, GListStore *items, GError **error)
{
  g_autoptr (GPtrArray) rows = houbu_store_timetable_list (tx, row->key, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const HoubuTimetableRow *line = g_ptr_array_index (rows, i);
      const HoubuSubjectInfo *subject = houbu_subject_info_find (line->subject);
      g_autoptr (HoubuTimetableItem) item = houbu_timetable_item_new ();

      houbu_timetable_item_set_title (item, houbu_subject_info_get_name (subject, language));
      houbu_timetable_item_set_starts_at (item, line->starts_at);
      houbu_timetable_item_set_ends_at (item, line->ends_at);
      houbu_timetable_item_set_subject_code (item, line->subject);
      g_list_store_append (items, item);
    }
  return TRUE;
}

/**
 * houbu_exam_record_load:
 * @tx: a transaction
 * @row: the exam session
 * @now: clock reading
 * @language: of its texts
 * @error: return location
 *
 * Returns: (transfer full): what everyone may see of it, or %NULL
 */
HoubuExam *
houbu_exam_record_load (
    HoubuTx *tx, const HoubuExamRow *row, gint64 now, const char *language, GError **error)
{
  const HoubuExamWindow *window = &row->window;
  g_autoptr (HoubuExam) record = houbu_exam_new ();

  G_STATIC_ASSERT (HOUBU_NONE == HOUBU_UNSET);
  houbu_exam_set_id (record, row->id);
  houbu_exam_set_name (record, row->name);
  houbu_exam_set_registration_opens_at (record, window->registration_opens_at);
  houbu_exam_set_registration_closes_at (record, window->registration_closes_at);
  houbu_exam_set_payment_closes_at (record, window->payment_closes_at);
  houbu_exam_set_waitlist_closes_at (record, window->waitlist_closes_at);
  houbu_exam_set_hold_seconds (record, window->hold_us / G_TIME_SPAN_SECOND);
  houbu_exam_set_min_pay_window_seconds (record, window->min_pay_window_us / G_TIME_SPAN_SECOND);
  houbu_exam_set_grace_seconds (record, window->grace_us / G_TIME_SPAN_SECOND);
  houbu_exam_set_oral_scope (
      record, houbu_exam_oral_scope_from_string (houbu_oral_scope_to_word (window->oral_scope)));
  houbu_exam_set_rehearsal (record, row->rehearsal);
  houbu_exam_set_report_form_closes_at (record, row->report_form_closes_at);
  houbu_exam_set_agreement_version (record, row->agreement_version);
  houbu_exam_set_server_time (record, now);
  if (!add_news (tx, row, language, houbu_exam_get_news (record), error) ||
      !add_timetable (tx, row, language, houbu_exam_get_timetable (record), error))
    return NULL;
  return g_steal_pointer (&record);
}

static HoubuRecord *
get_exam (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuExamRow) row = houbu_store_exam_load_current (tx, error);

  if (row == NULL)
    return NULL;
  return (HoubuRecord *) houbu_exam_record_load (tx, row, call->now, call->language, error);
}

const HoubuOperation houbu_operation_get_exam = {
  .name = "get_exam",
  .mode = HOUBU_OPERATION_READ,
  .run = get_exam,
};
