/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-services.h"

G_BEGIN_DECLS

/**
 * HoubuWindow:
 *
 * The window: header bar, steps, banner, the stack of pages, toasts.
 *
 * Signal: `services-changed`: another server is used from now on, or none.
 */
#define HOUBU_TYPE_WINDOW (houbu_window_get_type ())
G_DECLARE_FINAL_TYPE (HoubuWindow, houbu_window, HOUBU, WINDOW, AdwApplicationWindow)

HoubuWindow *houbu_window_new (GtkApplication *application, GSettings *settings, HoubuLab *lab);
void houbu_window_begin (HoubuWindow *self, const char *server);
void houbu_window_show_page (HoubuWindow *self, const char *name, GObject *what);
void houbu_window_set_services (HoubuWindow *self, HoubuServices *services);
HoubuServices *houbu_window_get_services (HoubuWindow *self);
GSettings *houbu_window_get_settings (HoubuWindow *self);
void houbu_window_resume (HoubuWindow *self, HoubuServices *services);
void houbu_window_want_page (HoubuWindow *self, const char *name);
HoubuLab *houbu_window_get_lab (HoubuWindow *self);
gboolean houbu_window_is_leaving (HoubuWindow *self);

G_END_DECLS
