/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-statement.h"
#include "houbu-store-failure.h"
#include "houbu-store-types.h"
#include "houbu-tx.h"

G_BEGIN_DECLS

#define HOUBU_TYPE_STORE (houbu_store_get_type ())
G_DECLARE_FINAL_TYPE (HoubuStore, houbu_store, HOUBU, STORE, GObject)

/**
 * HoubuStoreFunc:
 * @tx: the transaction
 * @data: the caller's
 * @error: a HOUBU_ERROR that says why not, or what a statement failed with
 *
 * One change or one reading, run on a thread of the store. It reads and decides before it writes,
 * so that a refusal has written nothing, and it may be run again after a roll-back: it resets
 * whatever it hands back in @data when it starts. It must not call the store.
 *
 * Returns: %FALSE on a refusal or failure
 */
typedef gboolean (*HoubuStoreFunc) (HoubuTx *tx, gpointer data, GError **error);

/**
 * HoubuCommittedFunc:
 * @last_seq: the newest journal row of the commit
 * @data: the caller's
 *
 * Called in the store's main context, once for the durable commits since the last call.
 */
typedef void (*HoubuCommittedFunc) (gint64 last_seq, gpointer data);

/**
 * HoubuStoreStats:
 * @commits: transactions committed by the writer
 * @writes: functions whose effect is in them
 * @refusals: functions that refused
 * @failures: functions that ended as busy or internal
 * @reads: functions run by the readers
 * @queued_writes: now waiting for the writer
 * @queued_reads: now waiting for a reader
 * @longest_hold: how long one commit has held the writer at most, with what led to it, µs
 */
typedef struct
{
  guint64 commits;
  guint64 writes;
  guint64 refusals;
  guint64 failures;
  guint64 reads;
  guint queued_writes;
  guint queued_reads;
  gint64 longest_hold;
} HoubuStoreStats;

HoubuStore *houbu_store_open (const char *data_dir, GError **error);
void houbu_store_close (HoubuStore *self);
void houbu_store_set_batch (HoubuStore *self, guint members);
gboolean houbu_store_healthy (HoubuStore *self);
HoubuPresent houbu_store_look (HoubuStore *self);
gboolean
houbu_store_holds (HoubuStore *self, guint64 mark, const HoubuTopic *topics, gsize n_topics);
void houbu_store_get_stats (HoubuStore *self, HoubuStoreStats *stats);
void houbu_store_set_committed_func (HoubuStore *self,
                                     HoubuCommittedFunc func,
                                     gpointer data,
                                     GDestroyNotify destroy);

void houbu_store_write_async (HoubuStore *self,
                              HoubuStoreFunc func,
                              gpointer data,
                              GDestroyNotify destroy,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean houbu_store_write_finish (HoubuStore *self, GAsyncResult *result, GError **error);
gboolean houbu_store_write (HoubuStore *self, HoubuStoreFunc func, gpointer data, GError **error);

void houbu_store_read_async (HoubuStore *self,
                             HoubuStoreFunc func,
                             gpointer data,
                             GDestroyNotify destroy,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean houbu_store_read_finish (HoubuStore *self, GAsyncResult *result, GError **error);
gboolean houbu_store_read (HoubuStore *self, HoubuStoreFunc func, gpointer data, GError **error);

gpointer houbu_store_result_get_data (GAsyncResult *result);

G_END_DECLS
