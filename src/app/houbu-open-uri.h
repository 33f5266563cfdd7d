/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void houbu_open_uri_async (GtkWidget *parent,
                           const char *uri,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean houbu_open_uri_finish (GtkWidget *parent, GAsyncResult *result, GError **error);

G_END_DECLS
