/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/* Verification codes on their way; one a target, the newest. */

/**
 * HoubuCodeRow:
 * @code_hash: keyed hash of the code
 * @expires_at: its end
 */
typedef struct
{
  GBytes *code_hash; /* (owned) */
  gint64 expires_at;
} HoubuCodeRow;

void houbu_code_row_free (HoubuCodeRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuCodeRow, houbu_code_row_free)

gboolean
houbu_store_code_set (HoubuTx *tx, GBytes *target, const HoubuCodeRow *row, GError **error);
HoubuCodeRow *houbu_store_code_find (HoubuTx *tx, GBytes *target, GError **error);
gboolean houbu_store_code_remove (HoubuTx *tx, GBytes *target, GError **error);

G_END_DECLS
