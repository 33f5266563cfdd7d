/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "houbu-candidate.h"

G_BEGIN_DECLS

/**
 * HoubuEnrolmentRow:
 *
 * One enrolment: subject and campus, state, deadline with a countdown, fee, form of the score
 * report, how it was obtained.
 *
 * Signals, each with the enrolment: `cancel`: the candidate wants to give the seat up;
 * `report-form`: to choose the form of its score report; `calendar`: to have its deadline as a
 * calendar file; `ticket-print`, `ticket-save`: to have its admission ticket.
 */
#define HOUBU_TYPE_ENROLMENT_ROW (houbu_enrolment_row_get_type ())
G_DECLARE_FINAL_TYPE (
    HoubuEnrolmentRow, houbu_enrolment_row, HOUBU, ENROLMENT_ROW, AdwPreferencesRow)

GtkWidget *houbu_enrolment_row_new (HoubuCandidate *candidate, HoubuEnrolment *enrolment);

G_END_DECLS
