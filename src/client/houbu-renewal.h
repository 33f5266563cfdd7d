/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-connection.h"

G_BEGIN_DECLS

void houbu_renewal_run_async (HoubuConnection *connection,
                              const char *refused_token,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean
houbu_renewal_run_finish (HoubuConnection *connection, GAsyncResult *result, GError **error);

G_END_DECLS
