/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-call.h"
#include "houbu-journal-data.h"
#include "houbu-journal.h"

G_BEGIN_DECLS

/**
 * HoubuAdminAct:
 * @type: what happened
 * @exam: key of the exam session, or 0
 * @item: key of what was changed, or 0
 * @from_state: (nullable): before
 * @to_state: (nullable): after
 *
 * What an operator did to something that is no seat and no queue.
 */
typedef struct
{
  HoubuJournalType type;
  gint64 exam;
  gint64 item;
  const char *from_state;
  const char *to_state;
} HoubuAdminAct;

gboolean houbu_admin_journal (
    HoubuTx *tx, HoubuCall *call, const HoubuAdminAct *act, HoubuJournalData *data, GError **error);

void houbu_admin_journal_add_scope (HoubuJournalData *data, HoubuCall *call);

/* One value with what it was before; nothing when it is the same. */
void houbu_admin_journal_add_text (HoubuJournalData *data,
                                   const char *name,
                                   const char *value,
                                   const char *before);
void houbu_admin_journal_add_digest (HoubuJournalData *data,
                                     const char *name,
                                     const char *text,
                                     const char *before);

G_END_DECLS
