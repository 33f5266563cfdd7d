/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "houbu-records.h"

G_BEGIN_DECLS

GtkWidget *houbu_article_row_new (const char *title, const char *subtitle, const char *body);
GtkWidget *houbu_article_row_new_for_news (gpointer item, gpointer user_data);
GtkWidget *houbu_article_row_new_for_notice (gpointer item, gpointer user_data);
GtkWidget *houbu_article_row_new_for_timetable (gpointer item, gpointer user_data);

G_END_DECLS
