/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-job.h"

G_BEGIN_DECLS

/**
 * HoubuCompleter:
 *
 * Brings finished jobs back to the main context, all that are there in one wake-up, and after them
 * tells of the commits they were in.
 */
typedef struct _HoubuCompleter HoubuCompleter;

HoubuCompleter *houbu_completer_new (GMainContext *context);
HoubuCompleter *houbu_completer_ref (HoubuCompleter *self);
void houbu_completer_unref (HoubuCompleter *self);

void houbu_completer_set_committed_func (HoubuCompleter *self,
                                         HoubuCommittedFunc func,
                                         gpointer data,
                                         GDestroyNotify destroy);
void
houbu_completer_finish (HoubuCompleter *self, HoubuStoreJob *const *jobs, guint n, gint64 last_seq);
void houbu_completer_wait (HoubuCompleter *self, HoubuStoreJob *job);

G_END_DECLS
