/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *houbu_finished_row_new (gpointer item, gpointer user_data);

G_END_DECLS
