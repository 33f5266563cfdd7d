/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-private.h"

#include <string.h>
#include <sys/socket.h>

/* Only answers to HTTP/1.0 go through the response's own buffer. */
#define BLOCK_BYTES 256
/* The kernel buffers for the reader too; a small buffer makes our bound the one that counts. */
#define SOCKET_BYTES (32 * 1024)

struct _HoubuHttpStream
{
  int ref_count;
  HoubuHttpConnection *connection; /* (borrowed) (nullable): NULL when the peer is gone */
  GQueue pieces;                   /* (owned) (element-type GBytes) */
  gsize offset;                    /* sent of the first piece */
  gsize pending;
  gint64 pending_since; /* monotonic: since when something waits without a pause */
  gboolean ended;
  HoubuHttpStreamClosed closed; /* (nullable) */
  gpointer data;
};

/*
 * houbu_http_stream_new:
 * @connection: the connection that asked
 *
 * Returns: (transfer full): an empty stream
 */
HoubuHttpStream *
houbu_http_stream_new (HoubuHttpConnection *connection)
{
  HoubuHttpStream *self = g_new0 (HoubuHttpStream, 1);
  int size = SOCKET_BYTES;

  self->ref_count = 1;
  self->connection = connection;
  g_queue_init (&self->pieces);
  setsockopt (connection->fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  return self;
}

/**
 * houbu_http_stream_ref:
 * @self: a stream
 *
 * Returns: (transfer full): @self
 */
HoubuHttpStream *
houbu_http_stream_ref (HoubuHttpStream *self)
{
  self->ref_count++;
  return self;
}

/**
 * houbu_http_stream_unref:
 * @self: (transfer full): a stream
 *
 * Drops a reference. Streams live on the main thread only.
 */
void
houbu_http_stream_unref (HoubuHttpStream *self)
{
  if (--self->ref_count > 0)
    return;
  g_queue_clear_full (&self->pieces, (GDestroyNotify) g_bytes_unref);
  g_free (self);
}

/**
 * houbu_http_stream_set_closed_func:
 * @self: a stream
 * @func: (nullable): called once at its end
 * @data: for @func
 */
void
houbu_http_stream_set_closed_func (HoubuHttpStream *self, HoubuHttpStreamClosed func, gpointer data)
{
  self->closed = func;
  self->data = data;
}

/**
 * houbu_http_stream_push:
 * @self: a stream
 * @bytes: (transfer none): shared by every stream that it is pushed to
 *
 * Appends to what is to be sent. Nothing happens when the peer is gone.
 */
void
houbu_http_stream_push (HoubuHttpStream *self, GBytes *bytes)
{
  if (self->connection == NULL || self->ended || g_bytes_get_size (bytes) == 0)
    return;
  if (self->pending == 0)
    self->pending_since = g_get_monotonic_time ();
  g_queue_push_tail (&self->pieces, g_bytes_ref (bytes));
  self->pending += g_bytes_get_size (bytes);
  houbu_http_connection_resume (self->connection);
}

/**
 * houbu_http_stream_get_pending:
 * @self: a stream
 *
 * Returns: bytes that the reader has not taken yet
 */
gsize
houbu_http_stream_get_pending (HoubuHttpStream *self)
{
  return self->pending;
}

/**
 * houbu_http_stream_get_pending_since:
 * @self: a stream
 *
 * Returns: monotonic time since which bytes have been waiting without a pause, 0 when none do
 */
gint64
houbu_http_stream_get_pending_since (HoubuHttpStream *self)
{
  return self->pending > 0 ? self->pending_since : 0;
}

/**
 * houbu_http_stream_end:
 * @self: a stream
 *
 * Ends the stream after what was pushed.
 */
void
houbu_http_stream_end (HoubuHttpStream *self)
{
  self->ended = TRUE;
  if (self->connection == NULL)
    return;
  /* From here on the reader has as long as anybody has for an answer. */
  houbu_http_connection_enter (self->connection, HOUBU_PHASE_SENDING);
  houbu_http_connection_resume (self->connection);
}

/**
 * houbu_http_stream_cut:
 * @self: a stream
 *
 * Ends it at once, whatever was pushed.
 */
void
houbu_http_stream_cut (HoubuHttpStream *self)
{
  self->ended = TRUE;
  if (self->connection != NULL)
    houbu_http_connection_cut (self->connection);
}

/*
 * houbu_http_stream_detach:
 * @self: a stream whose connection is gone
 */
void
houbu_http_stream_detach (HoubuHttpStream *self)
{
  if (self->connection == NULL)
    return;
  self->connection = NULL;
  self->ended = TRUE;
  if (self->closed != NULL)
    self->closed (self, self->data);
  self->closed = NULL;
}

static gsize
take (HoubuHttpStream *self, char *buffer, gsize room)
{
  GBytes *first = g_queue_peek_head (&self->pieces);
  gsize size;
  const char *bytes = g_bytes_get_data (first, &size);
  gsize part = MIN (room, size - self->offset);

  memcpy (buffer, bytes + self->offset, part);
  self->offset += part;
  self->pending -= part;
  if (self->offset == size)
    {
      self->offset = 0;
      g_bytes_unref (g_queue_pop_head (&self->pieces));
    }
  return part;
}

static ssize_t
on_read (void *data, uint64_t position, char *buffer, size_t room)
{
  HoubuHttpStream *self = data;
  gsize done = 0;

  if (self->connection == NULL || self->connection->doomed)
    return MHD_CONTENT_READER_END_WITH_ERROR;
  while (done < room && !g_queue_is_empty (&self->pieces))
    done += take (self, buffer + done, room - done);
  if (done > 0)
    return (ssize_t) done;
  if (self->ended)
    return MHD_CONTENT_READER_END_OF_STREAM;
  houbu_http_connection_suspend (self->connection);
  return 0;
}

static void
on_response_freed (void *data)
{
  houbu_http_stream_unref (data);
}

/*
 * houbu_http_stream_make_response:
 * @self: a stream
 *
 * Returns: (transfer full): a response that reads from it
 */
struct MHD_Response *
houbu_http_stream_make_response (HoubuHttpStream *self)
{
  return MHD_create_response_from_callback (MHD_SIZE_UNKNOWN, BLOCK_BYTES, on_read,
                                            houbu_http_stream_ref (self), on_response_freed);
}
