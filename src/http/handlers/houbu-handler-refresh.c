/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-handlers.h"

#include "houbu-http-exchange.h"
#include "houbu-operations-accounts.h"
#include "houbu-records.h"

/* The refresh token comes in the body and is to the engine what a bearer token is. */
static void
on_complete (HoubuExchange *exchange)
{
  HoubuRefreshRequest *request = HOUBU_REFRESH_REQUEST (exchange->call->request);

  exchange->call->bearer = g_strdup (houbu_refresh_request_get_refresh_token (request));
  houbu_exchange_run (exchange, &houbu_operation_refresh_session);
}

const HoubuRouteHandler houbu_handler_refresh = { NULL, on_complete };
