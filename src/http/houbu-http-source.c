/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-source.h"

/*
 * One source for all connections; it is ready when
 *   1. the epoll descriptor is,
 *   2. MHD_get_timeout() says so,
 *   3. a connection was resumed since the last MHD_run() (a resume alone wakes nobody),
 *   4. a deadline of the server's has come.
 * A source a connection would cost O(connections) at every turn of the loop, an always-ready one a
 * whole processor.
 */
struct _HoubuHttpSource
{
  GSource base;
  struct MHD_Daemon *daemon; /* (borrowed) */
  HoubuHttpDueFunc due;
  gpointer data;
  gpointer tag;
  gint64 next_due;
  gint64 time; /* while it is dispatched: the turn's */
  gboolean resumed;
};

static gint64
get_ready_time (HoubuHttpSource *self)
{
  MHD_UNSIGNED_LONG_LONG milliseconds;
  gint64 ready = self->next_due;

  if (MHD_get_timeout (self->daemon, &milliseconds) == MHD_YES)
    {
      gint64 at = g_source_get_time (&self->base) + (gint64) milliseconds * 1000;

      if (ready < 0 || at < ready)
        ready = at;
    }
  return ready;
}

static gboolean
on_prepare (GSource *source, int *timeout)
{
  HoubuHttpSource *self = (HoubuHttpSource *) source;
  gint64 left;

  if (self->resumed)
    {
      *timeout = 0;
      return TRUE;
    }
  left = get_ready_time (self);
  if (left < 0)
    {
      *timeout = -1;
      return FALSE;
    }
  left -= g_source_get_time (source);
  *timeout = left <= 0 ? 0 : (int) MIN ((left + 999) / 1000, G_MAXINT);
  return left <= 0;
}

static gboolean
on_check (GSource *source)
{
  HoubuHttpSource *self = (HoubuHttpSource *) source;
  gint64 ready;

  if (self->resumed || g_source_query_unix_fd (source, self->tag) != 0)
    return TRUE;
  ready = get_ready_time (self);
  return ready >= 0 && ready <= g_source_get_time (source);
}

static gboolean
on_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  HoubuHttpSource *self = (HoubuHttpSource *) source;

  self->resumed = FALSE;
  self->time = g_source_get_time (source);
  MHD_run (self->daemon);
  self->next_due = self->due (self->data);
  self->time = 0;
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = {
  .prepare = on_prepare,
  .check = on_check,
  .dispatch = on_dispatch,
};

/**
 * houbu_http_source_new:
 * @daemon: a daemon started with MHD_USE_EPOLL and no thread of its own
 * @due: (scope forever): the server's own deadlines
 * @data: for @due
 *
 * Attaches the daemon to the thread-default main context.
 *
 * Returns: (transfer full): the source
 */
HoubuHttpSource *
houbu_http_source_new (struct MHD_Daemon *daemon, HoubuHttpDueFunc due, gpointer data)
{
  const union MHD_DaemonInfo *info = MHD_get_daemon_info (daemon, MHD_DAEMON_INFO_EPOLL_FD);
  GSource *source = g_source_new (&source_funcs, sizeof (HoubuHttpSource));
  HoubuHttpSource *self = (HoubuHttpSource *) source;

  self->daemon = daemon;
  self->due = due;
  self->data = data;
  self->next_due = -1;
  self->tag = g_source_add_unix_fd (source, info->epoll_fd, G_IO_IN);
  g_source_set_static_name (source, "houbu-http");
  g_source_attach (source, g_main_context_get_thread_default ());
  return self;
}

/**
 * houbu_http_source_free:
 * @self: (transfer full) (nullable): a source
 *
 * Detaches the daemon. To be called before the daemon is stopped.
 */
void
houbu_http_source_free (HoubuHttpSource *self)
{
  if (self == NULL)
    return;
  g_source_destroy (&self->base);
  g_source_unref (&self->base);
}

/**
 * houbu_http_source_wake:
 * @self: a source
 *
 * Says that a connection was resumed or a deadline has changed.
 */
void
houbu_http_source_wake (HoubuHttpSource *self)
{
  self->resumed = TRUE;
}

/**
 * houbu_http_source_get_time:
 * @self: a source
 *
 * Returns: monotonic time at which the present turn of the loop began
 */
gint64
houbu_http_source_get_time (HoubuHttpSource *self)
{
  return self->time != 0 ? self->time : g_source_get_time (&self->base);
}
