/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-service.h"

#include "houbu-error.h"
#include "houbu-http-exchange.h"
#include "houbu-http-kept.h"
#include "houbu-http-metrics.h"
#include "houbu-http-problem.h"
#include "houbu-http-recall.h"
#include "houbu-http-server.h"
#include "houbu-live-hub.h"

/* Equal answers are kept once, so this is room for tens of thousands of people. */
#define KEPT_BYTES (32 * 1024 * 1024)

struct _HoubuHttpService
{
  GObject parent_instance;

  HoubuHttpOptions options;
  HoubuEngine *engine;       /* (owned) */
  HoubuHttpServer *server;   /* (owned) */
  HoubuLiveHub *hub;         /* (owned) */
  HoubuHttpKept *kept;       /* (owned) */
  HoubuHttpMetrics *metrics; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HoubuHttpService, houbu_http_service, G_TYPE_OBJECT)

static HoubuHttpReply *
on_malformed (const char *reason, gpointer data)
{
  HoubuHttpService *self = data;
  g_autoptr (GError) error = NULL;

  g_debug ("Malformed request: %s", reason);
  houbu_error_set (&error, HOUBU_ERROR_BAD_REQUEST, HOUBU_PROBLEM_NONE, NULL);
  houbu_http_metrics_count (self->metrics, NULL, 400, 0);
  return houbu_http_problem_new (error, "en");
}

static gboolean
on_recall (HoubuHttpRequest *request, gpointer data)
{
  return houbu_http_recall (data, request);
}

static void
on_begin (HoubuHttpRequest *request, gpointer data)
{
  houbu_exchange_begin (data, request);
}

static void
on_complete (HoubuHttpRequest *request, gpointer data)
{
  houbu_exchange_complete (houbu_http_request_get_data (request));
}

static const HoubuHttpHandler handler = { on_malformed, on_recall, on_begin, on_complete };

static void
houbu_http_service_dispose (GObject *object)
{
  HoubuHttpService *self = HOUBU_HTTP_SERVICE (object);

  g_clear_pointer (&self->hub, houbu_live_hub_free);
  g_clear_object (&self->server);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (houbu_http_service_parent_class)->dispose (object);
}

static void
houbu_http_service_finalize (GObject *object)
{
  HoubuHttpService *self = HOUBU_HTTP_SERVICE (object);

  houbu_http_kept_free (self->kept);
  houbu_http_metrics_free (self->metrics);
  G_OBJECT_CLASS (houbu_http_service_parent_class)->finalize (object);
}

static void
houbu_http_service_class_init (HoubuHttpServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = houbu_http_service_dispose;
  object_class->finalize = houbu_http_service_finalize;
}

static void
houbu_http_service_init (HoubuHttpService *self)
{
  self->kept = houbu_http_kept_new (KEPT_BYTES);
  self->metrics = houbu_http_metrics_new ();
}

/**
 * houbu_http_options_init:
 * @options: (out): options
 *
 * Fills in the defaults.
 */
void
houbu_http_options_init (HoubuHttpOptions *options)
{
  *options = (HoubuHttpOptions){
    .streams_per_account = 8,
    .streams = 20000,
    .stream_bytes = 128 * 1024,
    .stream_seconds = 30,
    .heartbeat_seconds = 15,
  };
  houbu_http_limits_init (&options->limits);
}

/**
 * houbu_http_service_new:
 * @engine: the engine
 * @options: sizes and times; copied
 * @error: return location of a #GIOErrorEnum error
 *
 * Makes the API on top of an engine. It listens when its server is told to.
 *
 * Returns: (transfer full) (nullable): the service, or %NULL with @error set
 */
HoubuHttpService *
houbu_http_service_new (HoubuEngine *engine, const HoubuHttpOptions *options, GError **error)
{
  g_autoptr (HoubuHttpService) self = g_object_new (HOUBU_TYPE_HTTP_SERVICE, NULL);

  self->options = *options;
  self->engine = g_object_ref (engine);
  self->server = houbu_http_server_new (&options->limits, &handler, self, error);
  if (self->server == NULL)
    return NULL;
  self->hub = houbu_live_hub_new (engine, &self->options);
  return g_steal_pointer (&self);
}

/**
 * houbu_http_service_get_engine:
 * @self: a service
 *
 * Returns: (transfer none): its engine
 */
HoubuEngine *
houbu_http_service_get_engine (HoubuHttpService *self)
{
  return self->engine;
}

/**
 * houbu_http_service_get_server:
 * @self: a service
 *
 * Returns: (transfer none): its server
 */
HoubuHttpServer *
houbu_http_service_get_server (HoubuHttpService *self)
{
  return self->server;
}

/**
 * houbu_http_service_get_hub:
 * @self: a service
 *
 * Returns: (transfer none): what feeds the event streams
 */
HoubuLiveHub *
houbu_http_service_get_hub (HoubuHttpService *self)
{
  return self->hub;
}

/**
 * houbu_http_service_get_kept:
 * @self: a service
 *
 * Returns: (transfer none): the answers it keeps
 */
HoubuHttpKept *
houbu_http_service_get_kept (HoubuHttpService *self)
{
  return self->kept;
}

/**
 * houbu_http_service_get_metrics:
 * @self: a service
 *
 * Returns: (transfer none): its counters
 */
HoubuHttpMetrics *
houbu_http_service_get_metrics (HoubuHttpService *self)
{
  return self->metrics;
}

/**
 * houbu_http_service_get_options:
 * @self: a service
 *
 * Returns: (transfer none): its options
 */
const HoubuHttpOptions *
houbu_http_service_get_options (HoubuHttpService *self)
{
  return &self->options;
}

static void
on_drained (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  g_task_return_boolean (task, houbu_http_server_drain_finish (HOUBU_HTTP_SERVER (source), result));
}

/**
 * houbu_http_service_stop_async:
 * @self: a service
 * @seconds: how long requests under way may take
 * @callback: called when it has stopped
 * @user_data: for @callback
 *
 * Stops gracefully: nothing new is accepted, what is under way is finished, event streams end with
 * `bye` so that their readers come back to the next process.
 */
void
houbu_http_service_stop_async (HoubuHttpService *self,
                               guint seconds,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, houbu_http_service_stop_async);
  houbu_http_server_stop_listening (self->server);
  houbu_live_hub_say_bye (self->hub);
  houbu_http_server_drain_async (self->server, seconds, on_drained, task);
}

/**
 * houbu_http_service_stop_finish:
 * @self: a service
 * @result: the result
 *
 * Returns: whether everything was finished in time
 */
gboolean
houbu_http_service_stop_finish (HoubuHttpService *self, GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}
