/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-reply.h"
#include "houbu-http-request.h"
#include "houbu-http-service.h"
#include "houbu-routes.h"

#include "houbu-engine.h"

G_BEGIN_DECLS

/* One request on its way from its head to its answer; lives as long as the request. */
struct _HoubuExchange
{
  HoubuHttpService *service; /* (borrowed): outlives all requests */
  HoubuHttpRequest *request; /* (borrowed): owns this */
  const HoubuRoute *route;   /* (borrowed) (nullable) */
  HoubuCall *call;           /* (owned) */
  const char *language;      /* (borrowed, static) */
  gpointer state;            /* (owned) (nullable): of the route's handler */
  GDestroyNotify free_state;
};

void houbu_exchange_begin (HoubuHttpService *service, HoubuHttpRequest *request);
void houbu_exchange_complete (HoubuExchange *self);

void houbu_exchange_run (HoubuExchange *self, const HoubuOperation *operation);
void houbu_exchange_answer (HoubuExchange *self, HoubuHttpReply *reply);
HoubuHttpStream *houbu_exchange_answer_stream (HoubuExchange *self, HoubuHttpReply *reply);
HoubuHttpReply *houbu_exchange_make_conditional (HoubuExchange *self, HoubuHttpReply *reply);
void houbu_exchange_fail (HoubuExchange *self, const GError *error);

G_END_DECLS
