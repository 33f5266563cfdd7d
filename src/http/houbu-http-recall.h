/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-exchange.h"

G_BEGIN_DECLS

gboolean houbu_http_recall (HoubuHttpService *service, HoubuHttpRequest *request);
HoubuHttpReply *houbu_http_keep (HoubuExchange *exchange, HoubuHttpReply *reply);

G_END_DECLS
