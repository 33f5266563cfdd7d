/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-types.h"

G_BEGIN_DECLS

/* What is asked for at every request; the first ones are refused when they are there twice. */
typedef enum
{
  HOUBU_HEADER_CONTENT_LENGTH,
  HOUBU_HEADER_TRANSFER_ENCODING,
  HOUBU_HEADER_HOST,
  HOUBU_HEADER_AUTHORIZATION,
  HOUBU_HEADER_CONTENT_TYPE,
  HOUBU_HEADER_ORIGIN,
  HOUBU_HEADER_IDEMPOTENCY_KEY,
  HOUBU_HEADER_LAST_EVENT_ID,
  HOUBU_HEADER_REAL_IP,
  HOUBU_HEADER_ACCEPT_LANGUAGE,
  HOUBU_HEADER_IF_NONE_MATCH,
  HOUBU_HEADER_EXPECT,
  HOUBU_N_HEADERS,
} HoubuHttpHeader;

const char *houbu_http_request_get_raw_target (HoubuHttpRequest *self);
const char *houbu_http_request_get_known (HoubuHttpRequest *self, HoubuHttpHeader header);
const char *houbu_http_request_get_bearer (HoubuHttpRequest *self);
const char *houbu_http_request_get_header (HoubuHttpRequest *self, const char *name);

G_END_DECLS
