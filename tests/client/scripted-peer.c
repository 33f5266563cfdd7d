/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scripted-peer.h"

#include <string.h>

#define MAX_REQUEST (4 * 1024 * 1024)

typedef struct
{
  char *bytes; /* (owned) */
  gsize piece; /* 0 = all at once */
  guint pause_ms;
  PeerEnd end;
} Answer;

typedef struct
{
  char *route;      /* (owned) */
  GQueue answers;   /* (element-type Answer): the last one stays */
  GPtrArray *taken; /* (owned) (element-type utf8): requests */
} Route;

struct _ScriptedPeer
{
  GSocketService *service;
  GCancellable *over;
  char *url;
  GMutex mutex;
  GPtrArray *routes; /* (element-type Route): guarded by the mutex */
};

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->bytes);
  g_free (answer);
}

static void
route_free (gpointer data)
{
  Route *route = data;

  g_free (route->route);
  g_queue_clear_full (&route->answers, answer_free);
  g_ptr_array_unref (route->taken);
  g_free (route);
}

/* The longest route that the request begins with. */
static Route *
find_route (ScriptedPeer *peer, const char *request)
{
  Route *best = NULL;

  for (guint i = 0; i < peer->routes->len; i++)
    {
      Route *route = g_ptr_array_index (peer->routes, i);

      if (g_str_has_prefix (request, route->route) &&
          (best == NULL || strlen (route->route) > strlen (best->route)))
        best = route;
    }
  return best;
}

static Route *
get_route (ScriptedPeer *peer, const char *name)
{
  Route *route = NULL;

  for (guint i = 0; i < peer->routes->len; i++)
    {
      route = g_ptr_array_index (peer->routes, i);
      if (strcmp (route->route, name) == 0)
        return route;
    }
  route = g_new0 (Route, 1);
  route->route = g_strdup (name);
  route->taken = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (peer->routes, route);
  return route;
}

static gboolean
request_is_complete (const GString *request)
{
  const char *end = strstr (request->str, "\r\n\r\n");
  const char *length = strcasestr (request->str, "\r\ncontent-length:");

  if (end == NULL)
    return FALSE;
  if (length == NULL || length > end)
    return TRUE;
  return request->len >=
         (gsize) (end + 4 - request->str) +
             (gsize) g_ascii_strtoull (length + strlen ("\r\ncontent-length:"), NULL, 10);
}

static char *
read_request (ScriptedPeer *peer, GInputStream *input)
{
  g_autoptr (GString) request = g_string_new (NULL);
  char buffer[16384];

  while (request->len < MAX_REQUEST && !request_is_complete (request))
    {
      gssize got = g_input_stream_read (input, buffer, sizeof buffer, peer->over, NULL);

      if (got <= 0)
        return NULL;
      g_string_append_len (request, buffer, got);
    }
  return g_string_free (g_steal_pointer (&request), FALSE);
}

/* A copy of the answer to @request. */
static gboolean
take_answer (ScriptedPeer *peer, const char *request, Answer *copy)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&peer->mutex);
  Route *route = find_route (peer, request);
  Answer *answer = NULL;

  if (route == NULL || g_queue_is_empty (&route->answers))
    {
      g_test_message ("nothing was written for: %.80s", request);
      return FALSE;
    }
  g_ptr_array_add (route->taken, g_strdup (request));
  answer = g_queue_peek_head (&route->answers);
  *copy = *answer;
  copy->bytes = g_strdup (answer->bytes);
  if (g_queue_get_length (&route->answers) > 1)
    answer_free (g_queue_pop_head (&route->answers));
  return TRUE;
}

static gboolean
write_answer (ScriptedPeer *peer, GOutputStream *output, const Answer *answer)
{
  gsize length = strlen (answer->bytes);
  gsize piece = answer->piece > 0 ? answer->piece : length;

  for (gsize at = 0; at < length; at += piece)
    {
      if (!g_output_stream_write_all (output, answer->bytes + at, MIN (piece, length - at), NULL,
                                      peer->over, NULL))
        return FALSE;
      if (answer->pause_ms > 0)
        g_usleep (answer->pause_ms * 1000);
    }
  return TRUE;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  ScriptedPeer *peer = user_data;
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  g_socket_set_option (g_socket_connection_get_socket (connection), 6 /* IPPROTO_TCP */,
                       1 /* TCP_NODELAY */, 1, NULL);
  while (TRUE)
    {
      g_autofree char *request = read_request (peer, input);
      g_autofree char *bytes = NULL;
      Answer answer = { 0 };

      if (request == NULL || !take_answer (peer, request, &answer))
        break;
      bytes = answer.bytes;
      if (!write_answer (peer, output, &answer) || answer.end == PEER_CLOSE)
        break;
      if (answer.end == PEER_HANG)
        {
          char byte = 0;

          g_input_stream_read (input, &byte, 1, peer->over, NULL);
          break;
        }
    }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

ScriptedPeer *
scripted_peer_new (void)
{
  ScriptedPeer *peer = g_new0 (ScriptedPeer, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) actual = NULL;

  g_mutex_init (&peer->mutex);
  peer->routes = g_ptr_array_new_with_free_func (route_free);
  peer->over = g_cancellable_new ();
  peer->service = g_threaded_socket_service_new (20);
  g_assert_true (g_socket_listener_add_address (G_SOCKET_LISTENER (peer->service), address,
                                                G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                                &actual, &error));
  g_assert_no_error (error);
  peer->url = g_strdup_printf ("http://127.0.0.1:%u",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (actual)));
  g_signal_connect (peer->service, "run", G_CALLBACK (run_cb), peer);
  g_socket_service_start (peer->service);
  return peer;
}

void
scripted_peer_free (ScriptedPeer *peer)
{
  g_socket_service_stop (peer->service);
  g_cancellable_cancel (peer->over);
  g_socket_listener_close (G_SOCKET_LISTENER (peer->service));
  /* Each of its threads holds a reference to the service while it works. */
  while (G_OBJECT (peer->service)->ref_count > 1)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_object_unref (peer->service);
  g_object_unref (peer->over);
  g_ptr_array_unref (peer->routes);
  g_mutex_clear (&peer->mutex);
  g_free (peer->url);
  g_free (peer);
}

const char *
scripted_peer_get_url (ScriptedPeer *peer)
{
  return peer->url;
}

void
scripted_peer_say_slowly (ScriptedPeer *peer,
                          const char *route,
                          const char *bytes,
                          gsize piece,
                          guint pause_ms,
                          PeerEnd end)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&peer->mutex);
  Answer *answer = g_new0 (Answer, 1);

  answer->bytes = g_strdup (bytes);
  answer->piece = piece;
  answer->pause_ms = pause_ms;
  answer->end = end;
  g_queue_push_tail (&get_route (peer, route)->answers, answer);
}

void
scripted_peer_say (ScriptedPeer *peer, const char *route, const char *bytes, PeerEnd end)
{
  scripted_peer_say_slowly (peer, route, bytes, 0, 0, end);
}

void
scripted_peer_say_json (ScriptedPeer *peer, const char *route, guint status, const char *json)
{
  g_autofree char *bytes = g_strdup_printf ("HTTP/1.1 %u Fine\r\nContent-Type: application/json\r\n"
                                            "Content-Length: %zu\r\n\r\n%s",
                                            status, strlen (json), json);

  scripted_peer_say (peer, route, bytes, PEER_KEEP);
}

/* @more: further members of the problem, beginning with a comma, or "". */
void
scripted_peer_say_problem (
    ScriptedPeer *peer, const char *route, guint status, const char *code, const char *more)
{
  g_autofree char *json = g_strdup_printf ("{\"type\":\"urn:houbu:error:%s\",\"title\":\"No\","
                                           "\"status\":%u,\"code\":\"%s\"%s}",
                                           code, status, code, more);
  g_autofree char *bytes =
      g_strdup_printf ("HTTP/1.1 %u No\r\nContent-Type: application/problem+json\r\n"
                       "Content-Length: %zu\r\n\r\n%s",
                       status, strlen (json), json);

  scripted_peer_say (peer, route, bytes, PEER_KEEP);
}

guint
scripted_peer_count (ScriptedPeer *peer, const char *route)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&peer->mutex);

  return get_route (peer, route)->taken->len;
}

char *
scripted_peer_get_request (ScriptedPeer *peer, const char *route, guint number)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&peer->mutex);
  GPtrArray *taken = get_route (peer, route)->taken;

  g_assert_cmpuint (number, <, taken->len);
  return g_strdup (g_ptr_array_index (taken, number));
}

char *
scripted_peer_get_header (ScriptedPeer *peer, const char *route, guint number, const char *name)
{
  g_autofree char *request = scripted_peer_get_request (peer, route, number);
  g_auto (GStrv) lines = g_strsplit (request, "\r\n", -1);

  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      char *colon = strchr (lines[i], ':');

      if (colon == NULL)
        continue;
      *colon = '\0';
      if (g_ascii_strcasecmp (lines[i], name) == 0)
        return g_strdup (g_strstrip (colon + 1));
    }
  return NULL;
}
