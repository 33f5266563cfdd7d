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

#define HOUBU_TYPE_ENGINE (houbu_engine_get_type ())
G_DECLARE_FINAL_TYPE (HoubuEngine, houbu_engine, HOUBU, ENGINE, GObject)

G_END_DECLS
