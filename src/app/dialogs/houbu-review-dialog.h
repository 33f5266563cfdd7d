/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void houbu_review_dialog_ask_async (GtkWidget *parent,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char *houbu_review_dialog_ask_finish (GAsyncResult *result);

G_END_DECLS
