/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-handlers.h"

#include "houbu-config.h"
#include "houbu-http-exchange.h"
#include "houbu-lab-networks.h"
#include "houbu-records.h"

/* 503 while the store cannot commit: then nothing that matters can be done. */
static void
on_complete (HoubuExchange *exchange)
{
  gboolean healthy = houbu_engine_is_healthy (houbu_http_service_get_engine (exchange->service));
  g_autoptr (HoubuHealth) health = houbu_health_new ();
  g_autoptr (GBytes) body = NULL;

  houbu_health_set_status (health, healthy ? HOUBU_HEALTH_STATUS_OK : HOUBU_HEALTH_STATUS_FAILING);
  houbu_health_set_version (health, HOUBU_VERSION);
  houbu_health_set_store (health, "sqlite");
  houbu_health_set_shared_computer (
      health,
      houbu_lab_networks_hold (houbu_http_service_get_options (exchange->service)->lab_networks,
                               houbu_http_request_get_address (exchange->request)));
  body = houbu_record_to_bytes (HOUBU_RECORD (health));
  houbu_exchange_answer (exchange,
                         houbu_http_reply_new (healthy ? 200 : 503, "application/json", body));
}

const HoubuRouteHandler houbu_handler_health = { NULL, on_complete };
