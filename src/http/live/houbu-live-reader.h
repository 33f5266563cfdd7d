/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-service.h"
#include "houbu-http-stream.h"

#include "houbu-engine.h"

G_BEGIN_DECLS

typedef struct _HoubuLiveReader HoubuLiveReader;

/* Texts in events come in these languages. */
typedef enum
{
  HOUBU_LIVE_CHINESE,
  HOUBU_LIVE_ENGLISH,
  HOUBU_LIVE_N_LANGUAGES,
} HoubuLiveLanguage;

/* An event in one language, and its two forms, which are made once, when first needed. */
typedef struct
{
  GBytes *data;  /* (owned) (nullable) */
  GBytes *plain; /* (owned) (nullable) */
  GBytes *last;  /* (owned) (nullable): with the id to resume at */
} HoubuLiveText;

/* An event on its way to many readers. */
typedef struct
{
  const char *type; /* (borrowed) */
  HoubuLiveText texts[HOUBU_LIVE_N_LANGUAGES];
} HoubuLiveFrames;

/* One open event stream and what it is about. */
struct _HoubuLiveReader
{
  HoubuLiveHub *hub;       /* (borrowed): outlives its readers */
  HoubuHttpStream *stream; /* (owned) */
  HoubuCaller *caller;     /* (owned) */
  char *token;             /* (owned) */
  HoubuLiveLanguage language;
  gint64 after_seq;   /* where it wants to begin; -1 for now */
  gboolean joined;    /* has caught up and takes part */
  GHashTable *queues; /* (owned) (element-type gint64): offerings whose queue it waits in */
  char *school;       /* (owned) (nullable) */
  char *province;     /* (owned) (nullable) */
  GPtrArray *batch;   /* (owned) (element-type HoubuLiveFrames): of the batch being dealt out */
  gint64 spoken_at;   /* monotonic: when something was last sent */
  GList link;         /* in the hub's queue, longest silence first */
};

HoubuLiveReader *
houbu_live_reader_new (HoubuHttpStream *stream, HoubuCaller *caller, const char *token);
void houbu_live_reader_free (HoubuLiveReader *self);
void houbu_live_reader_set_place (HoubuLiveReader *self, const char *school, const char *province);
void houbu_live_reader_deal (HoubuLiveReader *self, HoubuLiveFrames *frames);
guint houbu_live_reader_flush (HoubuLiveReader *self, gint64 seq);

HoubuLiveFrames *houbu_live_frames_new (const char *type, GBytes *chinese, GBytes *english);
void houbu_live_frames_free (HoubuLiveFrames *self);

G_END_DECLS
