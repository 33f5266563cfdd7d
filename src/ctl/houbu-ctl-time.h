/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean houbu_ctl_time_parse (const char *text, gint64 *time);
char *houbu_ctl_time_to_string (gint64 time);

G_END_DECLS
