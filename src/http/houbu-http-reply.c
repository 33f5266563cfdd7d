/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-private.h"

#include <unistd.h>

/**
 * houbu_http_reply_new:
 * @status: HTTP status
 * @content_type: (nullable): static string
 * @body: (transfer none) (nullable): the body
 *
 * Returns: (transfer full): a new reply
 */
HoubuHttpReply *
houbu_http_reply_new (guint status, const char *content_type, GBytes *body)
{
  HoubuHttpReply *self = g_new0 (HoubuHttpReply, 1);

  self->status = status;
  self->content_type = content_type;
  self->body = body != NULL ? g_bytes_ref (body) : NULL;
  return self;
}

/**
 * houbu_http_reply_new_file:
 * @status: HTTP status
 * @content_type: static string
 * @fd: (transfer full): a file that can be read from any place
 * @size: its size
 *
 * Returns: (transfer full): a reply whose body costs no memory
 */
HoubuHttpReply *
houbu_http_reply_new_file (guint status, const char *content_type, int fd, guint64 size)
{
  HoubuHttpReply *self = houbu_http_reply_new (status, content_type, NULL);

  self->is_file = TRUE;
  self->fd = fd;
  self->size = size;
  return self;
}

/**
 * houbu_http_reply_add_header:
 * @self: a reply
 * @name: name of the header
 * @value: its value
 *
 * Adds a header line.
 */
void
houbu_http_reply_add_header (HoubuHttpReply *self, const char *name, const char *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (self->headers != NULL)
    g_strv_builder_addv (builder, (const char **) self->headers);
  g_strv_builder_add_many (builder, name, value, NULL);
  g_strfreev (self->headers);
  self->headers = g_strv_builder_end (builder);
}

/**
 * houbu_http_reply_free:
 * @self: (transfer full) (nullable): a reply
 *
 * Frees the reply.
 */
void
houbu_http_reply_free (HoubuHttpReply *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->body, g_bytes_unref);
  g_strfreev (self->headers);
  if (self->is_file && self->fd >= 0)
    close (self->fd);
  g_free (self);
}

static int
take_fd (HoubuHttpReply *self)
{
  int fd = self->fd;

  self->fd = -1;
  return fd;
}

static struct MHD_Response *
make_response (HoubuHttpReply *self, HoubuHttpStream *stream)
{
  gsize size = 0;
  gpointer bytes = NULL;

  if (stream != NULL)
    return houbu_http_stream_make_response (stream);
  if (self->is_file)
    return MHD_create_response_from_fd64 (self->size, take_fd (self));
  if (self->body != NULL)
    bytes = (gpointer) g_bytes_get_data (self->body, &size);
  if (size == 0)
    return MHD_create_response_from_buffer (0, (void *) "", MHD_RESPMEM_PERSISTENT);
  return MHD_create_response_from_buffer_with_free_callback_cls (
      size, bytes, (MHD_ContentReaderFreeCallback) g_bytes_unref, g_bytes_ref (self->body));
}

/* Answers are never to be guessed to be something else, and never to be kept by anything between.
 */
static void
add_headers (HoubuHttpReply *self, struct MHD_Response *response)
{
  if (self->content_type != NULL)
    MHD_add_response_header (response, MHD_HTTP_HEADER_CONTENT_TYPE, self->content_type);
  MHD_add_response_header (response, "X-Content-Type-Options", "nosniff");
  if (self->headers == NULL ||
      !g_strv_contains ((const char *const *) self->headers, "Cache-Control"))
    MHD_add_response_header (response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
  for (guint i = 0; self->headers != NULL && self->headers[i] != NULL; i += 2)
    MHD_add_response_header (response, self->headers[i], self->headers[i + 1]);
  if (self->close)
    MHD_add_response_header (response, MHD_HTTP_HEADER_CONNECTION, "close");
}

/*
 * houbu_http_reply_queue:
 * @self: a reply
 * @mhd: the connection that asked, in a state in which it may be answered
 * @stream: (nullable): what the body is read from instead
 *
 * Hands the reply to libmicrohttpd.
 *
 * Returns: %MHD_YES, or %MHD_NO to close the connection
 */
enum MHD_Result
houbu_http_reply_queue (HoubuHttpReply *self, struct MHD_Connection *mhd, HoubuHttpStream *stream)
{
  struct MHD_Response *response = make_response (self, stream);
  enum MHD_Result result;

  if (response == NULL)
    return MHD_NO;
  add_headers (self, response);
  result = MHD_queue_response (mhd, self->status, response);
  MHD_destroy_response (response);
  return result;
}

struct _HoubuHttpReady
{
  int ref_count;
  guint status;
  struct MHD_Response *response; /* (owned) */
};

/**
 * houbu_http_reply_make_ready:
 * @self: a reply
 *
 * Returns: (transfer full): what sends it again and again
 */
HoubuHttpReady *
houbu_http_reply_make_ready (HoubuHttpReply *self)
{
  HoubuHttpReady *ready = g_new0 (HoubuHttpReady, 1);

  ready->ref_count = 1;
  ready->status = self->status;
  ready->response = make_response (self, NULL);
  g_assert (ready->response != NULL);
  add_headers (self, ready->response);
  return ready;
}

/**
 * houbu_http_ready_ref:
 * @self: what is ready to be sent
 *
 * Returns: (transfer full): the same
 */
HoubuHttpReady *
houbu_http_ready_ref (HoubuHttpReady *self)
{
  self->ref_count++;
  return self;
}

/**
 * houbu_http_ready_unref:
 * @self: (transfer full): what is ready to be sent
 *
 * Drops a reference. Replies live on the main thread only.
 */
void
houbu_http_ready_unref (HoubuHttpReady *self)
{
  if (--self->ref_count > 0)
    return;
  MHD_destroy_response (self->response);
  g_free (self);
}

/**
 * houbu_http_ready_get_status:
 * @self: what is ready to be sent
 *
 * Returns: its status
 */
guint
houbu_http_ready_get_status (HoubuHttpReady *self)
{
  return self->status;
}

/*
 * houbu_http_ready_queue:
 * @self: what is ready to be sent
 * @mhd: the connection that asked, in a state in which it may be answered
 *
 * Returns: %MHD_YES, or %MHD_NO to close the connection
 */
enum MHD_Result
houbu_http_ready_queue (HoubuHttpReady *self, struct MHD_Connection *mhd)
{
  return MHD_queue_response (mhd, self->status, self->response);
}
