/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * HoubuInputWatch:
 *
 * Knows how long nobody has touched the program: no key, pointer or touch in any of its windows.
 */
#define HOUBU_TYPE_INPUT_WATCH (houbu_input_watch_get_type ())
G_DECLARE_FINAL_TYPE (HoubuInputWatch, houbu_input_watch, HOUBU, INPUT_WATCH, GObject)

HoubuInputWatch *houbu_input_watch_new (void);
void houbu_input_watch_touch (HoubuInputWatch *self);
gint64 houbu_input_watch_get_idle (HoubuInputWatch *self);

G_END_DECLS
