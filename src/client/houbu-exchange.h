/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-connection.h"

G_BEGIN_DECLS

/* One request and its answer, however many attempts that takes. */
typedef struct _HoubuExchange HoubuExchange;

HoubuExchange *houbu_exchange_new (const char *method,
                                   const char *path,
                                   GType reply_type,
                                   const char *idempotency_key);
void houbu_exchange_take_body (HoubuExchange *exchange, GBytes *body);
void houbu_exchange_set_file (HoubuExchange *exchange, GFile *file, const char *content_type);
void houbu_exchange_set_sink (HoubuExchange *exchange, GOutputStream *sink);
void houbu_exchange_set_anonymous (HoubuExchange *exchange);
void houbu_exchange_free (HoubuExchange *exchange);

void houbu_exchange_run_async (HoubuExchange *exchange,
                               HoubuConnection *connection,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
HoubuRecord *
houbu_exchange_run_finish (HoubuConnection *connection, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuExchange, houbu_exchange_free)

G_END_DECLS
