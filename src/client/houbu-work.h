/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HoubuWork:
 *
 * The answer to a `work` captcha, looked for in a thread of its own.
 */
#define HOUBU_TYPE_WORK (houbu_work_get_type ())
G_DECLARE_FINAL_TYPE (HoubuWork, houbu_work, HOUBU, WORK, GObject)

HoubuWork *houbu_work_new (const char *challenge, guint difficulty);

double houbu_work_get_progress (HoubuWork *self);

void houbu_work_run_async (HoubuWork *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
char *houbu_work_run_finish (HoubuWork *self, GAsyncResult *result, GError **error);

G_END_DECLS
