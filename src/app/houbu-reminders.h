/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "houbu-records.h"

G_BEGIN_DECLS

/**
 * HoubuReminders:
 *
 * When a candidate is to be reminded of unpaid seats: once 6 hours before a deadline and once 1
 * hour before it. It reads no clock: whoever asks brings the time, the server's.
 */
typedef struct _HoubuReminders HoubuReminders;

HoubuReminders *houbu_reminders_new (void);
void houbu_reminders_free (HoubuReminders *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuReminders, houbu_reminders_free)

GPtrArray *houbu_reminders_take_due (HoubuReminders *self, GListModel *enrolments, gint64 now);

G_END_DECLS
