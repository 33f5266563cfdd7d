/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-types.h"

#include "houbu-engine-types.h"

G_BEGIN_DECLS

typedef struct _HoubuLiveHub HoubuLiveHub;
typedef struct _HoubuHttpKept HoubuHttpKept;
typedef struct _HoubuHttpMetrics HoubuHttpMetrics;

/* What the configuration file may set under [http] and [live]. Times in seconds. */
typedef struct
{
  HoubuHttpLimits limits;
  gboolean metrics_for_all; /* /metrics answers not only the loopback address */
  gboolean log_requests;    /* one line for each request */
  GPtrArray
      *lab_networks; /* (borrowed) (nullable) (element-type GInetAddressMask): shared computers */
  guint streams_per_account;
  guint streams;        /* open event streams in all */
  guint stream_bytes;   /* that a reader may fall behind */
  guint stream_seconds; /* the same, in time */
  guint heartbeat_seconds;
} HoubuHttpOptions;

#define HOUBU_TYPE_HTTP_SERVICE (houbu_http_service_get_type ())
G_DECLARE_FINAL_TYPE (HoubuHttpService, houbu_http_service, HOUBU, HTTP_SERVICE, GObject)

void houbu_http_options_init (HoubuHttpOptions *options);

HoubuHttpService *
houbu_http_service_new (HoubuEngine *engine, const HoubuHttpOptions *options, GError **error);

HoubuEngine *houbu_http_service_get_engine (HoubuHttpService *self);
HoubuHttpServer *houbu_http_service_get_server (HoubuHttpService *self);
HoubuLiveHub *houbu_http_service_get_hub (HoubuHttpService *self);
HoubuHttpKept *houbu_http_service_get_kept (HoubuHttpService *self);
HoubuHttpMetrics *houbu_http_service_get_metrics (HoubuHttpService *self);
const HoubuHttpOptions *houbu_http_service_get_options (HoubuHttpService *self);

void houbu_http_service_stop_async (HoubuHttpService *self,
                                    guint seconds,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean houbu_http_service_stop_finish (HoubuHttpService *self, GAsyncResult *result);

G_END_DECLS
