/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-server-address.h"

G_BEGIN_DECLS

gboolean houbu_crowd_browser_may_open (HoubuServerAddress *server, const char *url);
void houbu_crowd_browser_pay_async (const char *url,
                                    const char *method,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean houbu_crowd_browser_pay_finish (GAsyncResult *result, GError **error);

G_END_DECLS
