/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-daemon-notify.h"

#include <gio/gunixsocketaddress.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PROBE "GET /v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
#define PROBE_SECONDS 5

struct _HoubuDaemonNotify
{
  GSocketAddress *address;   /* (owned) */
  GSocketClient *client;     /* (owned) */
  GCancellable *cancellable; /* (owned) */
  guint timer;
};

typedef struct
{
  GSocketConnection *connection; /* (owned) */
  GCancellable *cancellable;     /* (owned) */
  char answer[16];
} Probe;

static void
probe_free (Probe *probe)
{
  g_clear_object (&probe->connection);
  g_object_unref (probe->cancellable);
  g_free (probe);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Probe, probe_free)

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Probe) probe = data;
  gsize length = 0;

  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, NULL);
  /* 503 is an answer too: a store that cannot commit is not cured by a restart. */
  if (length == sizeof probe->answer && memcmp (probe->answer, "HTTP/1.1 ", 9) == 0)
    houbu_daemon_notify_send ("WATCHDOG=1");
  else if (!g_cancellable_is_cancelled (probe->cancellable))
    g_warning ("The own listener does not answer");
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Probe) probe = data;
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (probe->connection));
  GCancellable *cancellable = probe->cancellable;
  char *answer = probe->answer;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    return;
  g_input_stream_read_all_async (input, answer, sizeof probe->answer, G_PRIORITY_DEFAULT,
                                 cancellable, on_answered, g_steal_pointer (&probe));
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Probe) probe = data;
  GOutputStream *output;
  GCancellable *cancellable = probe->cancellable;

  probe->connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, NULL);
  if (probe->connection == NULL)
    return;
  output = g_io_stream_get_output_stream (G_IO_STREAM (probe->connection));
  g_output_stream_write_all_async (output, PROBE, strlen (PROBE), G_PRIORITY_DEFAULT, cancellable,
                                   on_asked, g_steal_pointer (&probe));
}

/* The manager hears from us only after a real request came through the own listener: a process
 * that lives but is deaf is restarted. */
static gboolean
on_timer (gpointer data)
{
  HoubuDaemonNotify *self = data;
  Probe *probe = g_new0 (Probe, 1);

  probe->cancellable = g_object_ref (self->cancellable);
  g_socket_client_connect_async (self->client, G_SOCKET_CONNECTABLE (self->address),
                                 self->cancellable, on_connected, probe);
  return G_SOURCE_CONTINUE;
}

static guint
get_watchdog_ms (void)
{
  const char *text = g_getenv ("WATCHDOG_USEC");
  const char *pid = g_getenv ("WATCHDOG_PID");
  guint64 microseconds = 0, number = 0;

  if (text == NULL ||
      !g_ascii_string_to_unsigned (text, 10, 1, (guint64) G_MAXUINT * 1000, &microseconds, NULL))
    return 0;
  if (pid != NULL && (!g_ascii_string_to_unsigned (pid, 10, 1, G_MAXINT, &number, NULL) ||
                      number != (guint64) getpid ()))
    return 0;
  return (guint) MAX (microseconds / 3000, 1);
}

/**
 * houbu_daemon_notify_new:
 * @own_address: where the daemon listens
 *
 * Tells the service manager that the daemon is ready, and keeps feeding its watchdog if it has one.
 *
 * Returns: (transfer full): what keeps doing so
 */
HoubuDaemonNotify *
houbu_daemon_notify_new (GSocketAddress *own_address)
{
  HoubuDaemonNotify *self = g_new0 (HoubuDaemonNotify, 1);
  guint period = get_watchdog_ms ();

  self->address = g_object_ref (own_address);
  self->client = g_socket_client_new ();
  self->cancellable = g_cancellable_new ();
  g_socket_client_set_timeout (self->client, PROBE_SECONDS);
  if (period > 0)
    self->timer = g_timeout_add (period, on_timer, self);
  houbu_daemon_notify_send ("READY=1");
  return self;
}

/**
 * houbu_daemon_notify_free:
 * @self: (transfer full) (nullable): the talker
 *
 * Says that the daemon is stopping.
 */
void
houbu_daemon_notify_free (HoubuDaemonNotify *self)
{
  if (self == NULL)
    return;
  houbu_daemon_notify_send ("STOPPING=1");
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_object_unref (self->address);
  g_object_unref (self->client);
  g_object_unref (self->cancellable);
  g_free (self);
}

/**
 * houbu_daemon_notify_send:
 * @state: as in sd_notify(3)
 *
 * Sends a state to the service manager, if there is one.
 */
void
houbu_daemon_notify_send (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  socklen_t size;
  int fd;

  if (path == NULL || (path[0] != '/' && path[0] != '@') ||
      strlen (path) >= sizeof address.sun_path)
    return;
  memcpy (address.sun_path, path, strlen (path));
  if (path[0] == '@')
    address.sun_path[0] = '\0';
  size = (socklen_t) (offsetof (struct sockaddr_un, sun_path) + strlen (path));
  fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  if (sendto (fd, state, strlen (state), MSG_NOSIGNAL, (struct sockaddr *) &address, size) < 0)
    g_debug ("The service manager does not listen");
  close (fd);
}
