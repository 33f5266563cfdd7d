/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-live.h"
#include "houbu-store-types.h"

G_BEGIN_DECLS

/* Whom events are made for; NULL stands for everybody. */
typedef struct
{
  GArray *registrations; /* (element-type gint64) */
  GArray *offerings;     /* (element-type gint64): those waited for */
  const char *school;    /* (nullable) */
  const char *province;  /* (nullable) */
} HoubuLiveReader;

GPtrArray *houbu_live_events_build (HoubuTx *tx,
                                    GPtrArray *rows,
                                    gint64 after_seq,
                                    const HoubuLiveReader *reader,
                                    gint64 now,
                                    GError **error);

G_END_DECLS
