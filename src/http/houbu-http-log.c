/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "houbu-http"

#include "houbu-http-log.h"

#include "houbu-call.h"

/* Who it was, by the opaque id that the journal uses too. */
static char *
get_actor (const HoubuCaller *caller)
{
  return caller != NULL && caller->kind != HOUBU_CALLER_NONE ? houbu_caller_dup_actor (caller)
                                                             : g_strdup ("none");
}

/**
 * houbu_http_log_request:
 * @service: the service
 * @request: a request that is about to be answered
 * @route: (nullable): its route
 * @caller: (nullable): who asks
 * @status: of the answer
 *
 * Logs one request: the route's pattern instead of the target, the account's id instead of its
 * name, no address, no header, no body; so a log holds no personal data and no token.
 */
void
houbu_http_log_request (HoubuHttpService *service,
                        HoubuHttpRequest *request,
                        const HoubuRoute *route,
                        const HoubuCaller *caller,
                        guint status)
{
  gint64 taken;
  gboolean wanted = houbu_http_service_get_options (service)->log_requests;
  g_autofree char *actor = NULL, *number = NULL, *time = NULL;

  if (!wanted && status < 500)
    return;
  taken = g_get_monotonic_time () - houbu_http_request_get_started (request);
  actor = get_actor (caller);
  number = g_strdup_printf ("%u", status);
  time = g_strdup_printf ("%.1f", (double) taken / 1000);
  g_log_structured (G_LOG_DOMAIN, status >= 500 ? G_LOG_LEVEL_WARNING : G_LOG_LEVEL_INFO,
                    "HOUBU_METHOD", houbu_http_request_get_method (request), "HOUBU_ROUTE",
                    route != NULL ? route->path : "none", "HOUBU_STATUS", number, "HOUBU_MS", time,
                    "HOUBU_ACTOR", actor, "MESSAGE", "request");
}
