/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-browser.h"
#include "houbu-error.h"

#include <libsoup/soup.h>
#include <string.h>

#define SANDBOX "<head><meta name=\"generator\" content=\"houbu-sandbox-pay\"></head>"
#define FORM "<form><input type=\"radio\" name=\"method\" value=\"wallet\"></form>"

/* Only what stands beside the server or on this computer is opened. */
static void
test_may_open (void)
{
  static const struct
  {
    const char *server;
    const char *url;
    gboolean may;
  } cases[] = {
    { "https://exam.example", NULL, FALSE },
    { "https://exam.example", "nonsense", FALSE },
    { "https://exam.example", "https://pay.example/gateway.do?a=b", FALSE },
    { "https://exam.example", "https://exam.example.evil/pay", FALSE },
    { "https://exam.example", "https://exam.example:8443/pay", TRUE },
    { "https://exam.example", "http://127.0.0.1:8090/gateway.do", TRUE },
    { "http://127.0.0.1:8080", "http://localhost:8090/pay", TRUE },
    { "http://127.0.0.1:8080", "http://[::1]:8090/pay", TRUE },
    { "unix:/run/houbu/socket", "http://127.0.0.1:8090/pay", TRUE },
    { "unix:/run/houbu/socket", "https://pay.example/pay", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (HoubuServerAddress) server = houbu_server_address_parse (cases[i].server, &error);

      g_assert_no_error (error);
      g_test_message ("%s from %s", cases[i].url, cases[i].server);
      g_assert_cmpint (houbu_crowd_browser_may_open (server, cases[i].url), ==, cases[i].may);
    }
}

/* A platform with one page, and what was sent to it. */
typedef struct
{
  SoupServer *server; /* (owned) */
  const char *page;
  char *sent; /* (owned) (nullable) */
} Platform;

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  Platform *self = user_data;

  if (g_str_equal (path, "/gateway.do"))
    {
      soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, "/pay/one");
      return;
    }
  if (soup_server_message_get_method (message) == SOUP_METHOD_POST)
    {
      SoupMessageBody *body = soup_server_message_get_request_body (message);

      g_assert_null (self->sent);
      self->sent = g_strdup_printf ("%s %.*s", path, (int) body->length, body->data);
    }
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_COPY, self->page,
                                    strlen (self->page));
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Pays at a platform whose page is @page; returns what was sent to it. */
static char *
pay_at (const char *page, GError **error)
{
  Platform platform = { soup_server_new (NULL, NULL), page, NULL };
  GAsyncResult *result = NULL;
  g_autofree char *url = NULL;
  GSList *uris = NULL;

  soup_server_add_handler (platform.server, NULL, on_request, &platform, NULL);
  g_assert_true (soup_server_listen_local (platform.server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  uris = soup_server_get_uris (platform.server);
  url = g_strdup_printf ("http://127.0.0.1:%d/gateway.do", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  houbu_crowd_browser_pay_async (url, "card", NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  houbu_crowd_browser_pay_finish (result, error);
  g_object_unref (result);
  soup_server_disconnect (platform.server);
  g_object_unref (platform.server);
  return platform.sent;
}

/* At the sandbox the form is sent, once, to where the link had led. */
static void
test_pay (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sent = pay_at (SANDBOX FORM, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (sent, ==, "/pay/one method=card&action=pay");
}

/* What is paid already, or closed, has no form. */
static void
test_over (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sent = pay_at (SANDBOX "<p id=\"paid\">", &error);

  g_assert_no_error (error);
  g_assert_null (sent);
}

/* Nothing is typed into anybody else's page. */
static void
test_elsewhere (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sent = pay_at ("<head></head>" FORM, &error);

  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_PAYMENTS_OFF);
  g_assert_null (sent);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crowd/browser/may-open", test_may_open);
  g_test_add_func ("/crowd/browser/pay", test_pay);
  g_test_add_func ("/crowd/browser/over", test_over);
  g_test_add_func ("/crowd/browser/elsewhere", test_elsewhere);
  return g_test_run ();
}
