/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-connection.h"

G_BEGIN_DECLS

/* Runs the main context until @condition holds; fails the test after ten seconds. */
#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 wait_until_end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;                         \
    while (!(condition) && g_get_monotonic_time () < wait_until_end)                               \
      {                                                                                            \
        g_main_context_iteration (NULL, FALSE);                                                    \
        g_usleep (500);                                                                            \
      }                                                                                            \
    g_assert_true (condition);                                                                     \
  }                                                                                                \
  G_STMT_END

void keep_result_cb (GObject *source, GAsyncResult *result, gpointer user_data);
HoubuRecord *send_and_wait (HoubuConnection *connection,
                            const char *method,
                            const char *path,
                            gpointer body,
                            GType reply_type,
                            const char *key,
                            GError **error);
void settle (guint milliseconds);

G_END_DECLS
