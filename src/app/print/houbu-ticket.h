/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-candidate.h"
#include "houbu-sheet.h"

G_BEGIN_DECLS

gboolean houbu_ticket_can_print (HoubuEnrolment *enrolment);
HoubuSheet *houbu_ticket_new (HoubuCandidate *candidate, HoubuEnrolment *enrolment);
char *houbu_ticket_dup_name (HoubuEnrolment *enrolment);

G_END_DECLS
