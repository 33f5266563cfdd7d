/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-server.h"
#include "houbu-http-server-private.h"

#include <unistd.h>

/* Connections taken in one turn may exceed the limit by so many. */
#define SLACK 64
/* When all connections are taken, those that have done nothing for so long make room. */
#define CROWDED_IDLE_US (1 * G_USEC_PER_SEC)
#define CROWDED_RECEIVING_US (5 * G_USEC_PER_SEC)

G_DEFINE_FINAL_TYPE (HoubuHttpServer, houbu_http_server, G_TYPE_OBJECT)

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
      NULL, NULL, houbu_http_on_access, self, MHD_OPTION_EXTERNAL_LOGGER, on_log, self,
      MHD_OPTION_CONNECTION_LIMIT, (unsigned int) self->limits.connections + SLACK,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t) self->limits.pool_bytes,
      MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int) self->limits.idle_seconds,
      MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED, houbu_http_on_request_completed,
      self, MHD_OPTION_NOTIFY_CONNECTION, houbu_http_on_connection_changed, self,
      MHD_OPTION_URI_LOG_CALLBACK, houbu_http_on_target, self, MHD_OPTION_UNESCAPE_CALLBACK,
      houbu_http_on_unescape, self, MHD_OPTION_END);
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

  g_clear_pointer (&self->spare, houbu_http_request_unref);
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
 * houbu_http_server_get_time: the turn's, so that a phase costs no look at the clock.
 * houbu_http_server_wake: a connection was resumed.
 */
gint64
houbu_http_server_get_time (HoubuHttpServer *self)
{
  return self->source != NULL ? houbu_http_source_get_time (self->source) : g_get_monotonic_time ();
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
