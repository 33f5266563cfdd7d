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
GtkWidget *app_support_find_now (GtkWidget *root, const char *text);
GtkWidget *app_support_find_shown (GtkWidget *root, const char *text);

HoubuEnrolment *app_support_seat (const char *id, HoubuSubjectKind kind, HoubuEnrolmentState state);
HoubuPayment *app_support_order (const char *id, const char *seat, HoubuPaymentState state);
gboolean app_support_says_unpaid (const char *text);

G_END_DECLS
