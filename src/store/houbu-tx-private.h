/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-driver.h"
#include "houbu-tx.h"

G_BEGIN_DECLS

/*
 * A HoubuTx is one connection and the transaction that is open on it, if any. It belongs to one
 * thread. The writer runs several store functions (members) inside one transaction.
 */

HoubuTx *houbu_tx_new (const HoubuDriver *driver,
                       const char *location,
                       HoubuDriverMode mode,
                       GError **error);
void houbu_tx_free (HoubuTx *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuTx, houbu_tx_free)

gboolean houbu_tx_begin (HoubuTx *self, GError **error);
gboolean houbu_tx_commit (HoubuTx *self, GError **error);
void houbu_tx_rollback (HoubuTx *self);
void houbu_tx_start_member (HoubuTx *self);
gboolean houbu_tx_member_has_written (HoubuTx *self);
gint64 houbu_tx_get_last_seq (HoubuTx *self);
gboolean
houbu_tx_check_file (HoubuTx *self, HoubuDriverReport report, gpointer data, GError **error);
const HoubuSql *houbu_tx_get_issued_seq (HoubuTx *self);

/* For houbu-tx-memory.c. */
GHashTable *houbu_tx_memory_new (void);
GHashTable *houbu_tx_get_memory (HoubuTx *self);

/* For statements, locks and the journal. */
void houbu_tx_set_failure (HoubuTx *self, const GError *error);
gboolean houbu_tx_fail_if_failed (HoubuTx *self, GError **error);
void houbu_tx_mark_written (HoubuTx *self);
void houbu_tx_note_change (HoubuTx *self);
void houbu_tx_list_active (HoubuTx *self, HoubuStatement *statement);
void houbu_tx_set_last_key (HoubuTx *self, gint64 key);
void houbu_tx_set_last_seq (HoubuTx *self, gint64 seq);

G_END_DECLS
