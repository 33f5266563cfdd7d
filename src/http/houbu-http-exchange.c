/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-exchange.h"

#include "houbu-error.h"
#include "houbu-http-language.h"
#include "houbu-http-log.h"
#include "houbu-http-metrics.h"
#include "houbu-http-problem.h"
#include "houbu-http-recall.h"
#include "houbu-limits.h"
#include "houbu-records.h"

#include <string.h>

static void
exchange_free (gpointer data)
{
  HoubuExchange *self = data;

  if (self->free_state != NULL && self->state != NULL)
    self->free_state (self->state);
  houbu_call_unref (self->call);
  g_free (self);
}

static HoubuExchange *
exchange_new (HoubuHttpService *service, HoubuHttpRequest *request)
{
  HoubuExchange *self = g_new0 (HoubuExchange, 1);

  self->service = service;
  self->request = request;
  self->call = houbu_call_new ();
  self->language = houbu_http_language_choose (
      houbu_http_request_get_known (request, HOUBU_HEADER_ACCEPT_LANGUAGE));
  houbu_call_set_language (self->call, self->language);
  self->call->address = g_strdup (houbu_http_request_get_address (request));
  houbu_http_request_set_data (request, self, exchange_free);
  return self;
}

static void
refuse (HoubuExchange *self, HoubuErrorCode code, HoubuProblem problem, const char *field)
{
  g_autoptr (GError) error = NULL;

  houbu_error_set (&error, code, problem, field != NULL ? "field" : NULL, field, NULL);
  houbu_exchange_fail (self, error);
}

/* 404 or, for a path that has other methods, 405 with them. */
static void
refuse_unmatched (HoubuExchange *self, const char *allow)
{
  g_autoptr (GError) error = NULL;
  HoubuHttpReply *reply;

  houbu_error_set (&error, allow != NULL ? HOUBU_ERROR_METHOD_NOT_ALLOWED : HOUBU_ERROR_NOT_FOUND,
                   HOUBU_PROBLEM_NONE, NULL);
  reply = houbu_http_problem_new (error, self->language);
  if (allow != NULL)
    houbu_http_reply_add_header (reply, "Allow", allow);
  houbu_exchange_answer (self, reply);
}

static gboolean
match_route (HoubuExchange *self)
{
  const HoubuHttpTarget *target = houbu_http_request_get_target (self->request);
  g_auto (HoubuRouteMatch) match =
      houbu_routes_match (houbu_http_request_get_method (self->request), target);
  GHashTableIter iter;
  gpointer name, value;

  self->route = match.route;
  if (match.route == NULL)
    {
      refuse_unmatched (self, match.allow);
      return FALSE;
    }
  if (match.parameters == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, match.parameters);
  while (g_hash_table_iter_next (&iter, &name, &value))
    houbu_call_set_path (self->call, name, value);
  return TRUE;
}

static gboolean
take_query (HoubuExchange *self)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, houbu_http_request_get_target (self->request)->query);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      if (!houbu_route_knows_parameter (self->route, name))
        {
          refuse (self, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_UNKNOWN_FIELD, name);
          return FALSE;
        }
      houbu_call_set_query (self->call, name, value);
    }
  return TRUE;
}

static gboolean
is_key (const char *key)
{
  gsize length = strlen (key);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (key[i]))
      return FALSE;
  return length > 0 && length <= HOUBU_LIMIT_IDEMPOTENCY_KEY_CHARACTERS;
}

static gboolean
take_key (HoubuExchange *self)
{
  const char *key = houbu_http_request_get_known (self->request, HOUBU_HEADER_IDEMPOTENCY_KEY);

  self->call->needs_key = (self->route->flags & HOUBU_ROUTE_KEY) != 0;
  if (!self->call->needs_key)
    return TRUE;
  if (key == NULL || !is_key (key))
    {
      refuse (self, HOUBU_ERROR_INVALID_FIELD,
              key == NULL ? HOUBU_PROBLEM_KEY_MISSING : HOUBU_PROBLEM_BAD_FORMAT,
              "Idempotency-Key");
      return FALSE;
    }
  self->call->idempotency_key = g_strdup (key);
  return TRUE;
}

/* The type, without regard to parameters: the text is UTF-8 whatever they say. */
static gboolean
is_of_type (const char *header, const char *type)
{
  gsize length = strlen (type);

  return header != NULL && g_ascii_strncasecmp (header, type, length) == 0 &&
         (header[length] == '\0' || header[length] == ';' || header[length] == ' ');
}

/* What the body of a route is to be; %NULL for none. */
static const char *
get_wanted_type (const HoubuRoute *route)
{
  if ((route->flags & HOUBU_ROUTE_CSV) != 0)
    return "text/csv";
  if ((route->flags & HOUBU_ROUTE_FORM) != 0)
    return "application/x-www-form-urlencoded";
  return route->request != NULL ? "application/json" : NULL;
}

static gboolean
check_body (HoubuExchange *self)
{
  const char *type = houbu_http_request_get_known (self->request, HOUBU_HEADER_CONTENT_TYPE);
  gboolean csv = (self->route->flags & HOUBU_ROUTE_CSV) != 0;
  const char *wanted = get_wanted_type (self->route);

  if (wanted == NULL)
    houbu_http_request_set_body_limit (self->request, 0);
  else
    houbu_http_request_set_body_limit (self->request,
                                       csv ? HOUBU_LIMIT_CSV_BYTES : HOUBU_LIMIT_BODY_BYTES);
  if (wanted != NULL && houbu_http_request_has_body (self->request) && !is_of_type (type, wanted))
    {
      refuse (self, HOUBU_ERROR_UNSUPPORTED_MEDIA_TYPE, HOUBU_PROBLEM_NONE, NULL);
      return FALSE;
    }
  if (houbu_http_request_is_too_large (self->request))
    {
      refuse (self, HOUBU_ERROR_BODY_TOO_LARGE, HOUBU_PROBLEM_NONE, NULL);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_origin (HoubuExchange *self)
{
  if ((self->route->flags & HOUBU_ROUTE_NO_ORIGIN) == 0 ||
      houbu_http_request_get_known (self->request, HOUBU_HEADER_ORIGIN) == NULL)
    return TRUE;
  refuse (self, HOUBU_ERROR_FORBIDDEN, HOUBU_PROBLEM_NONE, NULL);
  return FALSE;
}

/* Whether a known caller may use the route. Scopes of operators are the engine's to check. */
static gboolean
is_allowed (HoubuExchange *self, const HoubuCaller *caller)
{
  switch (self->route->who)
    {
    case HOUBU_WHO_CANDIDATE:
      return caller->kind == HOUBU_CALLER_CANDIDATE;
    case HOUBU_WHO_OPERATOR:
      return caller->kind == HOUBU_CALLER_OPERATOR;
    case HOUBU_WHO_NATIONAL:
      return caller->kind == HOUBU_CALLER_OPERATOR && caller->role == HOUBU_ROLE_NATIONAL;
    case HOUBU_WHO_NOBODY:
    case HOUBU_WHO_ANYONE:
    case HOUBU_WHO_MONITOR:
    default:
      return FALSE;
    }
}

static gboolean
admit (HoubuExchange *self)
{
  g_autoptr (GError) error = NULL;

  if ((self->route->flags & HOUBU_ROUTE_UNLIMITED) != 0 ||
      houbu_engine_admit (houbu_http_service_get_engine (self->service), self->call->caller,
                          self->call->address, &error))
    return TRUE;
  houbu_exchange_fail (self, error);
  return FALSE;
}

/* What is left to do when it is known who calls. */
static void
on_caller_known (HoubuExchange *self)
{
  if (!admit (self) || !take_query (self) || !take_key (self) || !check_body (self))
    return;
  if (self->route->handler != NULL && self->route->handler->begin != NULL)
    self->route->handler->begin (self);
}

static gboolean
may_be_anyone (HoubuExchange *self)
{
  return (self->route->flags & HOUBU_ROUTE_CALLER) != 0;
}

static void
set_caller (HoubuExchange *self, HoubuCaller *caller)
{
  if (may_be_anyone (self) && caller->kind != HOUBU_CALLER_CANDIDATE)
    {
      on_caller_known (self);
      return;
    }
  if (!may_be_anyone (self) && !is_allowed (self, caller))
    {
      refuse (self, HOUBU_ERROR_FORBIDDEN, HOUBU_PROBLEM_NONE, NULL);
      return;
    }
  houbu_call_set_caller (self->call, caller);
  houbu_engine_touch_session (houbu_http_service_get_engine (self->service), caller);
  on_caller_known (self);
}

static void
on_authenticated (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HoubuHttpRequest) request = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuCaller) caller = NULL;
  HoubuExchange *self = houbu_http_request_get_data (request);

  caller = houbu_engine_authenticate_finish (HOUBU_ENGINE (source), result, &error);
  if (caller != NULL)
    set_caller (self, caller);
  else if (may_be_anyone (self) &&
           g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_UNAUTHENTICATED))
    on_caller_known (self);
  else
    houbu_exchange_fail (self, error);
  houbu_http_request_release (request);
}

static void
authenticate (HoubuExchange *self)
{
  HoubuEngine *engine = houbu_http_service_get_engine (self->service);
  const char *token = houbu_http_request_get_bearer (self->request);
  g_autoptr (HoubuCaller) caller = NULL;

  if (token == NULL)
    {
      refuse (self, HOUBU_ERROR_UNAUTHENTICATED, HOUBU_PROBLEM_NONE, NULL);
      return;
    }
  caller = houbu_engine_authenticate_cached (engine, token);
  if (caller != NULL)
    {
      set_caller (self, caller);
      return;
    }
  /* Not one byte of a body is taken from somebody who is not known. */
  houbu_http_request_hold (self->request);
  houbu_engine_authenticate_async (engine, token, NULL, on_authenticated,
                                   houbu_http_request_ref (self->request));
}

static void
identify (HoubuExchange *self)
{
  switch (self->route->who)
    {
    case HOUBU_WHO_ANYONE:
      if (may_be_anyone (self) && houbu_http_request_get_bearer (self->request) != NULL)
        authenticate (self);
      else
        on_caller_known (self);
      break;
    case HOUBU_WHO_MONITOR:
      if (houbu_http_request_is_loopback (self->request) ||
          houbu_http_service_get_options (self->service)->metrics_for_all)
        on_caller_known (self);
      else
        refuse (self, HOUBU_ERROR_FORBIDDEN, HOUBU_PROBLEM_NONE, NULL);
      break;
    case HOUBU_WHO_CANDIDATE:
    case HOUBU_WHO_OPERATOR:
    case HOUBU_WHO_NATIONAL:
      authenticate (self);
      break;
    case HOUBU_WHO_NOBODY:
    default:
      refuse (self, HOUBU_ERROR_FORBIDDEN, HOUBU_PROBLEM_NONE, NULL);
    }
}

/**
 * houbu_exchange_begin:
 * @service: the service
 * @request: a request whose head is complete
 *
 * Checks all that can be checked before a body is taken, in this order: route, method, origin,
 * caller, rate, query, key, type and size.
 */
void
houbu_exchange_begin (HoubuHttpService *service, HoubuHttpRequest *request)
{
  HoubuExchange *self = exchange_new (service, request);

  if (match_route (self) && check_origin (self))
    identify (self);
}

static gboolean
decode_body (HoubuExchange *self, GError **error)
{
  g_autoptr (GBytes) body = NULL;
  g_autoptr (HoubuRecord) record = NULL;

  /* A body is handed out once: what takes no record takes its bytes itself. */
  if (self->route->request == NULL)
    return TRUE;
  body = houbu_http_request_get_body (self->request);
  record = houbu_record_from_bytes (self->route->request (), body, HOUBU_DECODE_STRICT, error);
  if (record == NULL)
    return FALSE;
  houbu_call_set_request (self->call, record, body);
  return TRUE;
}

/**
 * houbu_exchange_complete:
 * @self: an exchange whose request is complete
 *
 * Decodes the body and runs the route.
 */
void
houbu_exchange_complete (HoubuExchange *self)
{
  g_autoptr (GError) error = NULL;

  if (houbu_http_request_is_too_large (self->request))
    refuse (self, HOUBU_ERROR_BODY_TOO_LARGE, HOUBU_PROBLEM_NONE, NULL);
  else if (!decode_body (self, &error))
    houbu_exchange_fail (self, error);
  else if (self->route->handler != NULL)
    self->route->handler->complete (self);
  else
    houbu_exchange_run (self, self->route->operation);
}

/**
 * houbu_exchange_make_conditional:
 * @self: an exchange
 * @reply: (transfer full): its answer
 *
 * For what rarely changes: the answer's digest is its tag, and whoever has it gets no body.
 *
 * Returns: (transfer full): the answer to give
 */
HoubuHttpReply *
houbu_exchange_make_conditional (HoubuExchange *self, HoubuHttpReply *reply)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, reply->body);
  g_autofree char *tag = g_strdup_printf ("\"%.32s\"", digest);
  const char *known = houbu_http_request_get_known (self->request, HOUBU_HEADER_IF_NONE_MATCH);

  houbu_http_reply_add_header (reply, "ETag", tag);
  houbu_http_reply_add_header (reply, "Cache-Control", "private, no-cache");
  houbu_http_reply_add_header (reply, "Vary", "Accept-Language");
  if (known == NULL || strstr (known, tag) == NULL)
    return reply;
  reply->status = 304;
  g_clear_pointer (&reply->body, g_bytes_unref);
  return reply;
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HoubuHttpRequest) request = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  HoubuExchange *self = houbu_http_request_get_data (request);
  HoubuHttpReply *reply;
  guint status = 0;

  body = houbu_engine_run_finish (HOUBU_ENGINE (source), result, &status, &error);
  if (body == NULL)
    {
      houbu_exchange_fail (self, error);
      return;
    }
  reply =
      houbu_http_reply_new (status, g_bytes_get_size (body) > 0 ? "application/json" : NULL, body);
  if ((self->route->flags & HOUBU_ROUTE_ETAG) != 0)
    reply = houbu_exchange_make_conditional (self, reply);
  else if (self->call->basis != NULL && self->call->basis->complete)
    reply = houbu_http_keep (self, reply);
  houbu_exchange_answer (self, reply);
}

/**
 * houbu_exchange_run:
 * @self: an exchange
 * @operation: what to run
 *
 * Runs an operation and answers with what it gives.
 */
void
houbu_exchange_run (HoubuExchange *self, const HoubuOperation *operation)
{
  self->call->status = self->route->status;
  if ((self->route->flags & HOUBU_ROUTE_KEPT) != 0)
    self->call->basis = houbu_basis_new ();
  houbu_engine_run_async (houbu_http_service_get_engine (self->service), operation, self->call,
                          NULL, on_run, houbu_http_request_ref (self->request));
}

static void
account_for (HoubuExchange *self, guint status)
{
  houbu_http_metrics_count (houbu_http_service_get_metrics (self->service), self->route, status,
                            g_get_monotonic_time () -
                                houbu_http_request_get_started (self->request));
  houbu_http_log_request (self->service, self->request, self->route, self->call->caller, status);
}

/**
 * houbu_exchange_answer:
 * @self: an exchange
 * @reply: (transfer full): the answer
 *
 * Answers, counts and logs.
 */
void
houbu_exchange_answer (HoubuExchange *self, HoubuHttpReply *reply)
{
  account_for (self, reply->status);
  houbu_http_request_reply (self->request, reply);
}

/**
 * houbu_exchange_answer_stream:
 * @self: an exchange
 * @reply: (transfer full): status and headers
 *
 * Answers with a stream.
 *
 * Returns: (transfer full) (nullable): the stream, or %NULL when the peer is gone
 */
HoubuHttpStream *
houbu_exchange_answer_stream (HoubuExchange *self, HoubuHttpReply *reply)
{
  account_for (self, reply->status);
  return houbu_http_request_reply_stream (self->request, reply);
}

/**
 * houbu_exchange_fail:
 * @self: an exchange
 * @error: why there is no answer
 *
 * Answers with what went wrong.
 */
void
houbu_exchange_fail (HoubuExchange *self, const GError *error)
{
  houbu_exchange_answer (self, houbu_http_problem_new (error, self->language));
}
