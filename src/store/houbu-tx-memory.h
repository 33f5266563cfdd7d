/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/*
 * What a writing transaction has read and need not read again for its later members: an exam
 * session, an offering's place. Nobody else can change it meanwhile; whoever writes such a row
 * calls houbu_tx_unlearn(). It ends with the transaction. Counters are never kept here: they are
 * the lock's.
 */
gpointer houbu_tx_recall (HoubuTx *self, const HoubuSql *sql, gint64 key);
gboolean houbu_tx_remember (
    HoubuTx *self, const HoubuSql *sql, gint64 key, gpointer value, GDestroyNotify destroy);
void houbu_tx_unlearn (HoubuTx *self);

G_END_DECLS
