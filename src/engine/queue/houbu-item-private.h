/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-item-changes.h"
#include "houbu-journal.h"

G_BEGIN_DECLS

/* What the changes of items have in common. */
gboolean houbu_item_refuse_transition (const char *from, const char *to, GError **error);
HoubuJournalRow houbu_item_journal_row (HoubuChange *change,
                                        HoubuJournalType type,
                                        HoubuOfferingLock *lock,
                                        gint64 item);

G_END_DECLS
