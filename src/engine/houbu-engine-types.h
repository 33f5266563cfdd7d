/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the layer above may hold but not look into. */
typedef struct _HoubuStore HoubuStore;
typedef struct _HoubuTx HoubuTx;

typedef struct _HoubuBasis HoubuBasis;
typedef struct _HoubuCall HoubuCall;
typedef struct _HoubuCaller HoubuCaller;
typedef struct _HoubuOperation HoubuOperation;
typedef struct _HoubuClock HoubuClock;
typedef struct _HoubuVault HoubuVault;
typedef struct _HoubuPool HoubuPool;
typedef struct _HoubuHasher HoubuHasher;
typedef struct _HoubuLimiter HoubuLimiter;
typedef struct _HoubuMessenger HoubuMessenger;
typedef struct _HoubuEngineOptions HoubuEngineOptions;

/* The present by which one request is judged: the clocks and what the store is at, looked at once
 * after its head has come. */
typedef struct
{
  gint64 now;       /* clock reading */
  gint64 monotonic; /* how old knowledge is is no matter of the wall clock */
  guint64 time;     /* of the store: see HoubuPresent */
  guint foreign;    /* and what others have written */
} HoubuMoment;

/* Where something was found last. It is still there while the place's owner has taken nothing away
 * since, which its stamp tells. */
typedef struct
{
  gpointer place; /* (borrowed) (nullable) */
  guint64 stamp;
} HoubuMemo;

#define HOUBU_TYPE_ENGINE (houbu_engine_get_type ())
G_DECLARE_FINAL_TYPE (HoubuEngine, houbu_engine, HOUBU, ENGINE, GObject)

G_END_DECLS
