/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-recall.h"

#include "houbu-http-kept.h"
#include "houbu-http-language.h"
#include "houbu-http-log.h"
#include "houbu-http-metrics.h"
#include "houbu-http-request.h"

#include <string.h>

static gboolean
names_tag (HoubuHttpRequest *request, const char *tag)
{
  const char *known = houbu_http_request_get_known (request, HOUBU_HEADER_IF_NONE_MATCH);

  gsize length = strlen (tag);

  if (known == NULL)
    return FALSE;
  /* It alone, as a rule. */
  return (*known == '"' && strncmp (known + 1, tag, length) == 0) || strstr (known, tag) != NULL;
}

static void
answer (HoubuHttpService *service,
        HoubuHttpRequest *request,
        const HoubuRoute *route,
        HoubuCaller *caller,
        const HoubuHttpKeptAnswer *kept,
        gint64 monotonic)
{
  HoubuHttpReady *ready = names_tag (request, kept->tag) ? kept->unchanged : kept->whole;
  guint status = houbu_http_ready_get_status (ready);

  houbu_http_metrics_count (houbu_http_service_get_metrics (service), route, status,
                            monotonic - houbu_http_request_get_started (request));
  houbu_http_log_request (service, request, route, caller, status);
  houbu_http_request_reply_ready (request, ready);
}

/**
 * houbu_http_recall:
 * @service: the service
 * @request: a request whose head is complete and which has no body
 *
 * Answers with what is kept, if the store would give it once more. Whoever is not known, has used
 * up a rate or asks for something else takes the long way, which checks the same and more.
 *
 * Returns: whether it was answered
 */
gboolean
houbu_http_recall (HoubuHttpService *service, HoubuHttpRequest *request)
{
  HoubuEngine *engine = houbu_http_service_get_engine (service);
  const char *target = houbu_http_request_get_raw_target (request);
  const HoubuRoute *route =
      houbu_routes_find_kept (houbu_http_request_get_method (request), target);
  const char *token = route != NULL ? houbu_http_request_get_bearer (request) : NULL;
  const HoubuHttpKeptAnswer *kept;
  HoubuMoment moment;
  HoubuCaller *caller;
  const char *language;

  if (token == NULL)
    return FALSE;
  houbu_engine_look (engine, &moment);
  caller = houbu_engine_recognize (engine, token, &moment);
  if (caller == NULL || caller->kind != HOUBU_CALLER_CANDIDATE)
    return FALSE;
  language = houbu_http_language_choose (
      houbu_http_request_get_known (request, HOUBU_HEADER_ACCEPT_LANGUAGE));
  kept = houbu_http_kept_find (houbu_http_service_get_kept (service), caller, language, target,
                               engine, &moment);
  if (kept == NULL ||
      !houbu_engine_admit_at (engine, caller, houbu_http_request_get_address (request), moment.now,
                              NULL))
    return FALSE;
  answer (service, request, route, caller, kept, moment.monotonic);
  return TRUE;
}

static void
add_headers (HoubuHttpReply *reply, const char *tag)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", tag);

  houbu_http_reply_add_header (reply, "ETag", quoted);
  houbu_http_reply_add_header (reply, "Cache-Control", "private, no-cache");
  houbu_http_reply_add_header (reply, "Vary", "Accept-Language");
}

/**
 * houbu_http_keep:
 * @exchange: an exchange of a candidate whose operation has said what its answer rests on
 * @reply: (transfer full): the answer
 *
 * Keeps an answer for the next time.
 *
 * Returns: (transfer full): what to answer now
 */
HoubuHttpReply *
houbu_http_keep (HoubuExchange *exchange, HoubuHttpReply *reply)
{
  HoubuBasis *basis = exchange->call->basis;
  HoubuHttpReply *unchanged = houbu_http_reply_new (304, NULL, NULL);
  gboolean known = names_tag (exchange->request, basis->tag);

  add_headers (reply, basis->tag);
  add_headers (unchanged, basis->tag);
  houbu_http_kept_put (houbu_http_service_get_kept (exchange->service),
                       exchange->call->caller->account, exchange->language,
                       houbu_http_request_get_raw_target (exchange->request), basis, reply,
                       unchanged);
  houbu_http_reply_free (known ? reply : unchanged);
  return known ? unchanged : reply;
}
