/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-reply.h"
#include "houbu-http-service.h"

#include "houbu-basis.h"

G_BEGIN_DECLS

/*
 * HoubuHttpKept: answers that were given and would be given again, each for one account. Equal
 * ones are there once, however many accounts got them. Takes so much memory and no more; what was
 * not asked for goes. For the main thread only.
 */
/* One answer in both forms. */
typedef struct
{
  char *tag;                 /* (owned) */
  HoubuHttpReady *whole;     /* (owned) */
  HoubuHttpReady *unchanged; /* (owned): for who has it already */
} HoubuHttpKeptAnswer;

HoubuHttpKept *houbu_http_kept_new (gsize bytes);
void houbu_http_kept_free (HoubuHttpKept *self);

void houbu_http_kept_put (HoubuHttpKept *self,
                          gint64 account,
                          const char *language,
                          const char *target,
                          HoubuBasis *basis,
                          HoubuHttpReply *whole,
                          HoubuHttpReply *unchanged);
const HoubuHttpKeptAnswer *houbu_http_kept_find (HoubuHttpKept *self,
                                                 HoubuCaller *caller,
                                                 const char *language,
                                                 const char *target,
                                                 HoubuEngine *engine,
                                                 const HoubuMoment *moment);
gsize houbu_http_kept_get_bytes (HoubuHttpKept *self);

G_END_DECLS
