/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client-support.h"

/* user_data is a GAsyncResult** that is NULL until the call has ended. */
void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

HoubuRecord *
send_and_wait (HoubuConnection *connection,
               const char *method,
               const char *path,
               gpointer body,
               GType reply_type,
               const char *key,
               GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  houbu_connection_send_async (connection, method, path, body, reply_type, key, NULL,
                               keep_result_cb, &result);
  wait_until (result != NULL);
  return houbu_connection_send_finish (connection, result, error);
}

/* Lets whatever is under way go on for a while. */
void
settle (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + (gint64) milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}
