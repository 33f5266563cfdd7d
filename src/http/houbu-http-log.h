/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-routes.h"

G_BEGIN_DECLS

void houbu_http_log_exchange (HoubuExchange *exchange, guint status);

G_END_DECLS
