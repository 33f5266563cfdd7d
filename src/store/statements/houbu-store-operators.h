/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/**
 * HoubuOperatorRow:
 * @key: in the store
 * @role: `national`, `province` or `school`
 * @scope: (nullable): code of the province or school
 * @expires_at: end of the session, when found by a token
 */
typedef struct
{
  gint64 key;
  char *name;          /* (owned) */
  char *role;          /* (owned) */
  char *scope;         /* (owned) (nullable) */
  char *password_hash; /* (owned) */
  gint64 expires_at;
} HoubuOperatorRow;

void houbu_operator_row_free (HoubuOperatorRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuOperatorRow, houbu_operator_row_free)

HoubuOperatorRow *houbu_store_operator_by_name (HoubuTx *tx, const char *name, GError **error);
HoubuOperatorRow *houbu_store_operator_by_token (HoubuTx *tx, const guint8 *hash, GError **error);
gboolean
houbu_store_operator_add (HoubuTx *tx, const HoubuOperatorRow *row, gint64 now, GError **error);
gboolean houbu_store_operator_session_add (HoubuTx *tx,
                                           const guint8 *hash,
                                           gint64 operator_key,
                                           gint64 now,
                                           gint64 expires_at,
                                           GError **error);
gboolean houbu_store_operator_session_end (HoubuTx *tx, const guint8 *hash, GError **error);

G_END_DECLS
