/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-live.h"
#include "houbu-store-types.h"

G_BEGIN_DECLS

/* One whom events are made for. */
typedef struct
{
  gint64 account;
  GArray *registrations; /* (element-type gint64) */
  GArray *offerings;     /* (element-type gint64): those waited for */
  const char *school;    /* (nullable) */
  const char *province;  /* (nullable) */
} HoubuLiveReader;

/* Whom events are made for: one reader, or all who watch. */
typedef struct
{
  const HoubuLiveReader *reader; /* (nullable) */
  GHashTable *watchers;          /* (nullable) (element-type gint64): accounts; NULL is everybody */
} HoubuLiveFor;

GPtrArray *houbu_live_events_build (HoubuTx *tx,
                                    GPtrArray *rows,
                                    gint64 after_seq,
                                    const HoubuLiveFor *whom,
                                    gint64 now,
                                    GError **error);

G_END_DECLS
