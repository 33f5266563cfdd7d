/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-metrics.h"

#include "houbu-engine.h"
#include "houbu-http-server.h"
#include "houbu-live-hub.h"

/* Upper bounds of the histogram, in microseconds. */
static const gint64 bounds[] = { 1000, 5000, 25000, 100000, 500000, 2000000 };

#define N_BUCKETS (G_N_ELEMENTS (bounds) + 1)
#define N_CLASSES 6 /* status / 100 */

typedef struct
{
  guint64 by_class[N_CLASSES];
  guint64 buckets[N_BUCKETS];
  gint64 total;
} RouteCount;

struct _HoubuHttpMetrics
{
  RouteCount *routes; /* (owned): one more than there are, for what matches none */
};

/*
 * houbu_http_metrics_new:
 *
 * Returns: (transfer full): counters, all zero
 */
HoubuHttpMetrics *
houbu_http_metrics_new (void)
{
  HoubuHttpMetrics *self = g_new0 (HoubuHttpMetrics, 1);

  self->routes = g_new0 (RouteCount, houbu_routes_count () + 1);
  return self;
}

/*
 * houbu_http_metrics_free:
 * @self: (transfer full): counters
 */
void
houbu_http_metrics_free (HoubuHttpMetrics *self)
{
  g_free (self->routes);
  g_free (self);
}

/**
 * houbu_http_metrics_count:
 * @self: the counters
 * @route: (nullable): of the request
 * @status: of its answer
 * @microseconds: that it took
 *
 * Counts one request.
 */
void
houbu_http_metrics_count (HoubuHttpMetrics *self,
                          const HoubuRoute *route,
                          guint status,
                          gint64 microseconds)
{
  guint index = route != NULL ? houbu_route_get_index (route) : houbu_routes_count ();
  RouteCount *count = &self->routes[index];
  guint bucket = 0;

  while (bucket < G_N_ELEMENTS (bounds) && microseconds > bounds[bucket])
    bucket++;
  count->buckets[bucket]++;
  count->by_class[MIN (status / 100, N_CLASSES - 1)]++;
  count->total += microseconds;
}

static void
print_requests (GString *text, const char *method, const char *path, const RouteCount *count)
{
  for (guint class = 0; class < N_CLASSES; class ++)
    if (count->by_class[class] > 0)
      g_string_append_printf (
          text,
          "houbu_http_requests_total{method=\"%s\",route=\"%s\",status=\"%uxx\"} "
          "%" G_GUINT64_FORMAT "\n",
          method, path, class, count->by_class[class]);
}

static void
print_durations (GString *text, const char *method, const char *path, const RouteCount *count)
{
  guint64 sum = 0;

  for (guint i = 0; i < N_BUCKETS; i++)
    {
      char bound[G_ASCII_DTOSTR_BUF_SIZE] = "+Inf";

      sum += count->buckets[i];
      if (i < G_N_ELEMENTS (bounds))
        g_ascii_formatd (bound, sizeof bound, "%g", (double) bounds[i] / G_USEC_PER_SEC);
      g_string_append_printf (
          text,
          "houbu_http_request_seconds_bucket{method=\"%s\",route=\"%s\",le=\"%s\"} "
          "%" G_GUINT64_FORMAT "\n",
          method, path, bound, sum);
    }
  g_string_append_printf (text,
                          "houbu_http_request_seconds_sum{method=\"%s\",route=\"%s\"} %.6f\n"
                          "houbu_http_request_seconds_count{method=\"%s\",route=\"%s\"} "
                          "%" G_GUINT64_FORMAT "\n",
                          method, path, (double) count->total / G_USEC_PER_SEC, method, path, sum);
}

typedef void (*PrintFunc) (GString *, const char *, const char *, const RouteCount *);

static void
print_routes (HoubuHttpMetrics *self, GString *text, PrintFunc print)
{
  for (guint i = 0; i <= houbu_routes_count (); i++)
    {
      const HoubuRoute *route = i < houbu_routes_count () ? houbu_routes_get (i) : NULL;
      guint64 any = 0;

      for (guint bucket = 0; bucket < N_BUCKETS; bucket++)
        any += self->routes[i].buckets[bucket];
      if (any > 0)
        print (text, route != NULL ? route->method : "any", route != NULL ? route->path : "none",
               &self->routes[i]);
    }
}

static void
print_number (GString *text, const char *name, const char *type, const char *help, guint64 value)
{
  g_string_append_printf (text, "# HELP %s %s\n# TYPE %s %s\n%s %" G_GUINT64_FORMAT "\n", name,
                          help, name, type, name, value);
}

static void
print_server (GString *text, HoubuHttpService *service)
{
  HoubuHttpCounters counters;

  counters = houbu_http_server_get_counters (houbu_http_service_get_server (service));
  print_number (text, "houbu_http_connections", "gauge", "Open connections.", counters.open);
  print_number (text, "houbu_http_accepted_total", "counter", "Connections accepted.",
                counters.accepted);
  print_number (text, "houbu_http_overdue_total", "counter", "Connections cut at a deadline.",
                counters.overdue);
  print_number (text, "houbu_http_crowded_total", "counter", "Connections cut to make room.",
                counters.crowded);
  print_number (text, "houbu_http_malformed_total", "counter", "Malformed requests.",
                counters.malformed);
  print_number (text, "houbu_http_exhausted_total", "counter", "Times descriptors ran out.",
                counters.exhausted);
}

static void
print_live (GString *text, HoubuHttpService *service)
{
  HoubuLiveCounters counters = houbu_live_hub_get_counters (houbu_http_service_get_hub (service));

  print_number (text, "houbu_live_streams", "gauge", "Open event streams.", counters.streams);
  print_number (text, "houbu_live_events_total", "counter", "Events sent.", counters.events);
  print_number (text, "houbu_live_slow_total", "counter", "Readers cut off for being slow.",
                counters.slow);
  print_number (text, "houbu_live_resync_total", "counter", "Readers told to fetch anew.",
                counters.resyncs);
  print_number (text, "houbu_live_seq", "gauge", "Newest event sent.", (guint64) counters.seq);
}

static void
print_engine (GString *text, HoubuHttpService *service)
{
  HoubuEngineStats stats = { 0 };

  houbu_engine_get_stats (houbu_http_service_get_engine (service), &stats);
  print_number (text, "houbu_store_commits_total", "counter", "Transactions committed.",
                stats.commits);
  print_number (text, "houbu_store_writes_total", "counter", "Changes in them.", stats.writes);
  print_number (text, "houbu_store_refusals_total", "counter", "Changes that a rule refused.",
                stats.refusals);
  print_number (text, "houbu_store_failures_total", "counter", "Changes that failed.",
                stats.failures);
  print_number (text, "houbu_store_reads_total", "counter", "Readings.", stats.reads);
  print_number (text, "houbu_store_queued_writes", "gauge", "Changes that wait for the writer.",
                stats.queued_writes);
  print_number (text, "houbu_store_queued_reads", "gauge", "Readings that wait for a reader.",
                stats.queued_reads);
  g_string_append_printf (
      text,
      "# HELP houbu_store_longest_hold_seconds How long one commit has held the "
      "writer at most.\n# TYPE houbu_store_longest_hold_seconds gauge\n"
      "houbu_store_longest_hold_seconds %.6f\n",
      (double) stats.longest_hold / G_USEC_PER_SEC);
  print_number (text, "houbu_passwords_waiting", "gauge", "Passwords that wait to be hashed.",
                stats.hasher_waiting);
  print_number (text, "houbu_messages_sent_total", "counter", "Messages handed over to phones.",
                stats.messages_sent);
  print_number (text, "houbu_messages_failed_total", "counter", "Messages that were not.",
                stats.messages_failed);
  print_number (text, "houbu_messages_waiting", "gauge", "Messages that wait for their turn.",
                stats.messages_waiting);
}

/**
 * houbu_http_metrics_print:
 * @self: the counters
 * @service: the service they belong to
 *
 * Returns: (transfer full): all figures in the text format of Prometheus
 */
char *
houbu_http_metrics_print (HoubuHttpMetrics *self, HoubuHttpService *service)
{
  GString *text = g_string_new ("# HELP houbu_http_requests_total Requests answered.\n"
                                "# TYPE houbu_http_requests_total counter\n");

  print_routes (self, text, print_requests);
  g_string_append (text, "# HELP houbu_http_request_seconds Time to the answer.\n"
                         "# TYPE houbu_http_request_seconds histogram\n");
  print_routes (self, text, print_durations);
  print_server (text, service);
  print_live (text, service);
  print_engine (text, service);
  return g_string_free (text, FALSE);
}
