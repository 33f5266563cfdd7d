/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-server-private.h"

#include <string.h>

static HoubuHttpConnection *
get_connection (struct MHD_Connection *mhd)
{
  const union MHD_ConnectionInfo *info;

  info = MHD_get_connection_info (mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info != NULL ? info->socket_context : NULL;
}

static void
drop_request (HoubuHttpServer *self, HoubuHttpConnection *connection)
{
  if (connection->request != NULL)
    houbu_http_request_end (g_steal_pointer (&connection->request), &self->spare);
}

/* The first line has come; what is returned becomes the request's context. */
void *
houbu_http_on_target (void *data, const char *target, struct MHD_Connection *mhd)
{
  HoubuHttpServer *self = data;
  HoubuHttpConnection *connection = get_connection (mhd);

  if (connection == NULL)
    return NULL;
  drop_request (self, connection);
  connection->request = houbu_http_request_new (connection, target, &self->spare);
  houbu_http_connection_enter (connection, HOUBU_PHASE_RECEIVING);
  self->counters.requests++;
  return connection->request;
}

/* Paths and queries are decoded by houbu_http_target_parse(), once and strictly. */
size_t
houbu_http_on_unescape (void *data, struct MHD_Connection *mhd, char *text)
{
  return strlen (text);
}

static HoubuPhase
get_sending_phase (HoubuHttpRequest *request, HoubuHttpReply *reply)
{
  if (request->stream != NULL)
    return HOUBU_PHASE_WORKING;
  return reply->is_file ? HOUBU_PHASE_UPLOADING : HOUBU_PHASE_SENDING;
}

static enum MHD_Result
send_reply (HoubuHttpServer *self, HoubuHttpRequest *request)
{
  HoubuHttpConnection *connection = request->connection;
  g_autoptr (HoubuHttpReply) reply = g_steal_pointer (&request->reply);

  request->step = HOUBU_STEP_SENT;
  houbu_http_connection_enter (connection, get_sending_phase (request, reply));
  if (self->draining)
    reply->close = TRUE;
  return houbu_http_reply_queue (reply, connection->mhd, request->stream);
}

static enum MHD_Result
wait_for_handler (HoubuHttpRequest *request)
{
  houbu_http_connection_enter (request->connection, HOUBU_PHASE_WORKING);
  houbu_http_connection_suspend (request->connection);
  return MHD_YES;
}

/* Whether the body of a refused request is read to its end before the refusal is sent. */
static gboolean
is_worth_discarding (HoubuHttpRequest *request)
{
  return houbu_http_request_get_known (request, HOUBU_HEADER_EXPECT) == NULL &&
         !request->reply->close && request->declared <= HOUBU_HTTP_DISCARD_BYTES;
}

static enum MHD_Result
on_refused_early (HoubuHttpServer *self, HoubuHttpRequest *request)
{
  if (is_worth_discarding (request))
    {
      request->step = HOUBU_STEP_BODY;
      return MHD_YES;
    }
  request->reply->close = TRUE;
  return send_reply (self, request);
}

static enum MHD_Result
on_malformed (HoubuHttpServer *self, HoubuHttpRequest *request, const char *problem)
{
  self->counters.malformed++;
  request->reply = self->handler.malformed (problem, self->data);
  request->reply->close = TRUE;
  return send_reply (self, request);
}

static enum MHD_Result
on_head (HoubuHttpServer *self, HoubuHttpRequest *request, const char *version)
{
  const char *problem = houbu_http_request_check_head (request, version, self->limits.headers);

  if (problem != NULL)
    return on_malformed (self, request, problem);
  houbu_http_request_take_address (request, self->address_header);
  if (self->handler.recall != NULL && !self->draining && !houbu_http_request_has_body (request) &&
      self->handler.recall (request, self->data))
    {
      request->step = HOUBU_STEP_BODY;
      return MHD_YES;
    }
  if (!houbu_http_request_parse_target (request))
    return on_malformed (self, request, "the target is malformed");
  self->handler.begin (request, self->data);
  if (request->reply != NULL)
    return on_refused_early (self, request);
  if (request->step == HOUBU_STEP_HELD)
    return wait_for_handler (request);
  request->step = HOUBU_STEP_BODY;
  return MHD_YES;
}

static enum MHD_Result
on_body_end (HoubuHttpServer *self, HoubuHttpRequest *request)
{
  if (request->ready != NULL)
    {
      request->step = HOUBU_STEP_SENT;
      houbu_http_connection_enter (request->connection, HOUBU_PHASE_SENDING);
      return houbu_http_ready_queue (request->ready, request->connection->mhd);
    }
  if (request->reply == NULL)
    {
      request->step = HOUBU_STEP_REPLY;
      self->handler.complete (request, self->data);
    }
  return request->reply != NULL ? send_reply (self, request) : wait_for_handler (request);
}

enum MHD_Result
houbu_http_on_access (void *data,
                      struct MHD_Connection *mhd,
                      const char *url,
                      const char *method,
                      const char *version,
                      const char *bytes,
                      size_t *length,
                      void **context)
{
  HoubuHttpServer *self = data;
  HoubuHttpRequest *request = *context;

  if (request == NULL || request->connection == NULL || request->connection->doomed)
    return MHD_NO;
  request->method = method;
  switch (request->step)
    {
    case HOUBU_STEP_HEAD:
      return on_head (self, request, version);
    case HOUBU_STEP_HELD:
      return request->reply != NULL ? on_refused_early (self, request) : wait_for_handler (request);
    case HOUBU_STEP_RELEASED:
      /* A resumed connection shows the head again; only the next call is about the body. */
      if (request->reply != NULL)
        return on_refused_early (self, request);
      request->step = HOUBU_STEP_BODY;
      return MHD_YES;
    case HOUBU_STEP_BODY:
      if (*length == 0)
        return on_body_end (self, request);
      houbu_http_request_take_body (request, bytes, *length);
      *length = 0;
      return MHD_YES;
    case HOUBU_STEP_REPLY:
      return request->reply != NULL ? send_reply (self, request) : wait_for_handler (request);
    case HOUBU_STEP_SENT:
    default:
      return MHD_NO;
    }
}

void
houbu_http_on_request_completed (void *data,
                                 struct MHD_Connection *mhd,
                                 void **context,
                                 enum MHD_RequestTerminationCode why)
{
  HoubuHttpServer *self = data;
  HoubuHttpRequest *request = *context;
  HoubuHttpConnection *connection = request != NULL ? request->connection : NULL;

  *context = NULL;
  if (connection == NULL)
    return;
  drop_request (self, connection);
  if (!connection->doomed)
    houbu_http_connection_enter (connection, HOUBU_PHASE_IDLE);
}

void
houbu_http_on_connection_changed (void *data,
                                  struct MHD_Connection *mhd,
                                  void **context,
                                  enum MHD_ConnectionNotificationCode what)
{
  HoubuHttpServer *self = data;
  HoubuHttpConnection *connection = *context;

  if (what == MHD_CONNECTION_NOTIFY_STARTED)
    {
      self->counters.open++;
      *context = houbu_http_connection_new (self, mhd);
      return;
    }
  self->counters.open--;
  *context = NULL;
  drop_request (self, connection);
  houbu_http_connection_free (connection);
}

/*
 * houbu_http_server_is_draining, _counters, _get_queue: for the other files of the server.
 */
gboolean
houbu_http_server_is_draining (HoubuHttpServer *self)
{
  return self->draining;
}

HoubuHttpCounters *
houbu_http_server_counters (HoubuHttpServer *self)
{
  return &self->counters;
}

GQueue *
houbu_http_server_get_queue (HoubuHttpServer *self, HoubuPhase phase)
{
  return &self->phases[phase];
}
