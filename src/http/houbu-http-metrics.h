/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-service.h"
#include "houbu-routes.h"

G_BEGIN_DECLS

HoubuHttpMetrics *houbu_http_metrics_new (void);
void houbu_http_metrics_free (HoubuHttpMetrics *self);

void houbu_http_metrics_count (HoubuHttpMetrics *self,
                               const HoubuRoute *route,
                               guint status,
                               gint64 microseconds);
char *houbu_http_metrics_print (HoubuHttpMetrics *self, HoubuHttpService *service);

G_END_DECLS
