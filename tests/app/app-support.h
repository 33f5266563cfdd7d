/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

void app_support_init (int *argc, char ***argv);
HoubuServices *app_support_services (void);
void app_support_settle (void);
GtkWidget *app_support_window (GtkWidget *child, int width, int height);

typedef void (*AppVisitFunc) (GtkWidget *widget, gpointer user_data);
void app_support_visit (GtkWidget *root, AppVisitFunc visit, gpointer user_data);

G_END_DECLS
