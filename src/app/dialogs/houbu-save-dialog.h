/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void houbu_save_dialog_ask_async (GtkWidget *parent,
                                  const char *title,
                                  const char *name,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GFile *houbu_save_dialog_ask_finish (GAsyncResult *result);

G_END_DECLS
