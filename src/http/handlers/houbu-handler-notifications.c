/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-handlers.h"

#include "houbu-http-exchange.h"
#include "houbu-operations-payments.h"

/* The two words that a provider understands. It tells again what was not a success. */
#define WORD_SUCCESS "success"
#define WORD_FAIL "fail"

static void
on_notified (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HoubuHttpRequest) request = data;
  HoubuExchange *exchange = houbu_http_request_get_data (request);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  gboolean taken = houbu_engine_notify_finish (HOUBU_ENGINE (source), result, &error);

  if (error != NULL)
    {
      houbu_exchange_fail (exchange, error);
      return;
    }
  body = taken ? g_bytes_new_static (WORD_SUCCESS, sizeof WORD_SUCCESS - 1)
               : g_bytes_new_static (WORD_FAIL, sizeof WORD_FAIL - 1);
  houbu_exchange_answer (
      exchange, houbu_http_reply_new (exchange->route->status, "text/plain; charset=utf-8", body));
}

/* The signature is over the bytes as they came, so nothing is decoded here. */
static void
on_complete (HoubuExchange *exchange)
{
  g_autoptr (GBytes) body = houbu_http_request_get_body (exchange->request);

  houbu_engine_notify_async (houbu_http_service_get_engine (exchange->service),
                             houbu_call_get_path (exchange->call, "provider"), body, on_notified,
                             houbu_http_request_ref (exchange->request));
}

const HoubuRouteHandler houbu_handler_notifications = { NULL, on_complete };
