/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void houbu_password_dialog_ask_async (GtkWidget *parent,
                                      const char *heading,
                                      const char *body,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
char *houbu_password_dialog_ask_finish (GAsyncResult *result);

G_END_DECLS
