/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/* What a page does with a candidate's seats: each asks first, tells the server, and shows on the
 * page what came of it. */
void houbu_seat_actions_give_up (HoubuPage *page, HoubuEnrolment *enrolment);
void houbu_seat_actions_choose_report_forms (HoubuPage *page);
void houbu_seat_actions_print_ticket (HoubuPage *page, HoubuEnrolment *enrolment);
void houbu_seat_actions_save_ticket (HoubuPage *page, HoubuEnrolment *enrolment);
void houbu_seat_actions_save_calendar (HoubuPage *page, HoubuEnrolment *enrolment);

G_END_DECLS
