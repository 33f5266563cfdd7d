/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-exchange.h"

#include <string.h>

#include "houbu-error.h"
#include "houbu-limits.h"

#include "houbu-answer.h"
#include "houbu-backoff.h"
#include "houbu-connection-private.h"
#include "houbu-renewal.h"

#define FIRST_WAIT_MS 400
#define MOST_WAIT_MS 5000
#define MOST_RETRY_AFTER_SECONDS 10
#define TRANSFER_TIMEOUT_SECONDS 900

struct _HoubuExchange
{
  /* owned */
  char *method;
  char *path;
  char *key;           /* (nullable) */
  GBytes *body;        /* (nullable) */
  GFile *file;         /* (nullable) */
  GOutputStream *sink; /* (nullable): where the answer goes */
  char *content_type;  /* of the file */
  char *token;         /* (nullable): what the attempt under way carries */
  GBytes *kept;        /* (nullable): what the attempt under way says that it has */

  GType reply_type;
  guint attempt; /* the one under way, from 1 */
  gboolean anonymous;
  gboolean renewed;
  gboolean begun; /* something has gone into the sink */

  /* owned, of the attempt under way */
  GCancellable *attempt_cancellable;
  GSource *cancelled;
  GSource *deadline;
  SoupMessage *message;
  gboolean timed_out;
};

static void attempt (GTask *task);

HoubuExchange *
houbu_exchange_new (const char *method,
                    const char *path,
                    GType reply_type,
                    const char *idempotency_key)
{
  HoubuExchange *exchange = g_new0 (HoubuExchange, 1);

  exchange->method = g_strdup (method);
  exchange->path = g_strdup (path);
  exchange->reply_type = reply_type;
  exchange->key = g_strdup (idempotency_key);
  return exchange;
}

void
houbu_exchange_take_body (HoubuExchange *exchange, GBytes *body)
{
  g_clear_pointer (&exchange->body, g_bytes_unref);
  exchange->body = body;
}

void
houbu_exchange_set_file (HoubuExchange *exchange, GFile *file, const char *content_type)
{
  g_set_object (&exchange->file, file);
  g_free (exchange->content_type);
  exchange->content_type = g_strdup (content_type);
}

/* The answer is no record: it goes where it belongs as it comes, so that its size costs no memory.
 */
void
houbu_exchange_set_sink (HoubuExchange *exchange, GOutputStream *sink)
{
  g_set_object (&exchange->sink, sink);
}

/* Carries no session: what renews one. */
void
houbu_exchange_set_anonymous (HoubuExchange *exchange)
{
  exchange->anonymous = TRUE;
}

static void
drop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
end_attempt (HoubuExchange *exchange)
{
  drop_source (&exchange->cancelled);
  drop_source (&exchange->deadline);
  g_clear_object (&exchange->attempt_cancellable);
  g_clear_object (&exchange->message);
  g_clear_pointer (&exchange->token, g_free);
  g_clear_pointer (&exchange->kept, g_bytes_unref);
}

void
houbu_exchange_free (HoubuExchange *exchange)
{
  end_attempt (exchange);
  g_free (exchange->method);
  g_free (exchange->path);
  g_free (exchange->key);
  g_free (exchange->content_type);
  g_clear_pointer (&exchange->body, g_bytes_unref);
  g_clear_object (&exchange->file);
  g_clear_object (&exchange->sink);
  g_free (exchange);
}

/* Whether sending it a second time cannot do it a second time. */
static gboolean
is_repeatable (const HoubuExchange *exchange)
{
  return exchange->key != NULL || strcmp (exchange->method, "GET") == 0 ||
         strcmp (exchange->method, "PUT") == 0 || strcmp (exchange->method, "PATCH") == 0;
}

static gboolean
may_be_kept (const HoubuExchange *exchange)
{
  return strcmp (exchange->method, "GET") == 0 && exchange->reply_type != G_TYPE_NONE &&
         !exchange->anonymous;
}

/*
 * Whether to try again:
 * - the outcome is unknown: only what is repeatable;
 * - the server refused for now: it did nothing, so anything, unless it asks for a wait that nobody
 * sits out;
 * - part of the answer is in the sink already: never.
 */
static gboolean
may_retry (HoubuExchange *exchange, HoubuConnection *connection, const GError *error)
{
  if (error->domain != HOUBU_ERROR || !houbu_error_is_retryable (error) || exchange->begun ||
      exchange->attempt >= houbu_connection_get_attempts (connection))
    return FALSE;
  if (houbu_error_get_retry_after (error) > MOST_RETRY_AFTER_SECONDS)
    return FALSE;
  return is_repeatable (exchange) || error->code == HOUBU_ERROR_BUSY;
}

static gboolean
waited_cb (gpointer user_data)
{
  GTask *task = user_data;
  HoubuExchange *exchange = g_task_get_task_data (task);

  g_clear_pointer (&exchange->deadline, g_source_unref);
  if (!g_task_return_error_if_cancelled (task))
    attempt (task);
  return G_SOURCE_REMOVE;
}

/* A cancellable makes the wait shorter: the source is ready when either is. */
static void
wait_then_attempt (GTask *task, guint delay_ms)
{
  HoubuExchange *exchange = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  exchange->deadline = g_timeout_source_new (delay_ms);
  if (cancellable != NULL)
    {
      g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (exchange->deadline, cancelled);
    }
  g_source_set_callback (exchange->deadline, waited_cb, g_object_ref (task), g_object_unref);
  g_source_attach (exchange->deadline, g_task_get_context (task));
}

static guint
delay_before_next (HoubuExchange *exchange, const GError *error)
{
  gint64 retry_after = houbu_error_get_retry_after (error);

  if (retry_after != HOUBU_UNSET)
    return houbu_backoff_after_ms (retry_after, FIRST_WAIT_MS, g_random_double ());
  return houbu_backoff_delay_ms (exchange->attempt, FIRST_WAIT_MS, MOST_WAIT_MS,
                                 g_random_double ());
}

static void
fail_or_retry (GTask *task, GError *error)
{
  HoubuExchange *exchange = g_task_get_task_data (task);
  HoubuConnection *connection = g_task_get_source_object (task);

  if (!may_retry (exchange, connection, error))
    g_task_return_error (task, error);
  else
    {
      wait_then_attempt (task, delay_before_next (exchange, error));
      g_error_free (error);
    }
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (houbu_renewal_run_finish (HOUBU_CONNECTION (source), result, &error))
    attempt (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static gboolean
asks_for_renewal (const HoubuExchange *exchange, const GError *error)
{
  return exchange->token != NULL && !exchange->renewed &&
         g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_UNAUTHENTICATED);
}

/* Takes @error. Ours says more than the transport's when our own clock ended the attempt. */
static void
attempt_failed (GTask *task, GError *error)
{
  HoubuExchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) foreign = error;
  g_autoptr (GError) ours = houbu_answer_error_of_message (exchange->message, foreign);
  g_autofree char *token = NULL;
  gboolean renew = asks_for_renewal (exchange, foreign);

  if (renew)
    token = g_steal_pointer (&exchange->token);
  end_attempt (exchange);
  if (renew)
    {
      exchange->renewed = TRUE;
      houbu_renewal_run_async (g_task_get_source_object (task), token,
                               g_task_get_cancellable (task), renewed_cb, g_object_ref (task));
    }
  else if (exchange->timed_out && !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    fail_or_retry (task, g_error_new_literal (HOUBU_ERROR, HOUBU_ERROR_TIMED_OUT,
                                              "The server did not answer in time"));
  else
    fail_or_retry (task, g_steal_pointer (&ours));
}

/* The record; one that has not changed is read from what is kept. */
static HoubuRecord *
take_record (HoubuExchange *exchange, HoubuConnection *connection, GBytes *body, GError **error)
{
  SoupMessage *message = exchange->message;
  HoubuRecord *record = NULL;

  if (exchange->kept != NULL && soup_message_get_status (message) == SOUP_STATUS_NOT_MODIFIED)
    return houbu_record_from_bytes (exchange->reply_type, exchange->kept, HOUBU_DECODE_LENIENT,
                                    error);
  record = houbu_answer_decode (message, body, exchange->reply_type, error);
  if (record != NULL && may_be_kept (exchange))
    houbu_kept_answers_put (
        houbu_connection_get_kept (connection), exchange->path,
        soup_message_headers_get_one (soup_message_get_response_headers (message), "ETag"), body);
  return record;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuExchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = houbu_answer_read_finish (G_INPUT_STREAM (source), result, &error);
  HoubuRecord *record = NULL;

  if (body != NULL)
    record = take_record (exchange, g_task_get_source_object (task), body, &error);
  if (error != NULL)
    attempt_failed (task, g_steal_pointer (&error));
  else
    {
      end_attempt (exchange);
      g_task_return_pointer (task, record, g_object_unref);
    }
}

/* What the sink could not take is the caller's trouble, as a file is that cannot be read. */
static gboolean
is_of_sink (const GError *error)
{
  return error->domain == G_IO_ERROR && error->code != G_IO_ERROR_PARTIAL_INPUT &&
         error->code != G_IO_ERROR_CONNECTION_CLOSED && error->code != G_IO_ERROR_TIMED_OUT &&
         error->code != G_IO_ERROR_CANCELLED;
}

static void
spliced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuExchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error);
  if (error != NULL && !is_of_sink (error))
    {
      attempt_failed (task, g_steal_pointer (&error));
      return;
    }
  end_attempt (exchange);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, NULL, NULL);
}

static gboolean
goes_into_sink (const HoubuExchange *exchange)
{
  return exchange->sink != NULL &&
         SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (exchange->message));
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuExchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream =
      soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (stream == NULL)
    attempt_failed (task, g_steal_pointer (&error));
  else if (goes_into_sink (exchange))
    {
      exchange->begun = TRUE;
      g_output_stream_splice_async (exchange->sink, stream, G_OUTPUT_STREAM_SPLICE_NONE,
                                    G_PRIORITY_DEFAULT, exchange->attempt_cancellable, spliced_cb,
                                    g_object_ref (task));
    }
  else
    houbu_answer_read_async (stream, HOUBU_LIMIT_JSON_BYTES, exchange->attempt_cancellable, read_cb,
                             g_object_ref (task));
}

static void
send_message (GTask *task)
{
  HoubuExchange *exchange = g_task_get_task_data (task);
  HoubuConnection *connection = g_task_get_source_object (task);

  soup_session_send_async (houbu_connection_get_soup_session (connection), exchange->message,
                           G_PRIORITY_DEFAULT, exchange->attempt_cancellable, sent_cb,
                           g_object_ref (task));
}

/* The length goes first, so that a file that is too large is refused before it has travelled. */
static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuExchange *exchange = g_task_get_task_data (task);
  GFileInputStream *stream = G_FILE_INPUT_STREAM (source);
  g_autoptr (GFileInfo) info = g_file_input_stream_query_info_finish (stream, result, NULL);
  goffset length = -1;

  if (info != NULL && g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_STANDARD_SIZE))
    length = g_file_info_get_size (info);
  soup_message_set_request_body (exchange->message, exchange->content_type, G_INPUT_STREAM (stream),
                                 length);
  send_message (task);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuExchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, &error);

  if (stream == NULL)
    {
      end_attempt (exchange);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_file_input_stream_query_info_async (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_PRIORITY_DEFAULT,
                                        exchange->attempt_cancellable, measured_cb,
                                        g_object_ref (task));
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  HoubuExchange *exchange = user_data;

  g_cancellable_cancel (exchange->attempt_cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
deadline_cb (gpointer user_data)
{
  HoubuExchange *exchange = user_data;

  exchange->timed_out = TRUE;
  g_cancellable_cancel (exchange->attempt_cancellable);
  return G_SOURCE_REMOVE;
}

/* libsoup's time-out counts from the last byte; a server that drips would keep us for ever. */
static void
begin_attempt (GTask *task)
{
  HoubuExchange *exchange = g_task_get_task_data (task);
  HoubuConnection *connection = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  guint seconds = exchange->file != NULL || exchange->sink != NULL
                      ? TRANSFER_TIMEOUT_SECONDS
                      : houbu_connection_get_timeout (connection);

  exchange->attempt++;
  exchange->timed_out = FALSE;
  exchange->attempt_cancellable = g_cancellable_new ();
  if (cancellable != NULL)
    {
      exchange->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (exchange->cancelled, G_SOURCE_FUNC (cancelled_cb), exchange, NULL);
      g_source_attach (exchange->cancelled, g_task_get_context (task));
    }
  exchange->deadline = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (exchange->deadline, deadline_cb, exchange, NULL);
  g_source_attach (exchange->deadline, g_task_get_context (task));
}

static void
say_what_is_kept (HoubuExchange *exchange, HoubuConnection *connection, SoupMessageHeaders *headers)
{
  const char *tag = NULL;
  GBytes *body =
      houbu_kept_answers_find (houbu_connection_get_kept (connection), exchange->path, &tag);

  if (body == NULL)
    return;
  exchange->kept = g_bytes_ref (body);
  soup_message_headers_replace (headers, "If-None-Match", tag);
}

static SoupMessage *
make_message (HoubuExchange *exchange, HoubuConnection *connection)
{
  SoupMessage *message =
      houbu_connection_new_message (connection, exchange->method, exchange->path);
  SoupMessageHeaders *headers = NULL;

  if (message == NULL)
    return NULL;
  headers = soup_message_get_request_headers (message);
  if (exchange->anonymous)
    soup_message_headers_remove (headers, "Authorization");
  else
    exchange->token = g_strdup (houbu_connection_get_token (connection));
  soup_message_headers_replace (headers, "Accept",
                                exchange->sink != NULL
                                    ? "text/csv, application/problem+json"
                                    : "application/json, application/problem+json");
  if (may_be_kept (exchange))
    say_what_is_kept (exchange, connection, headers);
  if (exchange->key != NULL)
    soup_message_headers_replace (headers, "Idempotency-Key", exchange->key);
  if (exchange->body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", exchange->body);
  return message;
}

static void
attempt (GTask *task)
{
  HoubuExchange *exchange = g_task_get_task_data (task);

  begin_attempt (task);
  exchange->message = make_message (exchange, g_task_get_source_object (task));
  if (exchange->message == NULL)
    {
      end_attempt (exchange);
      g_task_return_new_error (task, HOUBU_ERROR, HOUBU_ERROR_INVALID_FIELD, "Not an address: %s",
                               exchange->path);
    }
  else if (exchange->file != NULL)
    g_file_read_async (exchange->file, G_PRIORITY_DEFAULT, exchange->attempt_cancellable, opened_cb,
                       g_object_ref (task));
  else
    send_message (task);
}

/* Takes @exchange. */
void
houbu_exchange_run_async (HoubuExchange *exchange,
                          HoubuConnection *connection,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (connection, cancellable, callback, user_data);

  g_task_set_source_tag (task, houbu_exchange_run_async);
  g_task_set_task_data (task, exchange, (GDestroyNotify) houbu_exchange_free);
  if (!g_task_return_error_if_cancelled (task))
    attempt (task);
}

/* The record; NULL without an error when none was expected. */
HoubuRecord *
houbu_exchange_run_finish (HoubuConnection *connection, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, connection), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
