/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-candidate.h"

G_BEGIN_DECLS

/**
 * HoubuStep:
 *
 * The steps of registering, in the manual's order.
 */
typedef enum
{
  HOUBU_STEP_SIGN_IN,
  HOUBU_STEP_AGREEMENT,
  HOUBU_STEP_QUALIFICATION,
  HOUBU_STEP_WRITTEN,
  HOUBU_STEP_ORAL,
  HOUBU_STEP_DONE,
} HoubuStep;

#define HOUBU_N_STEPS 6
#define HOUBU_NO_STEP -1

/**
 * HoubuProgress:
 * @signed_in: somebody is signed in
 * @agreed: the agreement in force was accepted
 * @status: how far the registration is
 * @written: a written seat is held
 * @oral: an oral seat is held
 * @opens_oral: a written seat is held that an oral subject goes with
 * @pay_kind: the kind of subjects that paying goes on with, or %HOUBU_SUBJECT_KIND_UNSET
 * @paying: an order is open for them
 *
 * How far a candidate has come: a plain value, so that what follows from it can be tested.
 */
typedef struct
{
  gboolean signed_in;
  gboolean agreed;
  HoubuRegistrationStatus status;
  gboolean written;
  gboolean oral;
  gboolean opens_oral;
  HoubuSubjectKind pay_kind;
  gboolean paying;
} HoubuProgress;

HoubuProgress houbu_flow_read_progress (HoubuCandidate *candidate, gboolean agreed);
gboolean houbu_flow_step_is_done (const HoubuProgress *progress, HoubuStep step);
int houbu_flow_current_step (const HoubuProgress *progress, int step_of_page);
const char *houbu_flow_step_name (HoubuStep step);
const char *houbu_flow_step_page (const HoubuProgress *progress, HoubuStep step);
const char *houbu_flow_next_page (const HoubuProgress *progress);
const char *houbu_flow_next_label (const HoubuProgress *progress);

G_END_DECLS
