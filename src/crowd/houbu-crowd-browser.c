/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-browser.h"

#include <libsoup/soup.h>
#include <string.h>

#include "houbu-answer.h"
#include "houbu-error.h"

#define PAGE_SECONDS 30
#define MOST_PAGE_BYTES (256 * 1024)

/* Who made the page. Nobody types into a page that anybody else made. */
#define SANDBOX_MARK "<meta name=\"generator\" content=\"houbu-sandbox-pay\">"
#define FORM_MARK "name=\"method\""

/* One payment in a browser that knows nothing else. */
typedef struct
{
  SoupSession *soup;    /* (owned) */
  SoupMessage *message; /* (owned) (nullable): the page that is asked for */
  char *method;         /* (owned) */
  gboolean sent;        /* the form has gone */
} Paying;

static void
paying_free (gpointer data)
{
  Paying *paying = data;

  g_object_unref (paying->soup);
  g_clear_object (&paying->message);
  g_free (paying->method);
  g_free (paying);
}

static void on_answered (GObject *source, GAsyncResult *result, gpointer user_data);

/* Takes @message. */
static void
ask (GTask *task, SoupMessage *message)
{
  Paying *paying = g_task_get_task_data (task);

  g_clear_object (&paying->message);
  paying->message = message;
  soup_session_send_async (paying->soup, message, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                           on_answered, g_object_ref (task));
}

static void
send_form (GTask *task)
{
  Paying *paying = g_task_get_task_data (task);
  SoupMessage *message =
      soup_message_new_from_uri (SOUP_METHOD_POST, soup_message_get_uri (paying->message));
  g_autofree char *form = g_strdup_printf ("method=%s&action=pay", paying->method);
  g_autoptr (GBytes) body = g_bytes_new (form, strlen (form));

  paying->sent = TRUE;
  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
  ask (task, message);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Paying *paying = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = houbu_answer_read_finish (G_INPUT_STREAM (source), result, &error);
  g_autofree char *page = NULL;

  if (body == NULL)
    {
      g_task_return_error (task, houbu_answer_error_from_transport (error));
      return;
    }
  page = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  if (page == NULL || strstr (page, SANDBOX_MARK) == NULL)
    g_task_return_new_error (task, HOUBU_ERROR, HOUBU_ERROR_PAYMENTS_OFF,
                             "That is not the sandbox's page");
  else if (!paying->sent && strstr (page, FORM_MARK) != NULL)
    send_form (task);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream =
      soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (stream == NULL)
    g_task_return_error (task, houbu_answer_error_from_transport (error));
  else
    houbu_answer_read_async (stream, MOST_PAGE_BYTES, g_task_get_cancellable (task), on_read,
                             g_object_ref (task));
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_str_equal (host, "localhost") ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

/**
 * houbu_crowd_browser_may_open:
 * @server: where the crowd is
 * @url: (nullable): where it is told to pay
 *
 * A sandbox stands beside the server or on this computer; nobody is sent anywhere else.
 *
 * Returns: whether the page may be asked for
 */
gboolean
houbu_crowd_browser_may_open (HoubuServerAddress *server, const char *url)
{
  g_autoptr (GUri) page = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  g_autoptr (GUri) home =
      g_uri_parse (houbu_server_address_to_string (server), G_URI_FLAGS_NONE, NULL);
  const char *host = page != NULL ? g_uri_get_host (page) : NULL;

  if (host == NULL)
    return FALSE;
  return is_loopback (host) || (home != NULL && g_strcmp0 (host, g_uri_get_host (home)) == 0);
}

/**
 * houbu_crowd_browser_pay_async:
 * @url: the pay page of an order
 * @method: how to pay
 * @cancellable: (nullable): ends it; the order may be paid all the same
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Does what a browser does: opens the page, follows where it leads, chooses a method, sends the
 * form.
 */
void
houbu_crowd_browser_pay_async (const char *url,
                               const char *method,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  SoupMessage *message = soup_message_new (SOUP_METHOD_GET, url);
  Paying *paying = g_new0 (Paying, 1);

  paying->soup = soup_session_new_with_options ("timeout", PAGE_SECONDS, NULL);
  paying->method = g_strdup (method);
  g_task_set_source_tag (task, houbu_crowd_browser_pay_async);
  g_task_set_task_data (task, paying, paying_free);
  if (message != NULL)
    ask (task, message);
  else
    g_task_return_new_error (task, HOUBU_ERROR, HOUBU_ERROR_PAYMENTS_OFF, "Not an address: %s",
                             url);
}

/**
 * houbu_crowd_browser_pay_finish:
 * @result: what the callback got
 * @error: HOUBU_ERROR_PAYMENTS_OFF when there is no sandbox; what the connection failed with
 *
 * Returns: whether the sandbox has answered; whether it took the money is the server's to say
 */
gboolean
houbu_crowd_browser_pay_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
