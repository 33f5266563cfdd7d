/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

HoubuStatement *houbu_tx_statement (HoubuTx *self, const HoubuSql *sql);
HoubuOfferingLock *houbu_tx_lock_offering (HoubuTx *self, gint64 offering, GError **error);
gboolean houbu_tx_flush (HoubuTx *self, GError **error);
gint64 houbu_tx_last_key (HoubuTx *self);
gint64 houbu_tx_changed_rows (HoubuTx *self);
gboolean houbu_tx_is_writing (HoubuTx *self);
void houbu_tx_declare_journaled (HoubuTx *self);

G_END_DECLS
