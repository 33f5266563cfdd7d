/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>

/*
 * Sends prepared requests over kept connections, one under way on each, and prints what came of it
 * as one line of JSON. The file holds the requests as they go on the wire, each after its length
 * (32 bits, the machine's order), so that making them is no part of the measurement:
 *
 *   bench-load PORT CONNECTIONS FILE           each request once, in the order of the file
 *   bench-load PORT CONNECTIONS FILE SECONDS   round and round for so long
 */

#define HEAD_BYTES 4096
#define EVENTS 256

typedef struct
{
  int fd;
  gint64 started; /* when its request was sent, µs */
  gsize head_length;
  gssize body_left; /* -1 while the head is not complete */
  char head[HEAD_BYTES];
} Connection;

typedef struct
{
  const char *bytes;
  guint32 length;
} Request;

typedef struct
{
  GArray *requests;  /* (element-type Request) */
  GArray *latencies; /* (element-type guint32): µs */
  guint next;
  gboolean again;
  gint64 until;
  guint under_way;
  guint statuses[600];
  gsize body_bytes; /* of the newest answer */
  int poll;
} Load;

static gint64
now_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static GArray *
read_requests (const char *path)
{
  g_autoptr (GError) error = NULL;
  GArray *requests = g_array_new (FALSE, FALSE, sizeof (Request));
  char *bytes = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &bytes, &length, &error))
    g_error ("%s", error->message);
  for (gsize at = 0; at + sizeof (guint32) <= length;)
    {
      Request request;

      memcpy (&request.length, bytes + at, sizeof request.length);
      request.bytes = bytes + at + sizeof request.length;
      at += sizeof request.length + request.length;
      g_array_append_val (requests, request);
    }
  if (requests->len == 0)
    g_error ("%s holds no requests", path);
  return requests;
}

static int
connect_to (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int on = 1;

  if (fd < 0 || connect (fd, (struct sockaddr *) &address, sizeof address) != 0)
    g_error ("cannot connect: %s", g_strerror (errno));
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  fcntl (fd, F_SETFL, O_NONBLOCK);
  return fd;
}

/* FALSE when there is nothing left to ask. */
static gboolean
send_next (Load *load, Connection *connection)
{
  const Request *request;

  if (load->again ? now_us () >= load->until : load->next >= load->requests->len)
    return FALSE;
  request = &g_array_index (load->requests, Request, load->next % load->requests->len);
  load->next++;
  connection->head_length = 0;
  connection->body_left = -1;
  connection->started = now_us ();
  if (send (connection->fd, request->bytes, request->length, MSG_NOSIGNAL) !=
      (gssize) request->length)
    g_error ("a request could not be sent at once: %s", g_strerror (errno));
  return TRUE;
}

/* The end of the head, or 0. */
static gsize
find_end (const Connection *connection)
{
  const char *end = memmem (connection->head, connection->head_length, "\r\n\r\n", 4);

  return end != NULL ? (gsize) (end - connection->head) + 4 : 0;
}

static gsize
find_length (Connection *connection, gsize end, guint status)
{
  const char *field;

  connection->head[end - 1] = '\0';
  field = strcasestr (connection->head, "\r\nContent-Length:");
  if (status == 304 || status == 204 || field == NULL)
    return 0;
  return (gsize) g_ascii_strtoull (field + strlen ("\r\nContent-Length:"), NULL, 10);
}

/* Takes what has come; TRUE when the answer is complete. */
static gboolean
take (Load *load, Connection *connection, const char *bytes, gsize length)
{
  gsize part = MIN (length, HEAD_BYTES - connection->head_length);
  gsize end;
  guint status;

  if (connection->body_left >= 0)
    {
      connection->body_left -= (gssize) length;
      return connection->body_left == 0;
    }
  memcpy (connection->head + connection->head_length, bytes, part);
  connection->head_length += part;
  end = find_end (connection);
  if (end == 0 && connection->head_length == HEAD_BYTES)
    g_error ("the head of an answer is too long");
  if (end == 0)
    return FALSE;
  status = (guint) g_ascii_strtoull (connection->head + strlen ("HTTP/1.1 "), NULL, 10);
  load->statuses[MIN (status, G_N_ELEMENTS (load->statuses) - 1)]++;
  load->body_bytes = find_length (connection, end, status);
  connection->body_left =
      (gssize) load->body_bytes - (gssize) (connection->head_length - part + length - end);
  return connection->body_left == 0;
}

static void
on_readable (Load *load, Connection *connection)
{
  static char buffer[65536];
  gssize length = recv (connection->fd, buffer, sizeof buffer, 0);
  guint32 latency;

  if (length < 0 && errno == EAGAIN)
    return;
  if (length <= 0)
    g_error ("a connection was closed: %s", length < 0 ? g_strerror (errno) : "end");
  if (!take (load, connection, buffer, (gsize) length))
    return;
  latency = (guint32) (now_us () - connection->started);
  g_array_append_val (load->latencies, latency);
  if (!send_next (load, connection))
    load->under_way--;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  guint32 one = *(const guint32 *) a;
  guint32 other = *(const guint32 *) b;

  return (one > other) - (one < other);
}

static guint32
quantile (GArray *sorted, double q)
{
  guint at = (guint) (q * (double) sorted->len);

  return g_array_index (sorted, guint32, MIN (at, sorted->len - 1));
}

static void
print_result (Load *load, double seconds)
{
  struct rusage usage;
  const char *comma = "";
  double cpu;

  getrusage (RUSAGE_SELF, &usage);
  cpu = (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
        (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
  g_array_sort (load->latencies, compare);
  printf ("{\"seconds\": %.6f, \"answers\": %u, \"rate\": %.1f, \"p50_us\": %u, \"p99_us\": %u, "
          "\"max_us\": %u, \"cpu\": %.3f, \"body_bytes\": %" G_GSIZE_FORMAT ", \"statuses\": {",
          seconds, load->latencies->len, load->latencies->len / seconds,
          quantile (load->latencies, 0.5), quantile (load->latencies, 0.99),
          quantile (load->latencies, 1), cpu / seconds, load->body_bytes);
  for (guint i = 0; i < G_N_ELEMENTS (load->statuses); i++)
    if (load->statuses[i] > 0)
      {
        printf ("%s\"%u\": %u", comma, i, load->statuses[i]);
        comma = ", ";
      }
  printf ("}}\n");
}

static void
run (Load *load, Connection *connections, guint n)
{
  struct epoll_event events[EVENTS];

  for (guint i = 0; i < n; i++)
    if (send_next (load, &connections[i]))
      load->under_way++;
  while (load->under_way > 0)
    {
      int count = epoll_wait (load->poll, events, EVENTS, 10000);

      if (count == 0)
        g_error ("no answer for ten seconds");
      for (int i = 0; i < count; i++)
        on_readable (load, events[i].data.ptr);
    }
}

/* Who sits at another machine does not interrupt the server at each answer, so this does not
 * either.
 */
static void
stand_back (void)
{
  struct sched_param none = { 0 };

  if (sched_setscheduler (0, SCHED_BATCH, &none) != 0)
    g_error ("cannot change the scheduling: %s", g_strerror (errno));
}

int
main (int argc, char *argv[])
{
  Load load = { .poll = epoll_create1 (EPOLL_CLOEXEC) };
  g_autofree Connection *connections = NULL;
  guint n;
  gint64 begin;

  if (argc < 4)
    g_error ("usage: bench-load PORT CONNECTIONS FILE [SECONDS]");
  n = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  load.requests = read_requests (argv[3]);
  load.latencies = g_array_sized_new (FALSE, FALSE, sizeof (guint32), 1 << 20);
  connections = g_new0 (Connection, n);
  for (guint i = 0; i < n; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = &connections[i] };

      connections[i].fd = connect_to ((guint16) g_ascii_strtoull (argv[1], NULL, 10));
      epoll_ctl (load.poll, EPOLL_CTL_ADD, connections[i].fd, &event);
    }
  stand_back ();
  begin = now_us ();
  if (argc > 4)
    {
      load.again = TRUE;
      load.until = begin + (gint64) (g_ascii_strtod (argv[4], NULL) * G_USEC_PER_SEC);
    }
  run (&load, connections, n);
  print_result (&load, (double) (now_us () - begin) / G_USEC_PER_SEC);
  return 0;
}
