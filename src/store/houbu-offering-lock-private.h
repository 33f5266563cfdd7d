/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-offering-lock.h"

G_BEGIN_DECLS

HoubuOfferingLock *
houbu_offering_lock_load (HoubuTx *tx, const HoubuSql *sql, gint64 offering, GError **error);
void houbu_offering_lock_free (HoubuOfferingLock *self);
gint64 *houbu_offering_lock_key (HoubuOfferingLock *self);
gboolean houbu_offering_lock_flush (HoubuOfferingLock *self, GError **error);

/* The chain of the journal: the hash so far, and its next link. */
gint64 houbu_offering_lock_get_chain_number (HoubuOfferingLock *self);
const guint8 *houbu_offering_lock_get_chain_hash (HoubuOfferingLock *self);
void houbu_offering_lock_set_chain (HoubuOfferingLock *self, gint64 number, const guint8 *hash);

G_END_DECLS
