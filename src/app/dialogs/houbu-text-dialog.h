/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-services.h"

G_BEGIN_DECLS

/**
 * HoubuTextDialog:
 *
 * Shows one of the texts that the server has for candidates, such as the waitlist guide, or one of
 * the app's own.
 */
#define HOUBU_TYPE_TEXT_DIALOG (houbu_text_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HoubuTextDialog, houbu_text_dialog, HOUBU, TEXT_DIALOG, AdwWindow)

void houbu_text_dialog_show (GtkWidget *parent, HoubuServices *services, HoubuPageKind kind);
void houbu_text_dialog_show_text (GtkWidget *parent, const char *title, const char *text);

G_END_DECLS
