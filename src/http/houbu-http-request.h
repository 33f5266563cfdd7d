/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-head.h"
#include "houbu-http-target.h"
#include "houbu-http-types.h"

G_BEGIN_DECLS

/* Takes a piece of a body that is streamed; FALSE stops listening (a reply has been given). */
typedef gboolean (*HoubuHttpSink) (HoubuHttpRequest *request,
                                   const char *bytes,
                                   gsize length,
                                   gpointer data);

HoubuHttpRequest *houbu_http_request_ref (HoubuHttpRequest *self);
void houbu_http_request_unref (HoubuHttpRequest *self);

const char *houbu_http_request_get_method (HoubuHttpRequest *self);
const HoubuHttpTarget *houbu_http_request_get_target (HoubuHttpRequest *self);
const char *houbu_http_request_get_address (HoubuHttpRequest *self);
gboolean houbu_http_request_is_loopback (HoubuHttpRequest *self);
gboolean houbu_http_request_has_body (HoubuHttpRequest *self);
GBytes *houbu_http_request_get_body (HoubuHttpRequest *self);
gint64 houbu_http_request_get_started (HoubuHttpRequest *self);

void houbu_http_request_set_body_limit (HoubuHttpRequest *self, gsize bytes);
gboolean houbu_http_request_is_too_large (HoubuHttpRequest *self);
void houbu_http_request_set_sink (HoubuHttpRequest *self, HoubuHttpSink sink);

void houbu_http_request_set_data (HoubuHttpRequest *self, gpointer data, GDestroyNotify destroy);
gpointer houbu_http_request_get_data (HoubuHttpRequest *self);

void houbu_http_request_hold (HoubuHttpRequest *self);
void houbu_http_request_release (HoubuHttpRequest *self);
gboolean houbu_http_request_is_answered (HoubuHttpRequest *self);
void houbu_http_request_reply (HoubuHttpRequest *self, HoubuHttpReply *reply);
void houbu_http_request_reply_ready (HoubuHttpRequest *self, HoubuHttpReady *ready);
HoubuHttpStream *houbu_http_request_reply_stream (HoubuHttpRequest *self, HoubuHttpReply *reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuHttpRequest, houbu_http_request_unref)

G_END_DECLS
