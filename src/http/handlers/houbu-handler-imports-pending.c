/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-handlers.h"

#include "houbu-error.h"
#include "houbu-http-exchange.h"

static void
on_complete (HoubuExchange *exchange)
{
  g_autoptr (GError) error = NULL;

  houbu_error_set (&error, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_NONE, NULL);
  houbu_exchange_fail (exchange, error);
}

const HoubuRouteHandler houbu_handler_imports = { NULL, on_complete };
