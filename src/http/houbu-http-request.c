/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-private.h"

#include <string.h>

static void
set_raw_target (HoubuHttpRequest *self, const char *target)
{
  gsize size = strlen (target) + 1;

  if (size > self->raw_target_size)
    {
      self->raw_target = g_realloc (self->raw_target, size);
      self->raw_target_size = size;
    }
  memcpy (self->raw_target, target, size);
}

/*
 * houbu_http_request_new:
 * @connection: the connection on which its first line has come
 * @target: the target in that line
 * @spare: (inout) (nullable): one that is over, whose memory is used again
 *
 * Returns: (transfer full): the request
 */
HoubuHttpRequest *
houbu_http_request_new (HoubuHttpConnection *connection,
                        const char *target,
                        HoubuHttpRequest **spare)
{
  HoubuHttpRequest *self = g_steal_pointer (spare);

  if (self == NULL)
    self = g_new0 (HoubuHttpRequest, 1);
  self->ref_count = 1;
  self->connection = connection;
  set_raw_target (self, target);
  self->started = houbu_http_server_get_time (connection->server);
  return self;
}

/**
 * houbu_http_request_ref:
 * @self: a request
 *
 * Returns: (transfer full): @self
 */
HoubuHttpRequest *
houbu_http_request_ref (HoubuHttpRequest *self)
{
  self->ref_count++;
  return self;
}

/* All but the room for the target. */
static void
clear (HoubuHttpRequest *self)
{
  if (self->destroy != NULL && self->data != NULL)
    self->destroy (self->data);
  g_clear_pointer (&self->target, houbu_http_target_free);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_pointer (&self->reply, houbu_http_reply_free);
  g_clear_pointer (&self->ready, houbu_http_ready_unref);
  g_clear_pointer (&self->stream, houbu_http_stream_unref);
  g_free (self->named_address);
  *self = (HoubuHttpRequest){ .raw_target = self->raw_target,
                              .raw_target_size = self->raw_target_size };
}

/**
 * houbu_http_request_unref:
 * @self: (transfer full): a request
 *
 * Drops a reference. Requests live on the main thread only.
 */
void
houbu_http_request_unref (HoubuHttpRequest *self)
{
  if (--self->ref_count > 0)
    return;
  clear (self);
  g_free (self->raw_target);
  g_free (self);
}

/* Whoever still works on an answer finds that nobody waits for it. */
static void
detach (HoubuHttpRequest *self)
{
  self->connection = NULL;
  self->method = "";
  if (self->stream != NULL)
    houbu_http_stream_detach (self->stream);
}

/*
 * houbu_http_request_end:
 * @self: (transfer full): a request that is over for libmicrohttpd
 * @spare: (inout) (nullable): takes its memory when nobody else holds it, since an allocator gives
 *   out another piece each time, and that is far away
 *
 * Detaches it and drops the connection's reference.
 */
void
houbu_http_request_end (HoubuHttpRequest *self, HoubuHttpRequest **spare)
{
  detach (self);
  if (self->ref_count > 1 || *spare != NULL)
    {
      houbu_http_request_unref (self);
      return;
    }
  clear (self);
  *spare = self;
}

/*
 * houbu_http_request_take_address:
 * @self: a request
 * @header: (nullable): the header in which the front server names the client
 *
 * On a Unix socket there is no client address but in the header that the front server sets; what
 * came over TCP is never believed about itself.
 */
void
houbu_http_request_take_address (HoubuHttpRequest *self, const char *header)
{
  const char *value = header != NULL ? houbu_http_request_get_header (self, header) : NULL;

  if (self->connection->address == NULL && value != NULL && g_hostname_is_ip_address (value))
    self->named_address = g_strdup (value);
}

/*
 * houbu_http_request_take_body:
 * @self: a request
 * @bytes: a piece of its body
 * @length: size of the piece
 *
 * Keeps the piece, hands it on, or drops it when it is refused or too much.
 */
void
houbu_http_request_take_body (HoubuHttpRequest *self, const char *bytes, gsize length)
{
  self->body_size += length;
  if (self->body_size > self->body_limit)
    {
      self->too_large = TRUE;
      g_clear_pointer (&self->body, g_byte_array_unref);
      if (self->body_size > self->body_limit + HOUBU_HTTP_DISCARD_BYTES)
        houbu_http_connection_cut (self->connection);
      return;
    }
  if (self->reply != NULL)
    return;
  if (self->sink != NULL)
    {
      self->sink (self, bytes, length, self->data);
      return;
    }
  if (self->body == NULL)
    self->body = g_byte_array_sized_new ((guint) length);
  g_byte_array_append (self->body, (const guint8 *) bytes, (guint) length);
}

/**
 * houbu_http_request_get_method:
 * @self: a request
 *
 * Returns: the method as it was sent
 */
const char *
houbu_http_request_get_method (HoubuHttpRequest *self)
{
  return self->method;
}

/**
 * houbu_http_request_get_target:
 * @self: a request
 *
 * Returns: (transfer none): the target taken apart
 */
const HoubuHttpTarget *
houbu_http_request_get_target (HoubuHttpRequest *self)
{
  return self->target;
}

/**
 * houbu_http_request_get_address:
 * @self: a request
 *
 * Returns: (nullable): the client's address, %NULL when nobody knows it; valid while the connection
 *   is
 */
const char *
houbu_http_request_get_address (HoubuHttpRequest *self)
{
  if (self->connection != NULL && self->connection->address != NULL)
    return self->connection->address;
  return self->named_address;
}

/**
 * houbu_http_request_is_loopback:
 * @self: a request
 *
 * Returns: whether it came over a loopback TCP connection
 */
gboolean
houbu_http_request_is_loopback (HoubuHttpRequest *self)
{
  return self->connection != NULL && self->connection->loopback;
}

/**
 * houbu_http_request_has_body:
 * @self: a request
 *
 * Returns: whether a body is announced
 */
gboolean
houbu_http_request_has_body (HoubuHttpRequest *self)
{
  return self->declared > 0 || self->chunked;
}

/**
 * houbu_http_request_get_body:
 * @self: a complete request
 *
 * Returns: (transfer full): the body, empty when there is none
 */
GBytes *
houbu_http_request_get_body (HoubuHttpRequest *self)
{
  if (self->body == NULL)
    return g_bytes_new_static ("", 0);
  return g_byte_array_free_to_bytes (g_steal_pointer (&self->body));
}

/**
 * houbu_http_request_get_started:
 * @self: a request
 *
 * Returns: monotonic time at which its first line had come
 */
gint64
houbu_http_request_get_started (HoubuHttpRequest *self)
{
  return self->started;
}

/**
 * houbu_http_request_set_body_limit:
 * @self: a request whose head is complete
 * @bytes: size of the largest body that is taken; 0, the default, takes none
 *
 * A body announced larger is known as too large at once, another when it turns out to be.
 */
void
houbu_http_request_set_body_limit (HoubuHttpRequest *self, gsize bytes)
{
  self->body_limit = bytes;
  self->too_large = self->declared > bytes;
}

/**
 * houbu_http_request_is_too_large:
 * @self: a request
 *
 * Returns: whether its body is, or is announced to be, over the limit
 */
gboolean
houbu_http_request_is_too_large (HoubuHttpRequest *self)
{
  return self->too_large;
}

/**
 * houbu_http_request_set_sink:
 * @self: a request whose head is complete
 * @sink: takes the body piece by piece; its data is the request's
 *
 * Streams the body instead of gathering it, and gives it the longer deadline of uploads.
 */
void
houbu_http_request_set_sink (HoubuHttpRequest *self, HoubuHttpSink sink)
{
  self->sink = sink;
  if (self->connection != NULL)
    houbu_http_connection_enter (self->connection, HOUBU_PHASE_UPLOADING);
}

/**
 * houbu_http_request_set_data:
 * @self: a request
 * @data: (transfer full): what the handler keeps with it
 * @destroy: frees @data
 */
void
houbu_http_request_set_data (HoubuHttpRequest *self, gpointer data, GDestroyNotify destroy)
{
  if (self->destroy != NULL && self->data != NULL)
    self->destroy (self->data);
  self->data = data;
  self->destroy = destroy;
}

/**
 * houbu_http_request_get_data:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): what the handler keeps with it
 */
gpointer
houbu_http_request_get_data (HoubuHttpRequest *self)
{
  return self->data;
}

/**
 * houbu_http_request_hold:
 * @self: a request, inside the handler's begin
 *
 * Leaves the body where it is until houbu_http_request_release() or a reply.
 */
void
houbu_http_request_hold (HoubuHttpRequest *self)
{
  g_return_if_fail (self->step == HOUBU_STEP_HEAD);

  self->step = HOUBU_STEP_HELD;
}

/**
 * houbu_http_request_release:
 * @self: a request that is held
 *
 * Goes on with the body.
 */
void
houbu_http_request_release (HoubuHttpRequest *self)
{
  if (self->step != HOUBU_STEP_HELD)
    return;
  self->step = HOUBU_STEP_RELEASED;
  if (self->connection == NULL)
    return;
  houbu_http_connection_enter (self->connection,
                               self->sink != NULL ? HOUBU_PHASE_UPLOADING : HOUBU_PHASE_RECEIVING);
  houbu_http_connection_resume (self->connection);
}

/**
 * houbu_http_request_is_answered:
 * @self: a request
 *
 * Returns: whether it has its reply
 */
gboolean
houbu_http_request_is_answered (HoubuHttpRequest *self)
{
  return self->reply != NULL || self->step == HOUBU_STEP_SENT;
}

/**
 * houbu_http_request_reply:
 * @self: a request
 * @reply: (transfer full): the answer
 *
 * Answers. The first answer counts; nothing happens when the peer is gone.
 */
void
houbu_http_request_reply (HoubuHttpRequest *self, HoubuHttpReply *reply)
{
  if (houbu_http_request_is_answered (self) || self->connection == NULL)
    {
      houbu_http_reply_free (reply);
      return;
    }
  self->reply = reply;
  houbu_http_connection_resume (self->connection);
}

/**
 * houbu_http_request_reply_ready:
 * @self: a request without a body, inside the handler's recall
 * @ready: (transfer none): the answer
 *
 * Answers with what is ready to be sent.
 */
void
houbu_http_request_reply_ready (HoubuHttpRequest *self, HoubuHttpReady *ready)
{
  g_return_if_fail (self->ready == NULL && self->reply == NULL);

  self->ready = houbu_http_ready_ref (ready);
}

/**
 * houbu_http_request_reply_stream:
 * @self: a request
 * @reply: (transfer full): status and headers
 *
 * Answers with a stream that goes on until it is ended.
 *
 * Returns: (transfer full) (nullable): the stream, or %NULL when the peer is gone
 */
HoubuHttpStream *
houbu_http_request_reply_stream (HoubuHttpRequest *self, HoubuHttpReply *reply)
{
  if (!houbu_http_request_is_answered (self) && self->connection != NULL)
    self->stream = houbu_http_stream_new (self->connection);
  houbu_http_request_reply (self, reply);
  return self->stream != NULL ? houbu_http_stream_ref (self->stream) : NULL;
}
