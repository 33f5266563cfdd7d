/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-job.h"

G_BEGIN_DECLS

/**
 * HoubuJobQueue:
 *
 * A bounded queue between callers and the threads of the store.
 */
typedef struct _HoubuJobQueue HoubuJobQueue;

HoubuJobQueue *houbu_job_queue_new (guint limit);
void houbu_job_queue_free (HoubuJobQueue *self);

gboolean houbu_job_queue_push (HoubuJobQueue *self, HoubuStoreJob *job);
HoubuStoreJob *houbu_job_queue_pop (HoubuJobQueue *self, gint64 wait_until);
HoubuStoreJob *houbu_job_queue_try_pop (HoubuJobQueue *self);
void houbu_job_queue_close (HoubuJobQueue *self);
gboolean houbu_job_queue_is_done (HoubuJobQueue *self);
guint houbu_job_queue_get_length (HoubuJobQueue *self);

G_END_DECLS
