/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void houbu_spoken_set (GtkWidget *widget, const char *text);
void houbu_spoken_set_button_label (GtkButton *button, const char *label);
void houbu_spoken_mark (GtkWidget *field, gboolean wrong);
void houbu_spoken_explain (GtkWidget *field, const char *why);
void houbu_spoken_tidy (GtkWidget *root);
void houbu_spoken_add_toast (AdwToastOverlay *overlay, AdwToast *toast);
char *houbu_spoken_strip_mnemonic (const char *label);

G_END_DECLS
