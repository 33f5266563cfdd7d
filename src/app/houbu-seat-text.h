/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"

G_BEGIN_DECLS

char *houbu_seat_text_state (HoubuEnrolment *enrolment);
char *houbu_seat_text_lock (HoubuEnrolment *enrolment);

G_END_DECLS
