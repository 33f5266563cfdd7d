/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-acceptor.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <unistd.h>

/* One wake-up takes at most this many, so that a flood of connections leaves turns for requests. */
#define BATCH 64
#define BACK_OFF_FIRST_MS 20
#define BACK_OFF_LAST_MS 1000

struct _HoubuAcceptor
{
  int listen_fd;     /* (owned) */
  int spare_fd;      /* (owned): given up to be able to accept and hang up when none is left */
  GSource *source;   /* (owned) (nullable): NULL while paused */
  GSource *retry;    /* (owned) (nullable): ends a back-off */
  guint back_off_ms; /* 0 when all is well */
  guint64 exhausted;
  HoubuAcceptFunc func;
  gpointer data;
};

static void
drop_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static int
open_spare (void)
{
  return open ("/dev/null", O_RDONLY | O_CLOEXEC);
}

static gboolean
on_back_off_over (gpointer data)
{
  HoubuAcceptor *self = data;

  drop_source (&self->retry);
  houbu_acceptor_resume (self);
  return G_SOURCE_REMOVE;
}

/* Waiting peers are told at once (they are hung up on) instead of being left in the backlog, then
 * the listener rests: an exhausted process that accepts in a loop would burn the processor. */
static void
on_exhausted (HoubuAcceptor *self)
{
  int fd;

  self->exhausted++;
  if (self->spare_fd >= 0)
    {
      close (self->spare_fd);
      fd = accept4 (self->listen_fd, NULL, NULL, SOCK_CLOEXEC);
      if (fd >= 0)
        close (fd);
    }
  self->spare_fd = open_spare ();
  self->back_off_ms = CLAMP (self->back_off_ms * 2, BACK_OFF_FIRST_MS, BACK_OFF_LAST_MS);
  drop_source (&self->source);
  if (self->retry != NULL)
    return;
  self->retry = g_timeout_source_new (self->back_off_ms);
  g_source_set_callback (self->retry, on_back_off_over, self, NULL);
  g_source_attach (self->retry, g_main_context_get_thread_default ());
}

/* Whether another one may be tried in this turn. */
static gboolean
accept_one (HoubuAcceptor *self)
{
  struct sockaddr_storage address;
  socklen_t size = sizeof address;
  int fd =
      accept4 (self->listen_fd, (struct sockaddr *) &address, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);

  if (fd >= 0)
    {
      self->back_off_ms = 0;
      if (self->func (fd, (struct sockaddr *) &address, size, self->data))
        return TRUE;
      drop_source (&self->source);
      return FALSE;
    }
  if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
    {
      on_exhausted (self);
      return FALSE;
    }
  /* A peer that left before it was accepted says nothing about the next one. */
  return errno == EINTR || errno == ECONNABORTED || errno == EPROTO;
}

static gboolean
on_listen_ready (int fd, GIOCondition condition, gpointer data)
{
  HoubuAcceptor *self = data;

  for (guint i = 0; i < BATCH && self->source != NULL; i++)
    if (!accept_one (self))
      break;
  return self->source != NULL ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/**
 * houbu_acceptor_new:
 * @listen_fd: (transfer full): a listening, non-blocking descriptor
 * @func: (scope forever): takes over each connection
 * @data: for @func
 *
 * Starts accepting on the thread-default main context.
 *
 * Returns: (transfer full): the acceptor
 */
HoubuAcceptor *
houbu_acceptor_new (int listen_fd, HoubuAcceptFunc func, gpointer data)
{
  HoubuAcceptor *self = g_new0 (HoubuAcceptor, 1);

  g_return_val_if_fail (listen_fd >= 0 && func != NULL, NULL);

  self->listen_fd = listen_fd;
  self->spare_fd = open_spare ();
  self->func = func;
  self->data = data;
  houbu_acceptor_resume (self);
  return self;
}

/**
 * houbu_acceptor_free:
 * @self: (transfer full) (nullable): an acceptor
 *
 * Stops accepting and closes the listening descriptor.
 */
void
houbu_acceptor_free (HoubuAcceptor *self)
{
  if (self == NULL)
    return;
  drop_source (&self->source);
  drop_source (&self->retry);
  close (self->listen_fd);
  if (self->spare_fd >= 0)
    close (self->spare_fd);
  g_free (self);
}

/**
 * houbu_acceptor_resume:
 * @self: an acceptor
 *
 * Goes on accepting after the accept function asked for a pause.
 */
void
houbu_acceptor_resume (HoubuAcceptor *self)
{
  if (self->source != NULL || self->retry != NULL)
    return;
  self->source = g_unix_fd_source_new (self->listen_fd, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_listen_ready), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

/**
 * houbu_acceptor_get_exhausted:
 * @self: an acceptor
 *
 * Returns: how often descriptors had run out
 */
guint64
houbu_acceptor_get_exhausted (const HoubuAcceptor *self)
{
  return self->exhausted;
}
