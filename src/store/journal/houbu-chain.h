/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-journal.h"

G_BEGIN_DECLS

#define HOUBU_CHAIN_BYTES 32

void houbu_chain_hash (const HoubuJournalEvent *event,
                       const char *type,
                       const guint8 *before,
                       guint8 hash[HOUBU_CHAIN_BYTES]);

G_END_DECLS
