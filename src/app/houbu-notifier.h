/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "houbu-services.h"

G_BEGIN_DECLS

/**
 * HoubuNotifier:
 *
 * Tells on the desktop what happens to a candidate: a seat, a deadline, a payment, a wait or a seat
 * that ended. It keeps following the candidate when the last window has closed.
 *
 * Each notification opens its page, and is withdrawn when it no longer says how things stand.
 * None names a person; where others use the computer too (lab mode), none names a subject either.
 */
#define HOUBU_TYPE_NOTIFIER (houbu_notifier_get_type ())
G_DECLARE_FINAL_TYPE (HoubuNotifier, houbu_notifier, HOUBU, NOTIFIER, GObject)

HoubuNotifier *houbu_notifier_new (GtkApplication *application, GSettings *settings, HoubuLab *lab);
void houbu_notifier_set_services (HoubuNotifier *self, HoubuServices *services);
HoubuServices *houbu_notifier_get_services (HoubuNotifier *self);
gboolean houbu_notifier_can_watch (HoubuNotifier *self);
void houbu_notifier_tell_watching (HoubuNotifier *self, gboolean watching);

G_END_DECLS
