/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-daemon.h"

#include "houbu-check.h"
#include "houbu-clock.h"
#include "houbu-daemon-notify.h"
#include "houbu-daemon-payment.h"
#include "houbu-daemon-practice.h"
#include "houbu-daemon-process.h"
#include "houbu-engine.h"
#include "houbu-http-server.h"
#include "houbu-http-service.h"
#include "houbu-listen-address.h"
#include "houbu-store.h"
#include "houbu-sweeper.h"

#include <glib-unix.h>
#include <stdio.h>
#include <unistd.h>

/* All that a serving process holds, in the order in which it is built up. */
typedef struct
{
  const HoubuDaemonOptions *options;
  const HoubuDaemonConfig *config;
  GMainLoop *loop;             /* (owned) */
  HoubuListenAddress *address; /* (owned) */
  int lock_fd;                 /* (owned) */
  HoubuEngine *engine;         /* (owned) (nullable) */
  HoubuSweeper *sweeper;       /* (owned) (nullable) */
  HoubuHttpService *service;   /* (owned) (nullable) */
  HoubuDaemonNotify *notify;   /* (owned) (nullable) */
  HoubuDaemonPayment *payment; /* (owned) (nullable) */
  GError *error;               /* (owned) (nullable): why it ended */
  gboolean stopping;
} Daemon;

static void
end (Daemon *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_clear_error (&error);
  g_main_loop_quit (self->loop);
}

/* ---- stopping */

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer data)
{
  Daemon *self = data;

  if (!houbu_http_service_stop_finish (HOUBU_HTTP_SERVICE (source), result))
    g_message ("Not all requests were finished in time");
  end (self, NULL);
}

static void
stop (Daemon *self)
{
  if (self->stopping || self->service == NULL)
    {
      /* Asked twice, or before anything was served: at once. */
      end (self, NULL);
      return;
    }
  self->stopping = TRUE;
  g_message ("Stopping");
  g_clear_pointer (&self->notify, houbu_daemon_notify_free);
  if (self->sweeper != NULL)
    houbu_sweeper_stop (self->sweeper);
  houbu_http_service_stop_async (self->service, self->config->stop_seconds, on_stopped, self);
}

static gboolean
on_stop_signal (gpointer data)
{
  stop (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_hang_up_signal (gpointer data)
{
  Daemon *self = data;

  if (self->sweeper != NULL)
    houbu_sweeper_confirm_clock (self->sweeper);
  g_message ("The clock is confirmed");
  return G_SOURCE_CONTINUE;
}

static gboolean
on_stdin (int fd, GIOCondition condition, gpointer data)
{
  char buffer[256];
  gssize length = read (fd, buffer, sizeof buffer);

  if (length > 0)
    return G_SOURCE_CONTINUE;
  stop (data);
  return G_SOURCE_REMOVE;
}

/* ---- starting */

static void
on_violation (const HoubuViolation *violation, gpointer data)
{
  guint *count = data;

  g_warning ("%s: %s", violation->invariant, violation->text);
  g_atomic_int_inc (count);
}

/* A store that contradicts itself is not served: what is wrong would only grow. */
static gboolean
check_store (Daemon *self, GError **error)
{
  HoubuStore *store = houbu_engine_get_store (self->engine);
  guint count = 0;

  if (!houbu_check_run (store, HOUBU_CHECK_CHEAP, g_get_real_time (), on_violation, &count, error))
    return FALSE;
  if (count == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "the store violates %u invariants; see `houbud check --data %s`", count,
               self->options->data);
  return FALSE;
}

#define PRACTICE_OUTBOX "outbox.txt"

static gboolean
open_engine (Daemon *self, GError **error)
{
  g_autoptr (HoubuClock) clock = houbu_clock_new ();
  g_autofree char *practice_outbox = g_build_filename (self->options->data, PRACTICE_OUTBOX, NULL);
  HoubuEngineOptions engine = self->config->engine;

  engine.message_command = (const char *const *) self->config->message_command;
  engine.message_outbox = self->config->message_outbox;
  /* Whoever practises has no phone that we could reach. */
  if (self->options->practice && engine.message_command == NULL && engine.message_outbox == NULL)
    engine.message_outbox = practice_outbox;
  self->engine = houbu_engine_open (self->options->data, clock, &engine, error);
  if (self->engine == NULL || !check_store (self, error))
    return FALSE;
  self->sweeper = houbu_sweeper_new (self->engine);
  return TRUE;
}

static gboolean
start_service (Daemon *self, GError **error)
{
  HoubuHttpOptions http = self->config->http;
  gboolean unix_socket = houbu_listen_address_is_unix (self->address);
  int fd;

  houbu_daemon_process_fit (&http.limits);
  self->service = houbu_http_service_new (self->engine, &http, error);
  if (self->service == NULL)
    return FALSE;
  fd = houbu_listen_address_open (self->address, self->config->socket_mode, error);
  if (fd < 0)
    return FALSE;
  houbu_http_server_listen (houbu_http_service_get_server (self->service), fd,
                            unix_socket ? self->config->address_header : NULL);
  return TRUE;
}

static void
announce (Daemon *self)
{
  g_autofree char *where = houbu_listen_address_to_string (self->address);

  printf ("listening on %s\n", where);
  fflush (stdout);
  self->notify = houbu_daemon_notify_new (houbu_listen_address_get_socket_address (self->address));
}

/* Whoever practises can do so without paying; who has a provider configured must have it. */
static void
on_payment_started (GObject *source, GAsyncResult *result, gpointer data)
{
  Daemon *self = data;
  GError *error = NULL;

  self->payment = houbu_daemon_payment_start_finish (HOUBU_ENGINE (source), result, &error);
  if (self->stopping)
    g_clear_error (&error);
  else if (error != NULL && self->config->payment_provider != NULL)
    end (self, error);
  else
    {
      if (error != NULL)
        g_warning ("Nothing can be paid here: %s", error->message);
      g_clear_error (&error);
      announce (self);
    }
}

static void
serve (Daemon *self)
{
  g_autofree char *where = NULL;
  GError *error = NULL;

  if (!start_service (self, &error))
    {
      end (self, error);
      return;
    }
  houbu_sweeper_start (self->sweeper);
  if (!houbu_listen_address_is_unix (self->address))
    where = houbu_listen_address_to_string (self->address);
  houbu_daemon_payment_start_async (self->engine, self->options, self->config, where,
                                    on_payment_started, self);
}

static void
on_practice_filled (GObject *source, GAsyncResult *result, gpointer data)
{
  Daemon *self = data;
  GError *error = NULL;

  if (self->stopping)
    return;
  if (houbu_daemon_practice_fill_finish (HOUBU_ENGINE (source), result, &error))
    serve (self);
  else
    end (self, error);
}

static gboolean
on_start (gpointer data)
{
  Daemon *self = data;

  if (self->options->practice)
    houbu_daemon_practice_fill_async (self->engine, self->config->practice_hold_seconds,
                                      on_practice_filled, self);
  else
    serve (self);
  return G_SOURCE_REMOVE;
}

static gboolean
prepare (Daemon *self, GError **error)
{
  self->address =
      houbu_listen_address_parse (self->options->listen, self->options->allow_public, error);
  if (self->address == NULL)
    return FALSE;
  self->lock_fd = houbu_daemon_process_lock (self->options->data, error);
  return self->lock_fd >= 0 && open_engine (self, error);
}

static void
run (Daemon *self)
{
  guint signals[] = {
    g_unix_signal_add (SIGTERM, on_stop_signal, self),
    g_unix_signal_add (SIGINT, on_stop_signal, self),
    g_unix_signal_add (SIGHUP, on_hang_up_signal, self),
  };
  guint input = 0;

  if (self->options->until_stdin_closes)
    input = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_stdin, self);
  g_idle_add (on_start, self);
  g_main_loop_run (self->loop);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (signals[i]);
  if (input > 0 && g_main_context_find_source_by_id (NULL, input) != NULL)
    g_source_remove (input);
}

static void
tear_down (Daemon *self)
{
  g_clear_pointer (&self->notify, houbu_daemon_notify_free);
  g_clear_pointer (&self->payment, houbu_daemon_payment_free);
  if (self->sweeper != NULL)
    houbu_sweeper_stop (self->sweeper);
  g_clear_object (&self->sweeper);
  if (self->service != NULL)
    houbu_listen_address_remove (self->address);
  g_clear_object (&self->service);
  if (self->engine != NULL)
    houbu_engine_close (self->engine);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->address, houbu_listen_address_free);
  g_main_loop_unref (self->loop);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
}

/**
 * houbu_daemon_serve:
 * @options: the command line
 * @config: the configuration
 * @error: return location of an error
 *
 * Serves a store until a signal says otherwise.
 *
 * Returns: exit code
 */
int
houbu_daemon_serve (const HoubuDaemonOptions *options,
                    const HoubuDaemonConfig *config,
                    GError **error)
{
  Daemon self = {
    .options = options,
    .config = config,
    .loop = g_main_loop_new (NULL, FALSE),
    .lock_fd = -1,
  };

  if (prepare (&self, &self.error))
    run (&self);
  tear_down (&self);
  if (self.error == NULL)
    return HOUBU_EXIT_DONE;
  g_propagate_error (error, self.error);
  return HOUBU_EXIT_FAILED;
}
