/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"

G_BEGIN_DECLS

/**
 * HoubuCrowdFindings:
 * @promoted: places of ours that became seats
 * @inversions: a later one served while an earlier one of the same queue still waited, or a seat
 *   taken directly while somebody waited
 * @grown: positions that were told larger than before
 * @oversold: seats of ours beyond the capacity, or a board that tells fewer than none
 *
 * What candidates can verify about the server; all but the first has to be 0.
 */
typedef struct
{
  guint promoted;
  guint inversions;
  guint grown;
  guint oversold;
} HoubuCrowdFindings;

/**
 * HoubuCrowdWitness:
 *
 * Puts together what all candidates saw and holds it against the promises of the queue. It goes by
 * the journal numbers of the events, and accuses nobody for what could also have been otherwise.
 */
typedef struct _HoubuCrowdWitness HoubuCrowdWitness;

HoubuCrowdWitness *houbu_crowd_witness_new (void);
void houbu_crowd_witness_free (HoubuCrowdWitness *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuCrowdWitness, houbu_crowd_witness_free)

void houbu_crowd_witness_saw_entry (HoubuCrowdWitness *self, HoubuEntry *entry, gint64 seq);
void houbu_crowd_witness_saw_seat (HoubuCrowdWitness *self,
                                   HoubuEnrolment *seat,
                                   gint64 seq,
                                   gint64 now);
void houbu_crowd_witness_saw_queue (HoubuCrowdWitness *self, HoubuQueueMoved *moved, gint64 seq);
void houbu_crowd_witness_saw_offering (HoubuCrowdWitness *self, HoubuOffering *offering);
void houbu_crowd_witness_saw_position (HoubuCrowdWitness *self, gint64 shown, gint64 told);
void houbu_crowd_witness_judge (HoubuCrowdWitness *self, HoubuCrowdFindings *findings);

G_END_DECLS
