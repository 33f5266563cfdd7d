/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-handlers.h"

#include "houbu-http-exchange.h"
#include "houbu-http-metrics.h"

#include <string.h>

static void
on_complete (HoubuExchange *exchange)
{
  HoubuHttpMetrics *metrics = houbu_http_service_get_metrics (exchange->service);
  char *text = houbu_http_metrics_print (metrics, exchange->service);
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));

  houbu_exchange_answer (exchange, houbu_http_reply_new (200, "text/plain; version=0.0.4", body));
}

const HoubuRouteHandler houbu_handler_metrics = { NULL, on_complete };
