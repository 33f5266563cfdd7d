/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-journal-data.h"
#include "houbu-store-captures.h"
#include "houbu-store-payments.h"

G_BEGIN_DECLS

/* Who stands in the journal for what a provider said. */
#define HOUBU_ACTOR_PROVIDER_PREFIX "provider:"

/**
 * HoubuLedgerNote:
 * @at: the clock reading
 * @actor: who
 * @request: (nullable): the request that asked for it
 *
 * What the journal says of a change of an order beside the change itself.
 */
typedef struct
{
  gint64 at;
  const char *actor;
  const char *request;
} HoubuLedgerNote;

gboolean
houbu_ledger_open (HoubuTx *tx, HoubuPaymentRow *row, const HoubuLedgerNote *note, GError **error);
gboolean houbu_ledger_change (HoubuTx *tx,
                              HoubuPaymentRow *row,
                              HoubuOrderState state,
                              HoubuJournalData *data,
                              const HoubuLedgerNote *note,
                              GError **error);
gboolean houbu_ledger_return (HoubuTx *tx,
                              HoubuPaymentRow *row,
                              gint64 capture,
                              gint64 enrolment,
                              gint64 amount_fen,
                              gint64 now,
                              GError **error);
gint64 houbu_ledger_next_ask (const HoubuPaymentRow *row, gint64 grace_us, gint64 now);
gint64 houbu_ledger_back_off (gint64 attempts);

G_END_DECLS
