/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"

G_BEGIN_DECLS

char *houbu_calendar_export (HoubuEnrolment *enrolment, gint64 now);
char *houbu_calendar_dup_name (HoubuEnrolment *enrolment);

G_END_DECLS
