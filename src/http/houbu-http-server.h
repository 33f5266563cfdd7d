/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-types.h"

G_BEGIN_DECLS

void houbu_http_limits_init (HoubuHttpLimits *limits);

HoubuHttpServer *houbu_http_server_new (const HoubuHttpLimits *limits,
                                        const HoubuHttpHandler *handler,
                                        gpointer data,
                                        GError **error);

void houbu_http_server_listen (HoubuHttpServer *self, int listen_fd, const char *address_header);
void houbu_http_server_stop_listening (HoubuHttpServer *self);
void houbu_http_server_drain_async (HoubuHttpServer *self,
                                    guint seconds,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean houbu_http_server_drain_finish (HoubuHttpServer *self, GAsyncResult *result);

HoubuHttpCounters houbu_http_server_get_counters (HoubuHttpServer *self);

G_END_DECLS
