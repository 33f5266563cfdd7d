/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-candidate.h"

#include "houbu-flow.h"

G_BEGIN_DECLS

/**
 * HoubuJourney:
 *
 * How far the candidate has come, kept up to date.
 *
 * Signal: `changed ()`.
 */
#define HOUBU_TYPE_JOURNEY (houbu_journey_get_type ())
G_DECLARE_FINAL_TYPE (HoubuJourney, houbu_journey, HOUBU, JOURNEY, GObject)

HoubuJourney *houbu_journey_new (HoubuCandidate *candidate);
HoubuProgress houbu_journey_get_progress (HoubuJourney *self);
void houbu_journey_learn_agreement (HoubuJourney *self, HoubuAgreement *agreement);

G_END_DECLS
