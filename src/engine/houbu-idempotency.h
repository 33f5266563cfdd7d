/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-operation.h"

G_BEGIN_DECLS

gboolean houbu_idempotency_check_key (HoubuCall *call, GError **error);
gboolean houbu_idempotency_find (
    HoubuTx *tx, HoubuCall *call, const char *operation, GBytes **answer, GError **error);
gboolean houbu_idempotency_keep (
    HoubuTx *tx, HoubuCall *call, const char *operation, GBytes *answer, GError **error);

G_END_DECLS
