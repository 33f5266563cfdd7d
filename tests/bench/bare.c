/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <microhttpd.h>

#include <glib.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

/*
 * The least that libmicrohttpd can do: takes a request with its body and answers so many bytes, in
 * one thread over epoll. What stands next to it is measured against this.
 *
 *   bench-bare STATUS BYTES
 */

#define CONNECTIONS 20000
#define POOL_BYTES 8192 /* as houbud's */

typedef struct
{
  struct MHD_Response *response;
  guint status;
} Bare;

static enum MHD_Result
on_access (void *data,
           struct MHD_Connection *connection,
           const char *url,
           const char *method,
           const char *version,
           const char *bytes,
           size_t *length,
           void **context)
{
  const Bare *bare = data;

  if (*context == NULL || *length > 0)
    {
      *context = data;
      *length = 0;
      return MHD_YES;
    }
  return MHD_queue_response (connection, bare->status, bare->response);
}

/* A thread of its own waits for ever once 128 connections are ready at a time (0.9.75). */
static void
run_until_eof (struct MHD_Daemon *daemon)
{
  struct pollfd fds[] = {
    { .fd = MHD_get_daemon_info (daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, .events = POLLIN },
    { .fd = STDIN_FILENO, .events = POLLIN },
  };

  while (fds[1].revents == 0)
    {
      MHD_UNSIGNED_LONG_LONG timeout;

      poll (fds, G_N_ELEMENTS (fds),
            MHD_get_timeout (daemon, &timeout) == MHD_YES ? (int) MIN (timeout, 1000) : -1);
      MHD_run (daemon);
    }
}

int
main (int argc, char *argv[])
{
  Bare bare = { 0 };
  struct MHD_Daemon *daemon;
  gsize length;

  if (argc != 3)
    g_error ("usage: bench-bare STATUS BYTES");
  bare.status = (guint) g_ascii_strtoull (argv[1], NULL, 10);
  length = (gsize) g_ascii_strtoull (argv[2], NULL, 10);
  bare.response =
      MHD_create_response_from_buffer (length, g_strnfill (length, 'x'), MHD_RESPMEM_MUST_FREE);
  MHD_add_response_header (bare.response, "Content-Type", "application/json");
  daemon =
      MHD_start_daemon (MHD_USE_EPOLL, 0, NULL, NULL, on_access, &bare, MHD_OPTION_CONNECTION_LIMIT,
                        (unsigned int) CONNECTIONS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                        (size_t) POOL_BYTES, MHD_OPTION_END);
  if (daemon == NULL)
    g_error ("cannot start");
  printf ("listening on 127.0.0.1:%u\n",
          MHD_get_daemon_info (daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
  fflush (stdout);
  run_until_eof (daemon);
  MHD_stop_daemon (daemon);
  MHD_destroy_response (bare.response);
  return 0;
}
