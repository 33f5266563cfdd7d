/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"

G_BEGIN_DECLS

char *houbu_seat_text_state (HoubuEnrolment *enrolment);
char *houbu_seat_text_lock (HoubuEnrolment *enrolment);
char *houbu_seat_text_deadline (HoubuEnrolment *enrolment, gint64 now);
char *houbu_seat_text_name (const char *format, HoubuSubject *subject);

G_END_DECLS
