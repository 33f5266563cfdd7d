/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void houbu_rich_text_fill (GtkBox *box, const char *text);
GtkWidget *houbu_rich_text_paragraph (const char *text, const char *css_class);

G_END_DECLS
