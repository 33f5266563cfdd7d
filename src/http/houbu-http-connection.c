/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-private.h"

#include <sys/socket.h>

/* What the socket knows of the peer: nothing on a Unix socket. */
static void
learn_address (HoubuHttpConnection *self, const struct sockaddr *native)
{
  g_autoptr (GSocketAddress) address = NULL;
  GInetAddress *inet;
  gsize size;

  if (native == NULL || (native->sa_family != AF_INET && native->sa_family != AF_INET6))
    return;
  size = native->sa_family == AF_INET ? sizeof (struct sockaddr_in) : sizeof (struct sockaddr_in6);
  address = g_socket_address_new_from_native ((gpointer) native, size);
  if (address == NULL)
    return;
  inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));
  self->address = g_inet_address_to_string (inet);
  self->loopback = g_inet_address_get_is_loopback (inet);
}

/*
 * houbu_http_connection_new:
 * @server: the server
 * @mhd: a connection that libmicrohttpd has just taken over
 *
 * Returns: (transfer full): our side of it, idle
 */
HoubuHttpConnection *
houbu_http_connection_new (HoubuHttpServer *server, struct MHD_Connection *mhd)
{
  HoubuHttpConnection *self = g_new0 (HoubuHttpConnection, 1);
  const union MHD_ConnectionInfo *info;

  self->server = server;
  self->mhd = mhd;
  self->link.data = self;
  self->phase = HOUBU_N_PHASES;
  info = MHD_get_connection_info (mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
  self->fd = info != NULL ? info->connect_fd : -1;
  info = MHD_get_connection_info (mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  learn_address (self, info != NULL ? info->client_addr : NULL);
  houbu_http_connection_enter (self, HOUBU_PHASE_IDLE);
  return self;
}

/*
 * houbu_http_connection_free:
 * @self: (transfer full): a connection that libmicrohttpd has closed
 */
void
houbu_http_connection_free (HoubuHttpConnection *self)
{
  houbu_http_connection_enter (self, HOUBU_N_PHASES);
  g_free (self->address);
  g_free (self);
}

/*
 * houbu_http_connection_enter:
 * @self: a connection
 * @phase: its new phase, or HOUBU_N_PHASES for none
 *
 * Every phase has one queue and one fixed length of time, so each queue is in the order of its
 * deadlines and only the heads need looking at.
 */
void
houbu_http_connection_enter (HoubuHttpConnection *self, HoubuPhase phase)
{
  if (self->phase < HOUBU_N_PHASES)
    g_queue_unlink (houbu_http_server_get_queue (self->server, self->phase), &self->link);
  self->phase = phase;
  self->since = houbu_http_server_get_time (self->server);
  if (phase < HOUBU_N_PHASES)
    g_queue_push_tail_link (houbu_http_server_get_queue (self->server, phase), &self->link);
}

/*
 * houbu_http_connection_suspend:
 * @self: a connection inside one of libmicrohttpd's callbacks
 *
 * Takes it out of the event loop until houbu_http_connection_resume().
 */
void
houbu_http_connection_suspend (HoubuHttpConnection *self)
{
  if (self->suspended)
    return;
  self->suspended = TRUE;
  MHD_suspend_connection (self->mhd);
}

/*
 * houbu_http_connection_resume:
 * @self: a connection
 *
 * Puts it back. A resume alone wakes nobody, so the server's source is told.
 */
void
houbu_http_connection_resume (HoubuHttpConnection *self)
{
  if (!self->suspended)
    return;
  self->suspended = FALSE;
  MHD_resume_connection (self->mhd);
  houbu_http_server_wake (self->server);
}

/*
 * houbu_http_connection_cut:
 * @self: a connection
 *
 * Ends it whatever it is doing: libmicrohttpd finds the descriptor shut and closes it.
 */
void
houbu_http_connection_cut (HoubuHttpConnection *self)
{
  if (self->doomed)
    return;
  self->doomed = TRUE;
  shutdown (self->fd, SHUT_RDWR);
  houbu_http_connection_enter (self, HOUBU_PHASE_WORKING);
  houbu_http_connection_resume (self);
}
