/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-change.h"

G_BEGIN_DECLS

/*
 * The only places where an enrolment or an entry changes: the row, the counters of the offering
 * and exactly one journal row go together here.
 */

/* Who gets a seat or a place. */
typedef struct
{
  gint64 account; /* that registered */
  gint64 person;
  gint64 registration;
} HoubuHolder;

/* How an enrolment ends. */
typedef struct
{
  HoubuSeatState state;
  HoubuEndReason reason;
  HoubuCause cause;
  const char *actor;
  const char *words; /* (nullable): an operator's own, for the journal */
} HoubuSeatEnd;

/* How a seat goes on being held, or is held again. */
typedef struct
{
  HoubuSeatHold hold;
  HoubuCause cause;
  const char *actor;
} HoubuSeatMove;

gboolean houbu_item_move_enrolment (HoubuChange *change,
                                    const HoubuEnrolmentRow *row,
                                    const HoubuSeatMove *move,
                                    GError **error);
gboolean houbu_item_create_enrolment (HoubuChange *change,
                                      const char *id,
                                      const HoubuHolder *holder,
                                      gint64 offering,
                                      const char *obtained_by,
                                      gint64 *key,
                                      GError **error);
gboolean houbu_item_end_enrolment (HoubuChange *change,
                                   const HoubuEnrolmentRow *row,
                                   const HoubuSeatEnd *end,
                                   GError **error);
gboolean houbu_item_set_report_form (HoubuChange *change,
                                     const HoubuEnrolmentRow *row,
                                     const char *report_form,
                                     GError **error);

HoubuEntryRow *houbu_item_create_entry (HoubuChange *change,
                                        const char *id,
                                        const HoubuHolder *holder,
                                        gint64 offering,
                                        GError **error);
gboolean houbu_item_cancel_entry (HoubuChange *change,
                                  const HoubuEntryRow *row,
                                  HoubuCancelReason reason,
                                  const char *note,
                                  GError **error);
gboolean houbu_item_fail_entry (HoubuChange *change,
                                const HoubuEntryRow *row,
                                HoubuFailReason reason,
                                HoubuCause cause,
                                const char *actor,
                                GError **error);
gboolean houbu_item_promote_entry (HoubuChange *change, const HoubuEntryRow *row, GError **error);

G_END_DECLS
