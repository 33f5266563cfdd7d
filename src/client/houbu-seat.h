/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"

G_BEGIN_DECLS

gboolean houbu_seat_is_held (HoubuEnrolment *enrolment);
gboolean houbu_seat_is_oral (HoubuEnrolment *enrolment);
gboolean houbu_seat_opens_oral (HoubuEnrolment *enrolment);
gboolean houbu_seat_can_choose_report_form (HoubuEnrolment *enrolment, HoubuExam *exam, gint64 now);

G_END_DECLS
