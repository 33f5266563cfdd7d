/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "houbu-record.h"

G_BEGIN_DECLS

void houbu_answer_read_async (GInputStream *stream,
                              gsize most_bytes,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GBytes *houbu_answer_read_finish (GInputStream *stream, GAsyncResult *result, GError **error);

HoubuRecord *
houbu_answer_decode (SoupMessage *message, GBytes *body, GType reply_type, GError **error);
gint64 houbu_answer_get_retry_after (SoupMessage *message);
GError *houbu_answer_error_from_transport (const GError *foreign);
GError *houbu_answer_error_of_message (SoupMessage *message, const GError *foreign);

G_END_DECLS
