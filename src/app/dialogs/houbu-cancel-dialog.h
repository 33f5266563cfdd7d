/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "houbu-services.h"

G_BEGIN_DECLS

void houbu_cancel_dialog_ask_async (GtkWidget *parent,
                                    HoubuServices *services,
                                    HoubuWait *wait,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean houbu_cancel_dialog_ask_finish (GAsyncResult *result,
                                         HoubuWaitlistCancelReason *reason,
                                         char **note);

G_END_DECLS
