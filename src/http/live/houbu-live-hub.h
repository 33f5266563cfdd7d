/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-service.h"
#include "houbu-http-stream.h"

#include "houbu-engine-types.h"

G_BEGIN_DECLS

/* What happened so far, for the metrics. */
typedef struct
{
  guint streams;
  guint64 events;
  guint64 slow;
  guint64 resyncs;
  gint64 seq;
} HoubuLiveCounters;

HoubuLiveHub *houbu_live_hub_new (HoubuEngine *engine, const HoubuHttpOptions *options);
void houbu_live_hub_free (HoubuLiveHub *self);

gboolean houbu_live_hub_has_room (HoubuLiveHub *self);
void houbu_live_hub_add (HoubuLiveHub *self,
                         HoubuHttpStream *stream,
                         HoubuCaller *caller,
                         const char *token,
                         const char *language,
                         gint64 after_seq);
void houbu_live_hub_say_bye (HoubuLiveHub *self);
HoubuLiveCounters houbu_live_hub_get_counters (HoubuLiveHub *self);

G_END_DECLS
