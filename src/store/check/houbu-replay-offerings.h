/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-chain.h"
#include "houbu-check-private.h"

G_BEGIN_DECLS

/**
 * HoubuReplayedOffering:
 *
 * An offering as the journal tells of it, row by row. Whoever waits is a number in a list that only
 * grows at its end, so the head is found and passed in constant time.
 */
typedef struct
{
  gint64 key;
  gint64 exam;
  gint64 chain_number;
  guint8 chain_hash[HOUBU_CHAIN_BYTES];
  gint64 capacity;
  gint64 fee_fen; /* 0 when unset */
  gboolean withdrawn;
  gint64 seats;
  gint64 waiting;
  gint64 last_number;
  GArray *numbers; /* (owned) (element-type gint64): negative once they left */
  guint head;
} HoubuReplayedOffering;

HoubuReplayedOffering *houbu_replayed_offering_new (gint64 key);
void houbu_replayed_offering_free (HoubuReplayedOffering *self);

void houbu_replayed_offering_apply (HoubuReplayedOffering *self,
                                    HoubuCheck *check,
                                    const HoubuJournalEvent *event,
                                    gint64 waitlist_closes_at);

G_END_DECLS
