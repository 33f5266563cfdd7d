/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-routes.h"

G_BEGIN_DECLS

/* The routes that need more than the generic handler, one file each under handlers/. */
extern const HoubuRouteHandler houbu_handler_contract;
extern const HoubuRouteHandler houbu_handler_events;
extern const HoubuRouteHandler houbu_handler_exports;
extern const HoubuRouteHandler houbu_handler_health;
extern const HoubuRouteHandler houbu_handler_imports;
extern const HoubuRouteHandler houbu_handler_metrics;
extern const HoubuRouteHandler houbu_handler_notifications;
extern const HoubuRouteHandler houbu_handler_refresh;

G_END_DECLS
