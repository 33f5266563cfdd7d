/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-gateway.h"

#include "houbu-error.h"
#include "houbu-json-gate.h"

#include <libsoup/soup.h>
#include <string.h>

/* Answers are small; a bill of a day is not. */
#define MOST_ANSWER_BYTES (1 << 20)
#define MOST_FILE_BYTES (64 << 20)

struct _HoubuGateway
{
  GObject parent_instance;

  /* owned */
  char *url;
  char *app_id;
  char *notify_url; /* (nullable) */
  HoubuSigner *signer;
  SoupSession *soup;

  guint timeout_seconds;
};

G_DEFINE_FINAL_TYPE (HoubuGateway, houbu_gateway, G_TYPE_OBJECT)

/* A request under way. */
typedef struct
{
  char *node;                /* (owned) (nullable): where in the answer to look */
  GCancellable *cancellable; /* (owned) */
  guint timer;               /* source id, or 0 */
  gsize limit;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->node);
  g_object_unref (request->cancellable);
  if (request->timer != 0)
    g_source_remove (request->timer);
  g_free (request);
}

static void
set_silent (GError **error)
{
  houbu_error_set (error, HOUBU_ERROR_PROVIDER_SILENT, HOUBU_PROBLEM_NONE, NULL);
}

static void
houbu_gateway_finalize (GObject *object)
{
  HoubuGateway *self = HOUBU_GATEWAY (object);

  soup_session_abort (self->soup);
  g_object_unref (self->soup);
  houbu_signer_free (self->signer);
  g_free (self->url);
  g_free (self->app_id);
  g_free (self->notify_url);
  G_OBJECT_CLASS (houbu_gateway_parent_class)->finalize (object);
}

static void
houbu_gateway_class_init (HoubuGatewayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = houbu_gateway_finalize;
}

static void
houbu_gateway_init (HoubuGateway *self)
{
}

/**
 * houbu_gateway_new:
 * @url: of the platform's gateway
 * @app_id: what the platform knows this application by
 * @notify_url: (nullable): where it shall send notifications
 * @signer: (transfer full): the application's key and the platform's
 * @timeout_seconds: how long a request may take in all
 *
 * Returns: (transfer full): a gateway
 */
HoubuGateway *
houbu_gateway_new (const char *url,
                   const char *app_id,
                   const char *notify_url,
                   HoubuSigner *signer,
                   guint timeout_seconds)
{
  HoubuGateway *self = NULL;

  g_return_val_if_fail (url != NULL && app_id != NULL && signer != NULL, NULL);

  self = g_object_new (HOUBU_TYPE_GATEWAY, NULL);
  self->url = g_strdup (url);
  self->app_id = g_strdup (app_id);
  self->notify_url = g_strdup (notify_url);
  self->signer = signer;
  self->timeout_seconds = timeout_seconds;
  self->soup =
      g_object_new (SOUP_TYPE_SESSION, "timeout", timeout_seconds, "max-conns-per-host", 16, NULL);
  return self;
}

/**
 * houbu_gateway_get_signer:
 * @self: a gateway
 *
 * Returns: (transfer none): its keys
 */
HoubuSigner *
houbu_gateway_get_signer (HoubuGateway *self)
{
  return self->signer;
}

/**
 * houbu_gateway_get_app_id:
 * @self: a gateway
 *
 * Returns: (transfer none): what the platform knows this application by
 */
const char *
houbu_gateway_get_app_id (HoubuGateway *self)
{
  return self->app_id;
}

/* The form of a request, signed. */
static char *
encode_request (HoubuGateway *self, const char *method, const char *content, GError **error)
{
  g_autoptr (HoubuForm) form = houbu_form_new ();
  g_autofree char *timestamp = houbu_form_write_time (g_get_real_time ());
  g_autofree char *text = NULL;
  g_autofree char *signature = NULL;

  houbu_form_set (form, "app_id", self->app_id);
  houbu_form_set (form, "method", method);
  houbu_form_set (form, "format", "JSON");
  houbu_form_set (form, "charset", "utf-8");
  houbu_form_set (form, "sign_type", "RSA2");
  houbu_form_set (form, "timestamp", timestamp);
  houbu_form_set (form, "version", "1.0");
  houbu_form_set (form, "biz_content", content);
  if (self->notify_url != NULL)
    houbu_form_set (form, "notify_url", self->notify_url);
  text = houbu_form_to_signed_text (form, TRUE);
  signature = houbu_signer_sign (self->signer, text, error);
  if (signature == NULL)
    return NULL;
  houbu_form_set (form, "sign", signature);
  return houbu_form_encode (form);
}

/**
 * houbu_gateway_make_url:
 * @self: a gateway
 * @method: of the platform
 * @content: JSON
 *
 * Returns: (transfer full) (nullable): a signed request as a link for a browser
 */
char *
houbu_gateway_make_url (HoubuGateway *self, const char *method, const char *content)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *form = encode_request (self, method, content, &error);

  if (form != NULL)
    return g_strconcat (self->url, "?", form, NULL);
  g_warning ("a payment link could not be signed: %s", error->message);
  return NULL;
}

/* --------------------------------------------------------------------------------------------- */
/* Sending */

static gboolean
on_timeout (gpointer data)
{
  Request *request = data;

  request->timer = 0;
  g_cancellable_cancel (request->cancellable);
  return G_SOURCE_REMOVE;
}

static Request *
request_new (HoubuGateway *self, gsize limit)
{
  Request *request = g_new0 (Request, 1);

  request->cancellable = g_cancellable_new ();
  request->limit = limit;
  request->timer = g_timeout_add_seconds (self->timeout_seconds, on_timeout, request);
  return request;
}

/* Fails unless the platform said 200 and no more than it may say. */
static GBytes *
take_body (SoupSession *soup, GAsyncResult *result, gsize limit, GError **error)
{
  SoupMessage *message = soup_session_get_async_result_message (soup, result);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (soup, result, &failure);

  if (body == NULL)
    g_debug ("the platform could not be asked: %s", failure->message);
  else if (soup_message_get_status (message) != SOUP_STATUS_OK)
    g_debug ("the platform answered %u", soup_message_get_status (message));
  else if (g_bytes_get_size (body) <= limit)
    return g_steal_pointer (&body);
  set_silent (error);
  return NULL;
}

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The end of the string that begins at @p; the text is known to be proper JSON. */
static const char *
skip_string (const char *p)
{
  for (p++; *p != '"'; p++)
    if (*p == '\\')
      p++;
  return p + 1;
}

/* The end of the object that begins at @p. */
static const char *
skip_object (const char *p)
{
  guint depth = 0;

  do
    {
      if (*p == '"')
        {
          p = skip_string (p);
          continue;
        }
      if (*p == '{' || *p == '[')
        depth++;
      else if (*p == '}' || *p == ']')
        depth--;
      p++;
    }
  while (depth > 0);
  return p;
}

/**
 * houbu_gateway_find_node:
 * @text: proper JSON, an object at its root
 * @name: of a member of the root that is an object
 *
 * Returns: (transfer full) (nullable): that object's text, byte for byte
 */
char *
houbu_gateway_find_node (const char *text, const char *name)
{
  g_autofree char *key = g_strconcat ("\"", name, "\"", NULL);
  const char *p = strchr (text, '{');

  if (p == NULL)
    return NULL;
  for (p++; *p != '\0';)
    {
      const char *start = p;

      if (*p == '{' || *p == '[')
        {
          p = skip_object (p);
          continue;
        }
      if (*p != '"')
        {
          p++;
          continue;
        }
      p = skip_string (p);
      if (strncmp (start, key, strlen (key)) != 0)
        continue;
      while (is_space (*p) || *p == ':')
        p++;
      return *p == '{' ? g_strndup (p, (gsize) (skip_object (p) - p)) : NULL;
    }
  return NULL;
}

/* The node, if the platform signed it. */
static JsonObject *
read_answer (HoubuGateway *self, const Request *request, GBytes *body)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data (body, &length);
  g_autofree char *text = g_strndup (bytes, length);
  g_autoptr (JsonNode) root = houbu_json_gate_parse (text, (gssize) length, NULL);
  g_autofree char *node = NULL;
  JsonObject *object = NULL;

  if (root == NULL)
    return NULL;
  object = json_node_get_object (root);
  node = houbu_gateway_find_node (text, request->node);
  if (node == NULL ||
      !houbu_signer_verify (self->signer, node, -1,
                            json_object_get_string_member_with_default (object, "sign", NULL)))
    return NULL;
  return json_object_ref (json_object_get_object_member (object, request->node));
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuGateway *self = g_task_get_source_object (task);
  const Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) body = take_body (SOUP_SESSION (source), result, request->limit, &error);
  JsonObject *answer = body != NULL ? read_answer (self, request, body) : NULL;

  if (answer != NULL)
    {
      g_task_return_pointer (task, answer, (GDestroyNotify) json_object_unref);
      return;
    }
  if (error == NULL)
    set_silent (&error);
  g_task_return_error (task, error);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  GBytes *body = take_body (SOUP_SESSION (source), result, request->limit, &error);

  if (body != NULL)
    g_task_return_pointer (task, body, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static GTask *
task_new (
    HoubuGateway *self, gpointer tag, Request *request, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, request, request_free);
  return task;
}

static char *
name_node (const char *method)
{
  g_autofree char *name = g_strdelimit (g_strdup (method), ".", '_');

  return g_strconcat (name, "_response", NULL);
}

/**
 * houbu_gateway_call_async:
 * @self: a gateway
 * @method: of the platform
 * @content: JSON
 * @callback: called when the platform has answered or has not in time
 * @user_data: for @callback
 */
void
houbu_gateway_call_async (HoubuGateway *self,
                          const char *method,
                          const char *content,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  Request *request = request_new (self, MOST_ANSWER_BYTES);
  g_autoptr (GTask) task = task_new (self, houbu_gateway_call_async, request, callback, user_data);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_POST, self->url);
  GError *error = NULL;
  g_autofree char *form = encode_request (self, method, content, &error);
  g_autoptr (GBytes) body = NULL;

  request->node = name_node (method);
  if (form == NULL || message == NULL)
    {
      g_clear_error (&error);
      set_silent (&error);
      g_task_return_error (task, error);
      return;
    }
  body = g_bytes_new (form, strlen (form));
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_set_request_body_from_bytes (
      message, "application/x-www-form-urlencoded; charset=utf-8", body);
  soup_session_send_and_read_async (self->soup, message, G_PRIORITY_DEFAULT, request->cancellable,
                                    on_answered, g_steal_pointer (&task));
}

/**
 * houbu_gateway_call_finish:
 * @self: a gateway
 * @result: the result
 * @error: HOUBU_ERROR_PROVIDER_SILENT
 *
 * Returns: (transfer full): what the platform answered and signed
 */
JsonObject *
houbu_gateway_call_finish (HoubuGateway *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * houbu_gateway_get_async:
 * @self: a gateway
 * @url: that the platform named
 * @callback: called when it is here or has not come in time
 * @user_data: for @callback
 */
void
houbu_gateway_get_async (HoubuGateway *self,
                         const char *url,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  Request *request = request_new (self, MOST_FILE_BYTES);
  g_autoptr (GTask) task = task_new (self, houbu_gateway_get_async, request, callback, user_data);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, url);
  GError *error = NULL;

  if (message == NULL)
    {
      set_silent (&error);
      g_task_return_error (task, error);
      return;
    }
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_session_send_and_read_async (self->soup, message, G_PRIORITY_DEFAULT, request->cancellable,
                                    on_fetched, g_steal_pointer (&task));
}

/**
 * houbu_gateway_get_finish:
 * @self: a gateway
 * @result: the result
 * @error: HOUBU_ERROR_PROVIDER_SILENT
 *
 * Returns: (transfer full): what was there
 */
GBytes *
houbu_gateway_get_finish (HoubuGateway *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
