/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a transaction changes, as HoubuFreshness wants to know it: for the writer and for whoever
 * writes rows that the journal is about. */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

void houbu_tx_touch (HoubuTx *self, HoubuTopic topic);
const HoubuTouched *houbu_tx_get_touched (HoubuTx *self);
gboolean houbu_tx_has_changed_rows (HoubuTx *self);

G_END_DECLS
