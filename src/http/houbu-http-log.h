/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-request.h"
#include "houbu-http-service.h"
#include "houbu-routes.h"

G_BEGIN_DECLS

void houbu_http_log_request (HoubuHttpService *service,
                             HoubuHttpRequest *request,
                             const HoubuRoute *route,
                             const HoubuCaller *caller,
                             guint status);

G_END_DECLS
