/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"

#include "houbu-client-types.h"
#include "houbu-server-address.h"

G_BEGIN_DECLS

/**
 * HoubuConnection:
 *
 * The way to one server: sends a request, repeats it while that can help, renews the session when
 * the server asks for it, and turns every answer into a record or a `HOUBU_ERROR`.
 *
 * Properties: `server` (string, read only), `language` (string, "en" or "zh-CN"), `session`
 * (HoubuSession, nullable), `signed-in` (boolean, read only).
 *
 * Signal `session-lost`: the server refused the session and it could not be renewed; `session` is
 * NULL.
 */
#define HOUBU_TYPE_CONNECTION (houbu_connection_get_type ())
G_DECLARE_FINAL_TYPE (HoubuConnection, houbu_connection, HOUBU, CONNECTION, GObject)

HoubuConnection *houbu_connection_new (HoubuServerAddress *address);
HoubuConnection *houbu_connection_new_for_text (const char *server, GError **error);

const char *houbu_connection_get_server (HoubuConnection *self);
const char *houbu_connection_get_language (HoubuConnection *self);
void houbu_connection_set_language (HoubuConnection *self, const char *language);
HoubuSession *houbu_connection_get_session (HoubuConnection *self);
void houbu_connection_set_session (HoubuConnection *self, HoubuSession *session);
gboolean houbu_connection_get_signed_in (HoubuConnection *self);
void houbu_connection_set_patience (HoubuConnection *self, guint attempts, guint timeout_seconds);

void houbu_connection_send_async (HoubuConnection *self,
                                  const char *method,
                                  const char *path,
                                  HoubuRecord *body,
                                  GType reply_type,
                                  const char *idempotency_key,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
HoubuRecord *
houbu_connection_send_finish (HoubuConnection *self, GAsyncResult *result, GError **error);

void houbu_connection_upload_async (HoubuConnection *self,
                                    const char *path,
                                    GFile *file,
                                    const char *content_type,
                                    GType reply_type,
                                    const char *idempotency_key,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
HoubuRecord *
houbu_connection_upload_finish (HoubuConnection *self, GAsyncResult *result, GError **error);

void houbu_connection_download_async (HoubuConnection *self,
                                      const char *path,
                                      GOutputStream *sink,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
houbu_connection_download_finish (HoubuConnection *self, GAsyncResult *result, GError **error);

gboolean houbu_error_is_connection_trouble (const GError *error);

G_END_DECLS
