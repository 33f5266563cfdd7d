/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "houbu-item-reasons.h"
#include "houbu-rules-types.h"

G_BEGIN_DECLS

/**
 * HoubuAction:
 *
 * What a candidate can do with a row of the board.
 */
typedef enum
{
  HOUBU_ACTION_NONE,
  HOUBU_ACTION_ENROL,
  HOUBU_ACTION_JOIN,
  HOUBU_ACTION_WAITING,
  HOUBU_ACTION_ENROLLED,
} HoubuAction;

/**
 * HoubuBoardAction:
 * @action: what can be done, or what the candidate has there already
 * @decision: why nothing can be done; with the id of the candidate's own item where there is one
 */
typedef struct
{
  HoubuAction action;
  HoubuDecision decision;
} HoubuBoardAction;

/* Taking a seat or a place in a queue. */
HoubuDecision houbu_rules_check_enrol (const HoubuExamWindow *window,
                                       const HoubuOfferingState *offering,
                                       const HoubuPersonState *person,
                                       gint64 now);
HoubuDecision houbu_rules_check_join (const HoubuExamWindow *window,
                                      const HoubuOfferingState *offering,
                                      const HoubuPersonState *person,
                                      gint64 now);
HoubuBoardAction houbu_rules_offering_action (const HoubuExamWindow *window,
                                              const HoubuOfferingState *offering,
                                              const HoubuPersonState *person,
                                              gint64 now);
gboolean houbu_rules_campus_allowed (const HoubuExamWindow *window,
                                     const HoubuOfferingState *offering,
                                     const HoubuPersonState *person);
const char *houbu_action_to_word (HoubuAction action);

/* Giving it up. */
HoubuDecision houbu_rules_check_cancel_enrolment (const HoubuExamWindow *window,
                                                  const HoubuPersonState *person,
                                                  const HoubuItem *enrolment,
                                                  gint64 now);
HoubuDecision houbu_rules_check_cancel_entry (const HoubuExamWindow *window,
                                              HoubuWaitState state,
                                              HoubuCancelReason reason,
                                              const char *note,
                                              gint64 now);
gboolean houbu_rules_falls_with (const HoubuItem *item, const HoubuSubjectInfo *lost);

/* Registrations. */
HoubuDecision houbu_rules_check_register (const HoubuExamWindow *window,
                                          const HoubuPersonState *person,
                                          const char *own_registration,
                                          const char *other_registration,
                                          gint64 now);
HoubuDecision houbu_rules_check_delete_registration (const HoubuExamWindow *window,
                                                     const HoubuPersonState *person,
                                                     gint64 now);
gboolean houbu_rules_registration_empty_expired (gint64 empty_since, gint64 now);

/* What is chosen beside a seat. */
HoubuDecision houbu_rules_check_report_form (const HoubuExamWindow *window,
                                             const HoubuItem *enrolment,
                                             gint64 closes_at,
                                             gint64 now);

/* Operators and money. */
HoubuDecision
houbu_rules_check_capacity (const HoubuOfferingState *offering, gint64 capacity, gboolean force);
HoubuDecision houbu_rules_check_lock (const HoubuExamWindow *window,
                                      const HoubuItem *enrolment,
                                      gint64 lock_until,
                                      gint64 now);
HoubuDecision houbu_rules_check_pay (const HoubuExamWindow *window,
                                     const HoubuPersonState *person,
                                     const HoubuItem *enrolment,
                                     gboolean has_report_form,
                                     gint64 now);

G_END_DECLS
