/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-job-queue.h"
#include "houbu-syncer.h"

G_BEGIN_DECLS

/**
 * HoubuReaders:
 *
 * A few threads, each with a connection of its own, that run readings, each on one snapshot.
 */
typedef struct _HoubuReaders HoubuReaders;

HoubuReaders *houbu_readers_new (const HoubuDriver *driver,
                                 const char *location,
                                 HoubuCompleter *completer,
                                 HoubuSyncer *syncer);
void houbu_readers_close (HoubuReaders *self);
void houbu_readers_free (HoubuReaders *self);

gboolean houbu_readers_push (HoubuReaders *self, HoubuStoreJob *job);
void houbu_readers_add_stats (HoubuReaders *self, HoubuStoreStats *stats);

G_END_DECLS
