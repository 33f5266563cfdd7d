/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-window.h"

G_BEGIN_DECLS

void houbu_promotion_dialog_show (HoubuWindow *window,
                                  HoubuCandidate *candidate,
                                  HoubuEntry *entry,
                                  HoubuEnrolment *enrolment);

G_END_DECLS
