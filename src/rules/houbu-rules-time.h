/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "houbu-rules-types.h"

G_BEGIN_DECLS

gint64 houbu_rules_deadline (const HoubuExamWindow *window, gint64 now);
gint64 houbu_rules_item_deadline (const HoubuExamWindow *window, const HoubuItem *item, gint64 now);
gint64 houbu_rules_deadline_after_lock (const HoubuExamWindow *window, gint64 lock_until);
HoubuSeatState houbu_rules_effective_seat_state (HoubuSeatState state, gint64 deadline, gint64 now);
HoubuSeatState
houbu_rules_item_state (const HoubuExamWindow *window, const HoubuItem *item, gint64 now);
gboolean
houbu_rules_item_is_live (const HoubuExamWindow *window, const HoubuItem *item, gint64 now);
gboolean houbu_rules_is_registration_open (const HoubuExamWindow *window,
                                           const HoubuOfferingState *offering,
                                           gint64 now);
gboolean houbu_rules_is_waitlist_closed (const HoubuExamWindow *window, gint64 now);
gboolean houbu_rules_check_window (const HoubuExamWindow *window);

G_END_DECLS
