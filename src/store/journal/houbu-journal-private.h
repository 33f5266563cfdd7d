/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-chain.h"
#include "houbu-journal.h"

G_BEGIN_DECLS

/* Fills texts that stay the row's own; for those who walk the whole journal. */
void houbu_journal_event_peek (HoubuJournalEvent *event, HoubuStatement *row);

extern const HoubuSql houbu_journal_select;

G_END_DECLS
