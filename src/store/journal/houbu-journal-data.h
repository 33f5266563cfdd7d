/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HoubuJournalData:
 *
 * Writes the `data` of a journal row: a flat JSON object of integers, texts and nulls, keys in the
 * order of the calls.
 */
typedef struct _HoubuJournalData HoubuJournalData;

HoubuJournalData *houbu_journal_data_new (void);
void houbu_journal_data_free (HoubuJournalData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuJournalData, houbu_journal_data_free)

void houbu_journal_data_add_int64 (HoubuJournalData *self, const char *key, gint64 value);
void houbu_journal_data_add_int64_or_null (HoubuJournalData *self,
                                           const char *key,
                                           gint64 value,
                                           gint64 absent);
void houbu_journal_data_add_text (HoubuJournalData *self, const char *key, const char *value);
void houbu_journal_data_add_null (HoubuJournalData *self, const char *key);
const char *houbu_journal_data_get_text (HoubuJournalData *self);

/**
 * HoubuJournalValue:
 *
 * What a key of a row's data holds.
 */
typedef enum
{
  HOUBU_JOURNAL_VALUE_ABSENT,
  HOUBU_JOURNAL_VALUE_NULL,
  HOUBU_JOURNAL_VALUE_INT64,
  HOUBU_JOURNAL_VALUE_TEXT,
} HoubuJournalValue;

HoubuJournalValue
houbu_journal_data_lookup (const char *data, const char *key, gint64 *number, char **text);

G_END_DECLS
