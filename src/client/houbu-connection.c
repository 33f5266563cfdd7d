/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-connection.h"

#include <gio/gunixsocketaddress.h>

#include "houbu-connection-private.h"
#include "houbu-exchange.h"
#include "houbu-config.h"

#define DEFAULT_ATTEMPTS 4
#define DEFAULT_TIMEOUT_SECONDS 20

struct _HoubuConnection
{
  GObject parent_instance;

  /* owned */
  HoubuServerAddress *address;
  SoupSession *soup;
  HoubuSession *session; /* (nullable) */
  char *language;
  HoubuKeptAnswers *kept; /* of this session in this language */
  GPtrArray
      *renewal_waiters; /* (element-type GTask): all wait for the one renewal that is under way */

  guint attempts;
  guint timeout_seconds;
};

enum
{
  PROP_SERVER = 1,
  PROP_LANGUAGE,
  PROP_SESSION,
  PROP_SIGNED_IN,
  N_PROPS
};

enum
{
  SESSION_LOST,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuConnection, houbu_connection, G_TYPE_OBJECT)

static const char *
language_of_user (void)
{
  for (const char *const *name = g_get_language_names (); *name != NULL; name++)
    {
      if (g_str_has_prefix (*name, "zh"))
        return "zh-CN";
      if (g_str_has_prefix (*name, "en"))
        return "en";
    }
  return "en";
}

static void
houbu_connection_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HoubuConnection *self = HOUBU_CONNECTION (object);

  switch (id)
    {
    case PROP_SERVER:
      g_value_set_string (value, houbu_connection_get_server (self));
      break;
    case PROP_LANGUAGE:
      g_value_set_string (value, self->language);
      break;
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_SIGNED_IN:
      g_value_set_boolean (value, self->session != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
houbu_connection_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HoubuConnection *self = HOUBU_CONNECTION (object);

  switch (id)
    {
    case PROP_LANGUAGE:
      houbu_connection_set_language (self, g_value_get_string (value));
      break;
    case PROP_SESSION:
      houbu_connection_set_session (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
houbu_connection_finalize (GObject *object)
{
  HoubuConnection *self = HOUBU_CONNECTION (object);

  if (self->soup != NULL)
    soup_session_abort (self->soup);
  g_clear_object (&self->soup);
  g_clear_object (&self->session);
  g_clear_pointer (&self->address, houbu_server_address_unref);
  g_clear_pointer (&self->renewal_waiters, g_ptr_array_unref);
  houbu_kept_answers_free (self->kept);
  g_free (self->language);
  G_OBJECT_CLASS (houbu_connection_parent_class)->finalize (object);
}

static void
houbu_connection_class_init (HoubuConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = houbu_connection_get_property;
  object_class->set_property = houbu_connection_set_property;
  object_class->finalize = houbu_connection_finalize;

  props[PROP_SERVER] = g_param_spec_string ("server", NULL, NULL, NULL, read);
  props[PROP_LANGUAGE] =
      g_param_spec_string ("language", NULL, NULL, "en", read | G_PARAM_WRITABLE);
  props[PROP_SESSION] =
      g_param_spec_object ("session", NULL, NULL, HOUBU_TYPE_SESSION, read | G_PARAM_WRITABLE);
  props[PROP_SIGNED_IN] = g_param_spec_boolean ("signed-in", NULL, NULL, FALSE, read);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SESSION_LOST] = g_signal_new ("session-lost", HOUBU_TYPE_CONNECTION, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
houbu_connection_init (HoubuConnection *self)
{
  self->language = g_strdup (language_of_user ());
  self->kept = houbu_kept_answers_new ();
  self->renewal_waiters = g_ptr_array_new_with_free_func (g_object_unref);
  self->attempts = DEFAULT_ATTEMPTS;
  self->timeout_seconds = DEFAULT_TIMEOUT_SECONDS;
}

/**
 * houbu_connection_new:
 * @address: (transfer none): the server
 *
 * Returns: (transfer full): a connection; nothing is sent yet
 */
HoubuConnection *
houbu_connection_new (HoubuServerAddress *address)
{
  HoubuConnection *self = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  self = g_object_new (HOUBU_TYPE_CONNECTION, NULL);
  self->address = houbu_server_address_ref (address);
  self->soup = houbu_connection_new_soup_session (self, self->timeout_seconds);
  return self;
}

/**
 * houbu_connection_new_for_text:
 * @server: the address as it was typed
 * @error: as houbu_server_address_parse()
 *
 * Returns: (transfer full) (nullable): a connection
 */
HoubuConnection *
houbu_connection_new_for_text (const char *server, GError **error)
{
  g_autoptr (HoubuServerAddress) address = houbu_server_address_parse (server, error);

  return address != NULL ? houbu_connection_new (address) : NULL;
}

/**
 * houbu_connection_get_server:
 * @self: a connection
 *
 * Returns: (transfer none): the address of the server, to show and to remember
 */
const char *
houbu_connection_get_server (HoubuConnection *self)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (self), NULL);

  return houbu_server_address_to_string (self->address);
}

/**
 * houbu_connection_get_language:
 * @self: a connection
 *
 * Returns: (transfer none): "en" or "zh-CN", the language of the server's texts
 */
const char *
houbu_connection_get_language (HoubuConnection *self)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (self), NULL);

  return self->language;
}

/**
 * houbu_connection_set_language:
 * @self: a connection
 * @language: (nullable): "en" or "zh-CN", %NULL for the user's
 */
void
houbu_connection_set_language (HoubuConnection *self, const char *language)
{
  const char *wanted = language != NULL ? language : language_of_user ();

  g_return_if_fail (HOUBU_IS_CONNECTION (self));

  if (g_strcmp0 (self->language, wanted) == 0)
    return;
  g_free (self->language);
  self->language = g_strdup (wanted);
  houbu_kept_answers_forget (self->kept);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LANGUAGE]);
}

/**
 * houbu_connection_get_session:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): the session that requests carry
 */
HoubuSession *
houbu_connection_get_session (HoubuConnection *self)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (self), NULL);

  return self->session;
}

/**
 * houbu_connection_set_session:
 * @self: a connection
 * @session: (nullable): the session that requests carry from now on
 */
void
houbu_connection_set_session (HoubuConnection *self, HoubuSession *session)
{
  gboolean was_signed_in = FALSE;

  g_return_if_fail (HOUBU_IS_CONNECTION (self));
  g_return_if_fail (session == NULL || HOUBU_IS_SESSION (session));

  was_signed_in = self->session != NULL;
  if (!g_set_object (&self->session, session))
    return;
  houbu_kept_answers_forget (self->kept);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
  if (was_signed_in != (self->session != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SIGNED_IN]);
}

/**
 * houbu_connection_get_signed_in:
 * @self: a connection
 *
 * Returns: whether there is a session
 */
gboolean
houbu_connection_get_signed_in (HoubuConnection *self)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (self), FALSE);

  return self->session != NULL;
}

/**
 * houbu_connection_set_patience:
 * @self: a connection
 * @attempts: how often one request is sent at most, 1 or more
 * @timeout_seconds: how long one attempt may take, 1 or more
 */
void
houbu_connection_set_patience (HoubuConnection *self, guint attempts, guint timeout_seconds)
{
  g_return_if_fail (HOUBU_IS_CONNECTION (self));
  g_return_if_fail (attempts > 0 && timeout_seconds > 0);

  self->attempts = attempts;
  self->timeout_seconds = timeout_seconds;
  soup_session_set_timeout (self->soup, timeout_seconds);
}

/**
 * houbu_connection_send_async:
 * @self: a connection
 * @method: `GET`, `POST`, `PUT`, `PATCH` or `DELETE`
 * @path: encoded path with query, beginning with `/v1/`
 * @body: (nullable): what to send
 * @reply_type: the type of record that is expected, %G_TYPE_NONE when there is none
 * @idempotency_key: (nullable): makes it safe to send a `POST` again
 * @cancellable: (nullable): ends it; the server may have done it all the same
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_connection_send_async (HoubuConnection *self,
                             const char *method,
                             const char *path,
                             HoubuRecord *body,
                             GType reply_type,
                             const char *idempotency_key,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  HoubuExchange *exchange = NULL;

  g_return_if_fail (HOUBU_IS_CONNECTION (self));
  g_return_if_fail (method != NULL && path != NULL);

  exchange = houbu_exchange_new (method, path, reply_type, idempotency_key);
  if (body != NULL)
    houbu_exchange_take_body (exchange, houbu_record_to_bytes (body));
  houbu_exchange_run_async (exchange, self, cancellable, callback, user_data);
}

/**
 * houbu_connection_send_finish:
 * @self: a connection
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the answer; %NULL without @error when none was expected
 */
HoubuRecord *
houbu_connection_send_finish (HoubuConnection *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (self), NULL);

  return houbu_exchange_run_finish (self, result, error);
}

/**
 * houbu_connection_upload_async:
 * @self: a connection
 * @path: encoded path with query
 * @file: what to send; read while it is sent
 * @content_type: its media type
 * @reply_type: the type of record that is expected
 * @idempotency_key: (nullable): makes it safe to send it again
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_connection_upload_async (HoubuConnection *self,
                               const char *path,
                               GFile *file,
                               const char *content_type,
                               GType reply_type,
                               const char *idempotency_key,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  HoubuExchange *exchange = NULL;

  g_return_if_fail (HOUBU_IS_CONNECTION (self));
  g_return_if_fail (path != NULL && G_IS_FILE (file) && content_type != NULL);

  exchange = houbu_exchange_new ("POST", path, reply_type, idempotency_key);
  houbu_exchange_set_file (exchange, file, content_type);
  houbu_exchange_run_async (exchange, self, cancellable, callback, user_data);
}

/**
 * houbu_connection_upload_finish:
 * @self: a connection
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, a `G_IO_ERROR` when the file cannot be read, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the answer
 */
HoubuRecord *
houbu_connection_upload_finish (HoubuConnection *self, GAsyncResult *result, GError **error)
{
  return houbu_connection_send_finish (self, result, error);
}

/**
 * houbu_connection_download_async:
 * @self: a connection
 * @path: encoded path with query of what is no record
 * @sink: where the bytes go as they come; it is not closed
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Fetches a file of any size. Once its first byte is there nothing is tried again: what is in @sink
 * after a failure is to be thrown away.
 */
void
houbu_connection_download_async (HoubuConnection *self,
                                 const char *path,
                                 GOutputStream *sink,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  HoubuExchange *exchange = NULL;

  g_return_if_fail (HOUBU_IS_CONNECTION (self));
  g_return_if_fail (path != NULL && G_IS_OUTPUT_STREAM (sink));

  exchange = houbu_exchange_new ("GET", path, G_TYPE_NONE, NULL);
  houbu_exchange_set_sink (exchange, sink);
  houbu_exchange_run_async (exchange, self, cancellable, callback, user_data);
}

/**
 * houbu_connection_download_finish:
 * @self: a connection
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, a `G_IO_ERROR` when the sink takes no more, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether all of it is in the sink
 */
gboolean
houbu_connection_download_finish (HoubuConnection *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HoubuRecord) nothing = houbu_connection_send_finish (self, result, &failure);

  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* For the rest of this folder */

SoupSession *
houbu_connection_new_soup_session (HoubuConnection *self, guint timeout_seconds)
{
  const char *socket_path = houbu_server_address_get_socket_path (self->address);
  g_autoptr (GSocketConnectable) local = NULL;
  SoupSession *soup = NULL;

  if (socket_path != NULL)
    local = G_SOCKET_CONNECTABLE (g_unix_socket_address_new (socket_path));
  soup = g_object_new (SOUP_TYPE_SESSION, "remote-connectable", local, "timeout", timeout_seconds,
                       "idle-timeout", 30, "user-agent", "houbu/" HOUBU_VERSION, NULL);
  /* A proxy that is named without exceptions would look for this computer on itself. */
  if (socket_path != NULL || houbu_server_address_is_loopback (self->address))
    soup_session_set_proxy_resolver (soup, NULL);
  return soup;
}

/* No redirect is ever followed: an answer from elsewhere is none, and a token must not travel
 * there. */
SoupMessage *
houbu_connection_new_message (HoubuConnection *self, const char *method, const char *path)
{
  g_autofree char *url = houbu_server_address_resolve (self->address, path);
  SoupMessage *message = soup_message_new (method, url);
  SoupMessageHeaders *headers = NULL;

  if (message == NULL)
    return NULL;
  headers = soup_message_get_request_headers (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (headers, "Accept-Language", self->language);
  if (self->session != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", houbu_connection_get_token (self), NULL);

      soup_message_headers_replace (headers, "Authorization", value);
    }
  return message;
}

SoupSession *
houbu_connection_get_soup_session (HoubuConnection *self)
{
  return self->soup;
}

const char *
houbu_connection_get_token (HoubuConnection *self)
{
  return self->session != NULL ? houbu_session_get_token (self->session) : NULL;
}

guint
houbu_connection_get_attempts (HoubuConnection *self)
{
  return self->attempts;
}

guint
houbu_connection_get_timeout (HoubuConnection *self)
{
  return self->timeout_seconds;
}

HoubuKeptAnswers *
houbu_connection_get_kept (HoubuConnection *self)
{
  return self->kept;
}

GPtrArray *
houbu_connection_get_renewal_waiters (HoubuConnection *self)
{
  return self->renewal_waiters;
}

void
houbu_connection_lose_session (HoubuConnection *self)
{
  if (self->session == NULL)
    return;
  houbu_connection_set_session (self, NULL);
  g_signal_emit (self, signals[SESSION_LOST], 0);
}

/* Requests and answers lie in the buffers of open connections; they go with them. */
void
houbu_connection_hang_up (HoubuConnection *self)
{
  soup_session_abort (self->soup);
}
