/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-handlers.h"

#include "houbu-contract.h"
#include "houbu-http-exchange.h"

static void
on_complete (HoubuExchange *exchange)
{
  g_autoptr (GBytes) body = houbu_contract_bytes ();
  HoubuHttpReply *reply = houbu_http_reply_new (200, "application/yaml", body);

  houbu_exchange_answer (exchange, houbu_exchange_make_conditional (exchange, reply));
}

const HoubuRouteHandler houbu_handler_contract = { NULL, on_complete };
