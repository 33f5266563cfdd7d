/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine.h"

G_BEGIN_DECLS

void houbu_daemon_practice_fill_async (HoubuEngine *engine,
                                       guint hold_seconds,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean
houbu_daemon_practice_fill_finish (HoubuEngine *engine, GAsyncResult *result, GError **error);

G_END_DECLS
