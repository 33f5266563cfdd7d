/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-import-offering-change.h"

#include "houbu-journal-data.h"
#include "houbu-journal.h"

/* All but the capacity, which is the lock's: where a setting stands in a row of the store. */
static const struct
{
  const char *name;
  gsize in_settings;
  gsize in_row;
} fields[] = {
  { "fee_fen", G_STRUCT_OFFSET (HoubuOfferingSettings, fee_fen),
    G_STRUCT_OFFSET (HoubuOfferingRow, fee_fen) },
  { "exam_starts_at", G_STRUCT_OFFSET (HoubuOfferingSettings, exam_starts_at),
    G_STRUCT_OFFSET (HoubuOfferingRow, exam_starts_at) },
  { "exam_ends_at", G_STRUCT_OFFSET (HoubuOfferingSettings, exam_ends_at),
    G_STRUCT_OFFSET (HoubuOfferingRow, exam_ends_at) },
  { "registration_opens_at", G_STRUCT_OFFSET (HoubuOfferingSettings, opens_at),
    G_STRUCT_OFFSET (HoubuOfferingRow, opens_at) },
  { "registration_closes_at", G_STRUCT_OFFSET (HoubuOfferingSettings, closes_at),
    G_STRUCT_OFFSET (HoubuOfferingRow, closes_at) },
};

#define SETTING(settings, i) G_STRUCT_MEMBER (gint64, settings, fields[i].in_settings)
#define IN_ROW(row, i) G_STRUCT_MEMBER (gint64, row, fields[i].in_row)

/**
 * houbu_offering_settings_differ:
 * @settings: what a file says
 * @row: what the store says
 *
 * Returns: whether they differ
 */
gboolean
houbu_offering_settings_differ (const HoubuOfferingSettings *settings, const HoubuOfferingRow *row)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (SETTING (settings, i) != IN_ROW (row, i))
      return TRUE;
  return settings->capacity != row->capacity;
}

static gboolean
append_row (HoubuChange *change,
            gint64 offering,
            HoubuJournalType type,
            HoubuJournalData *data,
            GError **error)
{
  HoubuJournalRow row = {
    .at = houbu_change_get_now (change),
    .type = type,
    .actor = houbu_change_get_actor (change),
    .request = houbu_change_get_request (change),
    .exam = houbu_change_get_exam (change)->key,
    .lock = houbu_change_get_lock (change, offering, error),
    .data = houbu_journal_data_get_text (data),
  };

  if (row.lock == NULL)
    return FALSE;
  houbu_change_mark_written (change);
  return houbu_journal_append (houbu_change_get_tx (change), &row, error);
}

/**
 * houbu_offering_settings_add:
 * @change: a change
 * @campus: code of the campus
 * @subject: the subject
 * @settings: what a file says
 * @error: what a statement failed with
 *
 * Adds an offering, with its row in the journal.
 *
 * Returns: its key, or 0 on error
 */
gint64
houbu_offering_settings_add (HoubuChange *change,
                             const char *campus,
                             const HoubuSubjectInfo *subject,
                             const HoubuOfferingSettings *settings,
                             GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  gint64 key = houbu_store_import_add_offering (tx, houbu_change_get_exam (change)->key, campus,
                                                subject->code, error);
  HoubuOfferingRow *row = NULL;

  if (key == 0)
    return 0;
  row = houbu_change_get_offering (change, key, error);
  if (row == NULL)
    return 0;
  houbu_offering_lock_set_capacity (houbu_change_get_lock (change, key, NULL), settings->capacity);
  houbu_journal_data_add_int64 (data, "capacity", settings->capacity);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      IN_ROW (row, i) = SETTING (settings, i);
      houbu_journal_data_add_int64_or_null (data, fields[i].name, SETTING (settings, i),
                                            HOUBU_NONE);
    }
  houbu_journal_data_add_int64 (data, "withdrawn", 0);
  if (!houbu_store_offering_update (tx, row, error) ||
      !append_row (change, key, HOUBU_JOURNAL_OFFERING_ADDED, data, error))
    return 0;
  return key;
}

static void
add_change (HoubuJournalData *data, const char *name, gint64 value, gint64 before)
{
  g_autofree char *before_name = g_strconcat (name, "_before", NULL);

  houbu_journal_data_add_int64_or_null (data, name, value, HOUBU_NONE);
  houbu_journal_data_add_int64_or_null (data, before_name, before, HOUBU_NONE);
}

/**
 * houbu_offering_settings_apply:
 * @change: a change that has settled the offering
 * @offering: key of the offering
 * @settings: what a file says; the capacity is not below the seats in use
 * @error: what a statement failed with
 *
 * Writes what differs, with its row in the journal, and has the queue looked at.
 *
 * Returns: whether it is written
 */
gboolean
houbu_offering_settings_apply (HoubuChange *change,
                               gint64 offering,
                               const HoubuOfferingSettings *settings,
                               GError **error)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  HoubuOfferingRow *row = houbu_change_get_offering (change, offering, error);

  if (row == NULL)
    return FALSE;
  if (!houbu_offering_settings_differ (settings, row))
    return TRUE;
  if (settings->capacity != row->capacity)
    {
      add_change (data, "capacity", settings->capacity, row->capacity);
      houbu_offering_lock_set_capacity (houbu_change_get_lock (change, offering, NULL),
                                        settings->capacity);
    }
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (SETTING (settings, i) != IN_ROW (row, i))
      {
        add_change (data, fields[i].name, SETTING (settings, i), IN_ROW (row, i));
        IN_ROW (row, i) = SETTING (settings, i);
      }
  if (!houbu_store_offering_update (houbu_change_get_tx (change), row, error) ||
      !append_row (change, offering, HOUBU_JOURNAL_OFFERING_CHANGED, data, error))
    return FALSE;
  houbu_change_mark_freed (change, offering);
  return TRUE;
}
