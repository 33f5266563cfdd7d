/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void houbu_crowd_work_async (const char *challenge,
                             guint difficulty,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
char *houbu_crowd_work_finish (GAsyncResult *result, GError **error);

G_END_DECLS
