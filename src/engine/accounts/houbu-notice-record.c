/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-notice-record.h"

#include "houbu-limits.h"

/**
 * houbu_notice_record_new:
 * @row: a notice
 *
 * Returns: (transfer full): the notice as candidates and operators see it
 */
HoubuNotice *
houbu_notice_record_new (const HoubuNoticeRow *row)
{
  HoubuNotice *record = houbu_notice_new ();
  const char *place = row->school != NULL ? row->school : row->province;

  houbu_notice_set_id (record, row->id);
  houbu_notice_set_audience (record, row->school != NULL     ? HOUBU_NOTICE_AUDIENCE_SCHOOL
                                     : row->province != NULL ? HOUBU_NOTICE_AUDIENCE_PROVINCE
                                                             : HOUBU_NOTICE_AUDIENCE_EVERYONE);
  if (place != NULL)
    {
      g_autofree char *issuer = g_strdup_printf ("(%s) %s", place, row->issuer);

      houbu_notice_set_place (record, place);
      houbu_notice_set_issuer (record, issuer);
    }
  houbu_notice_set_title (record, row->title);
  houbu_notice_set_body (record, row->body);
  houbu_notice_set_published_at (record, row->published_at);
  houbu_notice_set_removed_at (record, row->removed_at);
  return record;
}

/**
 * houbu_notice_records_add:
 * @tx: a transaction
 * @exam: key of the exam session
 * @school: (nullable): code of the reader's school
 * @province: (nullable): code of its province
 * @items: (element-type HoubuNotice): where to append them, newest first
 * @error: return location
 *
 * Returns: whether they could be read
 */
gboolean
houbu_notice_records_add (HoubuTx *tx,
                          gint64 exam,
                          const char *school,
                          const char *province,
                          GListStore *items,
                          GError **error)
{
  g_autoptr (GPtrArray) rows =
      houbu_store_notice_list_shown (tx, exam, school, province, HOUBU_LIMIT_PAGE_ITEMS, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (HoubuNotice) record = houbu_notice_record_new (g_ptr_array_index (rows, i));

      g_list_store_append (items, record);
    }
  return TRUE;
}
