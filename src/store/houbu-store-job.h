/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store.h"

G_BEGIN_DECLS

/**
 * HoubuStoreJob:
 *
 * A store function on its way: queued, run, finished. It is either a GTask's, and then owned by
 * it, or a blocked caller's, and then on that caller's stack.
 */
typedef struct
{
  HoubuStoreFunc func;
  gpointer data;          /* (owned by @destroy) */
  GDestroyNotify destroy; /* (nullable) */
  GTask *task;            /* (owned until delivered) (nullable) */
  GError *error;          /* (owned) (nullable): how it ended */
  gboolean finished;      /* for a blocked caller; the completer's */
} HoubuStoreJob;

HoubuStoreJob *
houbu_store_job_new (GTask *task, HoubuStoreFunc func, gpointer data, GDestroyNotify destroy);
gboolean houbu_store_job_is_cancelled (HoubuStoreJob *self);
gboolean houbu_store_job_run (HoubuStoreJob *self, HoubuTx *tx);
gboolean houbu_store_job_failed (HoubuStoreJob *self);
void houbu_store_job_deliver (HoubuStoreJob *self);

void houbu_store_publish_error (GError **error);
void houbu_store_set_busy (GError **error);

G_END_DECLS
