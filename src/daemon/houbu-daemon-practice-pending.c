/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-daemon-practice.h"

void
houbu_daemon_practice_fill_async (HoubuEngine *engine,
                                  guint hold_seconds,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (engine, NULL, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           "the practice data is not built in");
}

gboolean
houbu_daemon_practice_fill_finish (HoubuEngine *engine, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
