/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-job-queue.h"
#include "houbu-syncer.h"

G_BEGIN_DECLS

/**
 * HoubuWriter:
 *
 * The one thread that writes. It takes what has been queued while the last commit was under way
 * and commits it together; the syncer waits for the disk meanwhile.
 */
typedef struct _HoubuWriter HoubuWriter;

HoubuWriter *houbu_writer_new (const HoubuDriver *driver,
                               const char *location,
                               HoubuCompleter *completer,
                               HoubuSyncer *syncer,
                               GError **error);
void houbu_writer_close (HoubuWriter *self);
void houbu_writer_free (HoubuWriter *self);

void houbu_writer_set_batch (HoubuWriter *self, guint members);
gboolean houbu_writer_push (HoubuWriter *self, HoubuStoreJob *job);
gboolean houbu_writer_is_healthy (HoubuWriter *self);
void houbu_writer_add_stats (HoubuWriter *self, HoubuStoreStats *stats);

G_END_DECLS
