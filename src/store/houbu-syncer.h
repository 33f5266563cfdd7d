/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-completer.h"
#include "houbu-driver.h"
#include "houbu-freshness.h"

G_BEGIN_DECLS

/**
 * HoubuSyncer:
 *
 * Waits for the disk beside the writer: while one commit is being made durable, the writer is at
 * work on the next. One commit at a time is in doubt, which means that a reader may see it and a
 * power failure could still undo it; until that is over nobody is answered who may know of it.
 */
typedef struct _HoubuSyncer HoubuSyncer;

HoubuSyncer *houbu_syncer_new (const HoubuDriver *driver,
                               const char *location,
                               HoubuCompleter *completer,
                               HoubuFreshness *freshness,
                               GError **error);
void houbu_syncer_close (HoubuSyncer *self);
void houbu_syncer_free (HoubuSyncer *self);

void houbu_syncer_begin (HoubuSyncer *self, const HoubuTouched *touched);
void houbu_syncer_end (
    HoubuSyncer *self, HoubuStoreJob *const *jobs, guint n, gint64 last_seq, gboolean changed);
void houbu_syncer_fail (HoubuSyncer *self);
void houbu_syncer_wait (HoubuSyncer *self);

G_END_DECLS
