/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-service.h"

G_BEGIN_DECLS

/* HOUBU_SERVICE_ONCE: the server does it once per idempotency key. */
typedef enum
{
  HOUBU_SERVICE_PLAIN,
  HOUBU_SERVICE_ONCE,
} HoubuServiceMode;

void houbu_service_call_async (gpointer service,
                               HoubuServiceMode mode,
                               const char *method,
                               const char *path,
                               gpointer body,
                               GType reply_type,
                               HoubuIntention *intention,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gpointer houbu_service_call_finish (gpointer service, GAsyncResult *result, GError **error);
gboolean houbu_service_done_finish (gpointer service, GAsyncResult *result, GError **error);

void houbu_service_list_async (gpointer service,
                               const char *path,
                               GType list_type,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GListModel *houbu_service_list_finish (gpointer service, GAsyncResult *result, GError **error);
char *houbu_service_path (const char *prefix, const char *segment, const char *suffix);
char *houbu_service_query (const char *path, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
