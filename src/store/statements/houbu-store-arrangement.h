/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-item-states.h"
#include "houbu-store-types.h"

G_BEGIN_DECLS

/**
 * HoubuArrangementRow:
 * @enrolment: key of the seat in the subject
 * @offering: key of its offering
 * @registration: key of its registration
 * @state: of the enrolment
 * @admission_ticket: (owned) (nullable): %NULL while it is not arranged, like all that follow
 * @room: (owned) (nullable): where the exam is sat
 * @seat: (owned) (nullable): on which chair
 * @ticket_printing: (owned) (nullable): `self` or `school`
 *
 * Where and with which ticket an exam is sat.
 */
typedef struct
{
  gint64 enrolment;
  gint64 offering;
  gint64 registration;
  HoubuSeatState state;
  char *admission_ticket;
  char *room;
  char *seat;
  char *ticket_printing;
} HoubuArrangementRow;

void houbu_arrangement_row_free (HoubuArrangementRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuArrangementRow, houbu_arrangement_row_free)

HoubuArrangementRow *houbu_store_arrangement_find (HoubuTx *tx,
                                                   gint64 exam,
                                                   GBytes *person_lookup,
                                                   const char *campus,
                                                   const char *subject,
                                                   GError **error);
HoubuArrangementRow *houbu_store_arrangement_load (HoubuTx *tx, gint64 enrolment, GError **error);
gboolean houbu_store_arrangement_find_ticket (
    HoubuTx *tx, gint64 exam, const char *ticket, gint64 *enrolment, GError **error);
gboolean houbu_store_arrangement_find_seat (HoubuTx *tx,
                                            gint64 offering,
                                            const char *room,
                                            const char *seat,
                                            gint64 *enrolment,
                                            GError **error);
gboolean houbu_store_arrangement_clear (HoubuTx *tx, gint64 enrolment, GError **error);
gboolean houbu_store_arrangement_set (HoubuTx *tx, const HoubuArrangementRow *row, GError **error);

G_END_DECLS
