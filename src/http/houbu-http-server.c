/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-server.h"
#include "houbu-acceptor.h"
#include "houbu-http-private.h"
#include "houbu-http-source.h"

#include <string.h>
#include <unistd.h>

/* Connections taken in one turn may exceed the limit by so many. */
#define SLACK 64
/* When all connections are taken, those that have done nothing for so long make room. */
#define CROWDED_IDLE_US (1 * G_USEC_PER_SEC)
#define CROWDED_RECEIVING_US (5 * G_USEC_PER_SEC)

struct _HoubuHttpServer
{
  GObject parent_instance;

  HoubuHttpLimits limits;
  HoubuHttpHandler handler;
  gpointer data;
  struct MHD_Daemon *daemon; /* (owned) */
  HoubuHttpSource *source;   /* (owned) (nullable) */
  HoubuAcceptor *acceptor;   /* (owned) (nullable) */
  char *address_header;      /* (owned) (nullable) */
  GQueue phases[HOUBU_N_PHASES];
  HoubuHttpCounters counters;
  GTask *drain; /* (owned) (nullable) */
  gint64 drain_until;
  guint64 exhausted_before; /* by acceptors that are gone */
  gboolean paused;
  gboolean draining;
};

G_DEFINE_FINAL_TYPE (HoubuHttpServer, houbu_http_server, G_TYPE_OBJECT)

static HoubuHttpConnection *
get_connection (struct MHD_Connection *mhd)
{
  const union MHD_ConnectionInfo *info;

  info = MHD_get_connection_info (mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info != NULL ? info->socket_context : NULL;
}

static void
drop_request (HoubuHttpConnection *connection)
{
  HoubuHttpRequest *request = g_steal_pointer (&connection->request);

  if (request == NULL)
    return;
  houbu_http_request_detach (request);
  houbu_http_request_unref (request);
}

/* The first line has come; what is returned becomes the request's context. */
static void *
on_target (void *data, const char *target, struct MHD_Connection *mhd)
{
  HoubuHttpServer *self = data;
  HoubuHttpConnection *connection = get_connection (mhd);

  if (connection == NULL)
    return NULL;
  drop_request (connection);
  connection->request = houbu_http_request_new (connection, target);
  houbu_http_connection_enter (connection, HOUBU_PHASE_RECEIVING);
  self->counters.requests++;
  return connection->request;
}

/* Paths and queries are decoded by houbu_http_target_parse(), once and strictly. */
static size_t
on_unescape (void *data, struct MHD_Connection *mhd, char *text)
{
  return strlen (text);
}

static enum MHD_Result
send_reply (HoubuHttpServer *self, HoubuHttpRequest *request)
{
  HoubuHttpConnection *connection = request->connection;
  g_autoptr (HoubuHttpReply) reply = g_steal_pointer (&request->reply);

  request->step = HOUBU_STEP_SENT;
  houbu_http_connection_enter (connection,
                               request->stream != NULL ? HOUBU_PHASE_WORKING : HOUBU_PHASE_SENDING);
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
  return houbu_http_request_get_header (request, "Expect") == NULL && !request->reply->close &&
         request->declared <= HOUBU_HTTP_DISCARD_BYTES;
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
on_head (HoubuHttpServer *self, HoubuHttpRequest *request, const char *version)
{
  const char *problem = houbu_http_request_check_head (request, version, self->limits.headers);

  if (problem != NULL)
    {
      self->counters.malformed++;
      request->reply = self->handler.malformed (problem, self->data);
      request->reply->close = TRUE;
      return send_reply (self, request);
    }
  houbu_http_request_take_address (request, self->address_header);
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
  if (request->reply == NULL)
    {
      request->step = HOUBU_STEP_REPLY;
      self->handler.complete (request, self->data);
    }
  return request->reply != NULL ? send_reply (self, request) : wait_for_handler (request);
}

static enum MHD_Result
on_access (void *data,
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

static void
on_request_completed (void *data,
                      struct MHD_Connection *mhd,
                      void **context,
                      enum MHD_RequestTerminationCode why)
{
  HoubuHttpConnection *connection = get_connection (mhd);

  *context = NULL;
  if (connection == NULL)
    return;
  drop_request (connection);
  if (!connection->doomed)
    houbu_http_connection_enter (connection, HOUBU_PHASE_IDLE);
}

static void
on_connection_changed (void *data,
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
  drop_request (connection);
  houbu_http_connection_free (connection);
}

static void
on_log (void *data, const char *format, va_list arguments)
{
  g_autofree char *text = g_strdup_vprintf (format, arguments);

  g_debug ("libmicrohttpd: %s", g_strchomp (text));
}

static gint64
get_phase_length (HoubuHttpServer *self, HoubuPhase phase)
{
  const HoubuHttpLimits *limits = &self->limits;

  switch (phase)
    {
    case HOUBU_PHASE_IDLE:
      /* libmicrohttpd ends silence; this ends a first line that drips in. */
      return (gint64) (limits->idle_seconds + limits->request_seconds) * G_USEC_PER_SEC;
    case HOUBU_PHASE_RECEIVING:
      return (gint64) limits->request_seconds * G_USEC_PER_SEC;
    case HOUBU_PHASE_UPLOADING:
      return (gint64) limits->upload_seconds * G_USEC_PER_SEC;
    case HOUBU_PHASE_SENDING:
      return (gint64) limits->reply_seconds * G_USEC_PER_SEC;
    case HOUBU_PHASE_WORKING:
    case HOUBU_N_PHASES:
    default:
      return G_MAXINT64 / 4;
    }
}

static gint64
get_patience (HoubuHttpServer *self, HoubuPhase phase)
{
  gint64 length = get_phase_length (self, phase);

  if (self->paused && phase == HOUBU_PHASE_IDLE)
    return MIN (length, CROWDED_IDLE_US);
  if (self->paused && phase == HOUBU_PHASE_RECEIVING)
    return MIN (length, CROWDED_RECEIVING_US);
  return length;
}

/* Cuts what is over its time in one phase; returns when the next one will be. */
static gint64
cut_overdue (HoubuHttpServer *self, HoubuPhase phase, gint64 now)
{
  gint64 patience = get_patience (self, phase);
  HoubuHttpConnection *head;

  while ((head = g_queue_peek_head (&self->phases[phase])) != NULL && head->since + patience <= now)
    {
      if (head->since + get_phase_length (self, phase) <= now)
        self->counters.overdue++;
      else
        self->counters.crowded++;
      houbu_http_connection_cut (head);
    }
  return head != NULL ? head->since + patience : -1;
}

static void
finish_drain (HoubuHttpServer *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->drain);

  g_task_return_boolean (task, TRUE);
}

static gint64
check_drain (HoubuHttpServer *self, gint64 now)
{
  HoubuHttpConnection *idle;

  if (self->drain == NULL)
    return -1;
  while ((idle = g_queue_peek_head (&self->phases[HOUBU_PHASE_IDLE])) != NULL)
    houbu_http_connection_cut (idle);
  if (self->counters.open > 0 && now < self->drain_until)
    return self->drain_until;
  finish_drain (self);
  return -1;
}

static void
accept_again (HoubuHttpServer *self)
{
  if (!self->paused || self->counters.open >= self->limits.connections)
    return;
  self->paused = FALSE;
  if (self->acceptor != NULL)
    houbu_acceptor_resume (self->acceptor);
}

static gint64
on_due (gpointer data)
{
  HoubuHttpServer *self = data;
  gint64 now = g_get_monotonic_time ();
  gint64 next;

  accept_again (self);
  next = check_drain (self, now);
  for (int phase = 0; phase < HOUBU_PHASE_WORKING; phase++)
    {
      gint64 at = cut_overdue (self, phase, now);

      if (at >= 0 && (next < 0 || at < next))
        next = at;
    }
  return next;
}

static gboolean
on_accepted (int fd, const struct sockaddr *address, socklen_t size, gpointer data)
{
  HoubuHttpServer *self = data;

  /* libmicrohttpd closes the descriptor itself when it does not take it. */
  if (MHD_add_connection (self->daemon, fd, address, size) == MHD_YES)
    self->counters.accepted++;
  houbu_http_source_wake (self->source);
  self->paused = self->counters.open >= self->limits.connections;
  return !self->paused;
}

static gboolean
start_daemon (HoubuHttpServer *self)
{
  self->daemon = MHD_start_daemon (
      MHD_USE_EPOLL | MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0,
      NULL, NULL, on_access, self, MHD_OPTION_EXTERNAL_LOGGER, on_log, self,
      MHD_OPTION_CONNECTION_LIMIT, (unsigned int) self->limits.connections + SLACK,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) self->limits.pool_bytes,
      MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int) self->limits.idle_seconds,
      MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED, on_request_completed, self,
      MHD_OPTION_NOTIFY_CONNECTION, on_connection_changed, self, MHD_OPTION_URI_LOG_CALLBACK,
      on_target, self, MHD_OPTION_UNESCAPE_CALLBACK, on_unescape, self, MHD_OPTION_END);
  if (self->daemon == NULL)
    return FALSE;
  self->source = houbu_http_source_new (self->daemon, on_due, self);
  return TRUE;
}

static void
cut_all (HoubuHttpServer *self)
{
  for (int phase = 0; phase < HOUBU_N_PHASES; phase++)
    {
      g_autoptr (GList) copy = NULL;

      for (GList *link = self->phases[phase].head; link != NULL; link = link->next)
        copy = g_list_prepend (copy, link->data);
      for (GList *link = copy; link != NULL; link = link->next)
        houbu_http_connection_cut (link->data);
    }
}

static void
houbu_http_server_dispose (GObject *object)
{
  HoubuHttpServer *self = HOUBU_HTTP_SERVER (object);

  if (self->daemon != NULL)
    {
      houbu_http_server_stop_listening (self);
      /* libmicrohttpd must not be stopped while a connection is suspended. */
      cut_all (self);
      MHD_run (self->daemon);
      g_clear_pointer (&self->source, houbu_http_source_free);
      g_clear_pointer (&self->daemon, MHD_stop_daemon);
    }
  G_OBJECT_CLASS (houbu_http_server_parent_class)->dispose (object);
}

static void
houbu_http_server_finalize (GObject *object)
{
  HoubuHttpServer *self = HOUBU_HTTP_SERVER (object);

  g_free (self->address_header);
  G_OBJECT_CLASS (houbu_http_server_parent_class)->finalize (object);
}

static void
houbu_http_server_class_init (HoubuHttpServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = houbu_http_server_dispose;
  object_class->finalize = houbu_http_server_finalize;
}

static void
houbu_http_server_init (HoubuHttpServer *self)
{
  for (int phase = 0; phase < HOUBU_N_PHASES; phase++)
    g_queue_init (&self->phases[phase]);
}

/*
 * houbu_http_server_is_draining, _counters, _get_queue, _wake: for the other files of the server.
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

void
houbu_http_server_wake (HoubuHttpServer *self)
{
  if (self->source != NULL)
    houbu_http_source_wake (self->source);
}

/**
 * houbu_http_limits_init:
 * @limits: (out): limits
 *
 * Fills in the defaults.
 */
void
houbu_http_limits_init (HoubuHttpLimits *limits)
{
  *limits = (HoubuHttpLimits){
    .connections = 4096,
    .pool_bytes = 8192,
    .headers = 64,
    .idle_seconds = 30,
    .request_seconds = 20,
    .upload_seconds = 600,
    .reply_seconds = 60,
  };
}

/**
 * houbu_http_server_new:
 * @limits: what a client may cost
 * @handler: (transfer none): what answers requests; copied
 * @data: for @handler
 * @error: return location of a #GIOErrorEnum error
 *
 * Makes a server on the thread-default main context. It does not listen yet.
 *
 * Returns: (transfer full) (nullable): the server, or %NULL with @error set
 */
HoubuHttpServer *
houbu_http_server_new (const HoubuHttpLimits *limits,
                       const HoubuHttpHandler *handler,
                       gpointer data,
                       GError **error)
{
  g_autoptr (HoubuHttpServer) self = g_object_new (HOUBU_TYPE_HTTP_SERVER, NULL);

  self->limits = *limits;
  self->handler = *handler;
  self->data = data;
  if (!start_daemon (self))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the HTTP server cannot be started");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * houbu_http_server_listen:
 * @self: a server
 * @listen_fd: (transfer full): a listening descriptor
 * @address_header: (nullable): the header that names the client where the socket cannot
 *
 * Starts accepting connections.
 */
void
houbu_http_server_listen (HoubuHttpServer *self, int listen_fd, const char *address_header)
{
  g_return_if_fail (HOUBU_IS_HTTP_SERVER (self) && self->acceptor == NULL);

  self->address_header = g_strdup (address_header);
  self->acceptor = houbu_acceptor_new (listen_fd, on_accepted, self);
}

/**
 * houbu_http_server_stop_listening:
 * @self: a server
 *
 * Closes the listening descriptor; open connections go on.
 */
void
houbu_http_server_stop_listening (HoubuHttpServer *self)
{
  if (self->acceptor == NULL)
    return;
  self->exhausted_before += houbu_acceptor_get_exhausted (self->acceptor);
  g_clear_pointer (&self->acceptor, houbu_acceptor_free);
}

/**
 * houbu_http_server_drain_async:
 * @self: a server
 * @seconds: how long to wait at most
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Lets requests under way come to their end, closing each connection after its answer.
 */
void
houbu_http_server_drain_async (HoubuHttpServer *self,
                               guint seconds,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_HTTP_SERVER (self) && self->drain == NULL);

  houbu_http_server_stop_listening (self);
  self->draining = TRUE;
  self->drain = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->drain, houbu_http_server_drain_async);
  self->drain_until = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;
  houbu_http_source_wake (self->source);
}

/**
 * houbu_http_server_drain_finish:
 * @self: a server
 * @result: the result
 *
 * Returns: whether all connections came to their end in time
 */
gboolean
houbu_http_server_drain_finish (HoubuHttpServer *self, GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL) && self->counters.open == 0;
}

/**
 * houbu_http_server_get_counters:
 * @self: a server
 *
 * Returns: what happened so far
 */
HoubuHttpCounters
houbu_http_server_get_counters (HoubuHttpServer *self)
{
  HoubuHttpCounters counters = self->counters;

  counters.exhausted = self->exhausted_before;
  if (self->acceptor != NULL)
    counters.exhausted += houbu_acceptor_get_exhausted (self->acceptor);
  return counters;
}
