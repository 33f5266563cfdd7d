/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sandbox-server.h"

#include <string.h>

#define MOST_BODY_BYTES 65536

/* A silent gateway keeps its caller waiting for longer than the caller waits. */
#define SILENCE_MS 12000

/* An answer that is held back. */
typedef struct
{
  HoubuHttpRequest *request; /* (owned) */
  HoubuHttpReply *reply;     /* (owned) */
} Held;

static HoubuHttpReply *
make_text (guint status, const char *type, const char *text)
{
  HoubuHttpReply *reply = houbu_http_reply_new (status, type, NULL);

  reply->body = g_bytes_new (text, strlen (text));
  return reply;
}

static HoubuHttpReply *
make_plain (guint status, const char *text)
{
  return make_text (status, "text/plain; charset=utf-8", text);
}

static HoubuHttpReply *
redirect (const char *path)
{
  HoubuHttpReply *reply = make_plain (303, "");

  houbu_http_reply_add_header (reply, "Location", path);
  return reply;
}

static gboolean
on_held (gpointer data)
{
  Held *held = data;

  houbu_http_request_reply (held->request, held->reply);
  houbu_http_request_unref (held->request);
  g_free (held);
  return G_SOURCE_REMOVE;
}

/* The gateway's answers are what can be slow. */
static void
reply_slowly (HoubuSandbox *sandbox, HoubuHttpRequest *request, HoubuHttpReply *reply)
{
  const HoubuSandboxMischief *mischief = &sandbox->mischief;
  guint wait = mischief->silent != 0 ? SILENCE_MS : mischief->slow_ms;
  Held *held = NULL;

  if (wait == 0)
    {
      houbu_http_request_reply (request, reply);
      return;
    }
  held = g_new0 (Held, 1);
  held->request = houbu_http_request_ref (request);
  held->reply = reply;
  g_timeout_add (wait, on_held, held);
}

static HoubuForm *
read_form (HoubuHttpRequest *request)
{
  g_autoptr (GBytes) body = houbu_http_request_get_body (request);
  gsize length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : NULL;

  return length > 0 ? houbu_form_parse (text, (gssize) length) : NULL;
}

static HoubuForm *
query_to_form (const HoubuHttpTarget *target)
{
  HoubuForm *form = houbu_form_new ();
  GHashTableIter iter;
  gpointer name = NULL;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, target->query);
  while (g_hash_table_iter_next (&iter, &name, &value))
    houbu_form_set (form, name, value);
  return form;
}

/* The language that was chosen on the page, if one was. */
static const char *
get_chosen_language (HoubuHttpRequest *request)
{
  return g_hash_table_lookup (houbu_http_request_get_target (request)->query, "lang");
}

static const char *
get_language (HoubuHttpRequest *request)
{
  const char *chosen = get_chosen_language (request);

  return chosen != NULL ? chosen
                        : houbu_http_request_get_known (request, HOUBU_HEADER_ACCEPT_LANGUAGE);
}

static HoubuHttpReply *
go_to_page (const HoubuSandboxTrade *trade, HoubuHttpRequest *request)
{
  const char *chosen = get_chosen_language (request);
  g_autofree char *language = NULL;
  g_autofree char *path = NULL;

  if (trade == NULL)
    return houbu_sandbox_page_missing (get_language (request));
  language = chosen != NULL ? g_uri_escape_string (chosen, NULL, FALSE) : NULL;
  path = g_strconcat ("/pay/", trade->page, language != NULL ? "?lang=" : NULL, language, NULL);
  return redirect (path);
}

static void
serve_gateway (HoubuSandboxServer *self, HoubuHttpRequest *request, gboolean post)
{
  g_autoptr (HoubuForm) form =
      post ? read_form (request) : query_to_form (houbu_http_request_get_target (request));
  g_autofree char *answer = NULL;

  if (form == NULL)
    houbu_http_request_reply (request, make_plain (400, "not a form\n"));
  else if (post)
    {
      answer = houbu_sandbox_gateway_answer (self->sandbox, form);
      reply_slowly (self->sandbox, request,
                    make_text (200, "application/json; charset=utf-8", answer));
    }
  else
    {
      g_autoptr (HoubuSandboxTrade) trade = houbu_sandbox_gateway_begin_page (self->sandbox, form);

      houbu_http_request_reply (request, go_to_page (trade, request));
    }
}

static HoubuHttpReply *
pay (HoubuSandboxServer *self, const HoubuSandboxTrade *trade, HoubuHttpRequest *request)
{
  g_autoptr (HoubuForm) form = read_form (request);
  const char *method = form != NULL ? houbu_form_get (form, "method") : NULL;

  if (method == NULL || g_strcmp0 (houbu_form_get (form, "action"), "pay") != 0)
    return make_plain (400, "no method chosen\n");
  if (houbu_sandbox_ledger_pay (self->sandbox->ledger, trade->key, method, houbu_sandbox_now ()))
    houbu_sandbox_notifier_wake (self->notifier);
  return go_to_page (trade, request);
}

static void
serve_page (HoubuSandboxServer *self, HoubuHttpRequest *request, const char *page, gboolean post)
{
  g_autoptr (HoubuSandboxTrade) trade =
      houbu_sandbox_ledger_find (self->sandbox->ledger, HOUBU_SANDBOX_BY_PAGE, page);
  const char *language = get_language (request);

  if (trade == NULL)
    houbu_http_request_reply (request, houbu_sandbox_page_missing (language));
  else if (post)
    houbu_http_request_reply (request, pay (self, trade, request));
  else
    houbu_http_request_reply (request, houbu_sandbox_page_show (self->sandbox, trade, language));
}

static void
serve_code (HoubuSandboxServer *self, HoubuHttpRequest *request, const char *page)
{
  g_autoptr (HoubuSandboxTrade) trade =
      houbu_sandbox_ledger_find (self->sandbox->ledger, HOUBU_SANDBOX_BY_PAGE, page);

  houbu_http_request_reply (request, go_to_page (trade, request));
}

/* Controls and bills are for those who know the word. */
static gboolean
knows_word (HoubuSandboxServer *self, const char *word)
{
  return g_strcmp0 (word, self->sandbox->control) == 0;
}

static void
serve_control (HoubuSandboxServer *self, HoubuHttpRequest *request, gboolean post)
{
  g_autoptr (HoubuForm) form = post ? read_form (request) : NULL;
  g_autofree char *state = NULL;

  if (!knows_word (self, houbu_http_request_get_header (request, "X-Control")))
    {
      houbu_http_request_reply (request, make_plain (403, "no\n"));
      return;
    }
  if (post && (form == NULL || !houbu_sandbox_control_set (self->sandbox, form)))
    {
      houbu_http_request_reply (request, make_plain (422, "there is no such mischief\n"));
      return;
    }
  state = houbu_sandbox_control_show (self->sandbox);
  houbu_http_request_reply (request, make_text (200, "application/json", state));
}

static void
serve_bill (HoubuSandboxServer *self, HoubuHttpRequest *request, GStrv segments)
{
  g_autofree char *bill = NULL;

  if (!knows_word (self, segments[1]))
    {
      houbu_http_request_reply (request, make_plain (404, "no\n"));
      return;
    }
  bill = houbu_sandbox_gateway_bill (self->sandbox, segments[2]);
  houbu_http_request_reply (request, make_text (200, "text/csv; charset=utf-8", bill));
}

static void
on_complete (HoubuHttpRequest *request, gpointer data)
{
  HoubuSandboxServer *self = data;
  const HoubuHttpTarget *target = houbu_http_request_get_target (request);
  guint count = target != NULL ? g_strv_length (target->segments) : 0;
  gboolean post = strcmp (houbu_http_request_get_method (request), "POST") == 0;
  const char *first = count > 0 ? target->segments[0] : "";

  if (houbu_http_request_is_answered (request))
    return;
  if (houbu_http_request_is_too_large (request))
    houbu_http_request_reply (request, make_plain (413, "too large\n"));
  else if (!post && strcmp (houbu_http_request_get_method (request), "GET") != 0)
    houbu_http_request_reply (request, make_plain (405, "GET or POST\n"));
  else if (count == 1 && strcmp (first, "gateway.do") == 0)
    serve_gateway (self, request, post);
  else if (count == 2 && strcmp (first, "pay") == 0)
    serve_page (self, request, target->segments[1], post);
  else if (count == 2 && strcmp (first, "q") == 0)
    serve_code (self, request, target->segments[1]);
  else if (count == 1 && strcmp (first, "control") == 0)
    serve_control (self, request, post);
  else if (count == 3 && strcmp (first, "bill") == 0)
    serve_bill (self, request, target->segments);
  else
    houbu_http_request_reply (request, make_plain (404, "nothing here\n"));
}

static void
on_begin (HoubuHttpRequest *request, gpointer data)
{
  houbu_http_request_set_body_limit (request, MOST_BODY_BYTES);
}

static HoubuHttpReply *
on_malformed (const char *reason, gpointer data)
{
  return make_plain (400, "malformed\n");
}

static const HoubuHttpHandler handler = { .malformed = on_malformed,
                                          .begin = on_begin,
                                          .complete = on_complete };

HoubuHttpServer *
houbu_sandbox_server_new (HoubuSandboxServer *self, GError **error)
{
  HoubuHttpLimits limits;

  houbu_http_limits_init (&limits);
  limits.connections = MIN (limits.connections, 256);
  return houbu_http_server_new (&limits, &handler, self, error);
}
