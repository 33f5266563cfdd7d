/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-answer.h"

#include <string.h>

#include "houbu-error.h"
#include "houbu-records.h"

#include "houbu-certificate.h"
#include "houbu-connection.h"

#define CHUNK_BYTES 65536

typedef struct
{
  GByteArray *bytes;
  gsize most;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_byte_array_unref (reading->bytes);
  g_free (reading);
}

static void
read_some_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) some =
      g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (some == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (g_bytes_get_size (some) == 0)
    g_task_return_pointer (task, g_byte_array_free_to_bytes (g_byte_array_ref (reading->bytes)),
                           (GDestroyNotify) g_bytes_unref);
  else if (reading->bytes->len + g_bytes_get_size (some) > reading->most)
    g_task_return_new_error (task, HOUBU_ERROR, HOUBU_ERROR_BAD_REPLY,
                             "The answer is larger than %" G_GSIZE_FORMAT " bytes", reading->most);
  else
    {
      g_byte_array_append (reading->bytes, g_bytes_get_data (some, NULL),
                           (guint) g_bytes_get_size (some));
      g_input_stream_read_bytes_async (G_INPUT_STREAM (source), CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                       g_task_get_cancellable (task), read_some_cb,
                                       g_object_ref (task));
    }
}

/* Reads to the end, but never more than @most_bytes. */
void
houbu_answer_read_async (GInputStream *stream,
                         gsize most_bytes,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (stream, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  reading->bytes = g_byte_array_new ();
  reading->most = most_bytes;
  g_task_set_source_tag (task, houbu_answer_read_async);
  g_task_set_task_data (task, reading, reading_free);
  g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_DEFAULT, cancellable,
                                   read_some_cb, task);
}

GBytes *
houbu_answer_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  g_assert (g_task_is_valid (result, stream));

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
has_media_type (SoupMessage *message, const char *wanted)
{
  const char *type =
      soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  return type != NULL && g_ascii_strcasecmp (type, wanted) == 0;
}

/* Seconds, or a date; HOUBU_UNSET when the server does not say. */
gint64
houbu_answer_get_retry_after (SoupMessage *message)
{
  const char *value =
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 seconds = 0;
  g_autoptr (GDateTime) date = NULL;

  if (value == NULL)
    return HOUBU_UNSET;
  if (g_ascii_string_to_unsigned (value, 10, 0, 24 * 60 * 60, &seconds, NULL))
    return (gint64) seconds;
  date = soup_date_time_new_from_http_string (value);
  if (date == NULL)
    return HOUBU_UNSET;
  return CLAMP (g_date_time_to_unix (date) - g_get_real_time () / G_USEC_PER_SEC, 0, 24 * 60 * 60);
}

/* What stands between us and the daemon (nginx, a campus portal) does not speak our language. */
static void
set_foreign_status (SoupMessage *message, guint status, GError **error)
{
  gint64 retry_after = houbu_answer_get_retry_after (message);

  if ((status >= 502 && status <= 504) || status == 429)
    houbu_error_set (error, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_NONE, "retry-after",
                     retry_after == HOUBU_UNSET ? (gint64) 1 : retry_after, NULL);
  else
    g_set_error (error, HOUBU_ERROR, HOUBU_ERROR_BAD_REPLY, "Unexpected HTTP status %u", status);
}

static void
set_problem (SoupMessage *message, GBytes *body, guint status, GError **error)
{
  g_autoptr (HoubuRecord) problem = NULL;

  if (has_media_type (message, "application/problem+json"))
    problem =
        houbu_record_from_bytes (HOUBU_TYPE_PROBLEM_DETAILS, body, HOUBU_DECODE_LENIENT, NULL);
  if (problem != NULL)
    g_propagate_error (error, houbu_error_from_problem (HOUBU_PROBLEM_DETAILS (problem)));
  else
    set_foreign_status (message, status, error);
}

/* The record in an answer, or the error that it reports. NULL without an error: none was expected.
 */
HoubuRecord *
houbu_answer_decode (SoupMessage *message, GBytes *body, GType reply_type, GError **error)
{
  guint status = soup_message_get_status (message);
  g_autoptr (GError) broken = NULL;
  HoubuRecord *record = NULL;

  if (status < 200 || status > 299)
    {
      set_problem (message, body, status, error);
      return NULL;
    }
  if (reply_type == G_TYPE_NONE)
    return NULL;
  if (!has_media_type (message, "application/json"))
    {
      g_set_error_literal (error, HOUBU_ERROR, HOUBU_ERROR_BAD_REPLY, "The answer is not JSON");
      return NULL;
    }
  record = houbu_record_from_bytes (reply_type, body, HOUBU_DECODE_LENIENT, &broken);
  if (record == NULL)
    g_set_error (error, HOUBU_ERROR, HOUBU_ERROR_BAD_REPLY, "%s", broken->message);
  return record;
}

/**
 * houbu_answer_error_from_transport:
 * @foreign: an error of GIO, TLS or libsoup
 *
 * The one place where those become ours.
 *
 * Returns: (transfer full): a `HOUBU_ERROR`, or @foreign again when it is ours or a cancellation
 */
GError *
houbu_answer_error_from_transport (const GError *foreign)
{
  if (foreign->domain == HOUBU_ERROR || g_error_matches (foreign, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (foreign);
  if (g_error_matches (foreign, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return g_error_new_literal (HOUBU_ERROR, HOUBU_ERROR_BAD_CERTIFICATE, foreign->message);
  if (g_error_matches (foreign, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_PARSING) ||
      g_error_matches (foreign, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_ENCODING) ||
      g_error_matches (foreign, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    return g_error_new_literal (HOUBU_ERROR, HOUBU_ERROR_BAD_REPLY, foreign->message);
  if (g_error_matches (foreign, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new_literal (HOUBU_ERROR, HOUBU_ERROR_TIMED_OUT, foreign->message);
  return g_error_new_literal (HOUBU_ERROR, HOUBU_ERROR_UNREACHABLE, foreign->message);
}

/**
 * houbu_answer_error_of_message:
 * @message: what was not answered
 * @foreign: why not
 *
 * As houbu_answer_error_from_transport(), but a certificate that was refused is named.
 *
 * Returns: (transfer full): a `HOUBU_ERROR`, or @foreign again when it is ours or a cancellation
 */
GError *
houbu_answer_error_of_message (SoupMessage *message, const GError *foreign)
{
  GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (message);

  if (g_error_matches (foreign, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE) && certificate != NULL)
    return houbu_certificate_refuse (certificate,
                                     soup_message_get_tls_peer_certificate_errors (message));
  return houbu_answer_error_from_transport (foreign);
}

/**
 * houbu_error_is_connection_trouble:
 * @error: an error of a connection
 *
 * Returns: whether the outcome is unknown or the server was away, so that nothing was refused
 */
gboolean
houbu_error_is_connection_trouble (const GError *error)
{
  return g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_UNREACHABLE) ||
         g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_TIMED_OUT) ||
         g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_BAD_REPLY) ||
         g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_BUSY) ||
         g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_INTERNAL);
}
