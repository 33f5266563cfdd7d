/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest text of a time, with its end mark. */
#define HOUBU_TIME_SIZE 32

gboolean houbu_time_parse (const char *text, gint64 *time);
void houbu_time_print (gint64 time, char text[HOUBU_TIME_SIZE]);
char *houbu_time_to_string (gint64 time);

G_END_DECLS
