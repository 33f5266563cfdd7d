/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-call.h"
#include "houbu-clock.h"
#include "houbu-engine-options.h"
#include "houbu-engine-types.h"
#include "houbu-operation.h"

G_BEGIN_DECLS

/**
 * HoubuEngineStats:
 * @commits: transactions committed
 * @writes: changes in them
 * @refusals: changes that a rule refused
 * @failures: changes that ended as busy or internal
 * @reads: readings
 * @queued_writes: now waiting for the writer
 * @queued_reads: now waiting for a reader
 * @hasher_waiting: passwords now waiting to be hashed
 * @messages_sent: messages to phones that were handed over
 * @messages_failed: those that were not
 * @messages_waiting: those that now wait for their turn
 * @longest_hold: how long one commit has held the writer at most, µs
 *
 * What the metrics show.
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
  guint hasher_waiting;
  guint64 messages_sent;
  guint64 messages_failed;
  guint messages_waiting;
  gint64 longest_hold;
} HoubuEngineStats;

/*
 * Signals, both in the main context:
 *   committed (gint64 last_seq)        a durable commit wrote journal rows
 *   session-ended (gint64 account)     tokens of this account were revoked: its event streams have
 *                                      to show again that theirs is good
 */
HoubuEngine *houbu_engine_open (const char *data_dir,
                                HoubuClock *clock,
                                const HoubuEngineOptions *options,
                                GError **error);
void houbu_engine_close (HoubuEngine *engine);

gboolean houbu_engine_is_healthy (HoubuEngine *engine);
void houbu_engine_get_stats (HoubuEngine *engine, HoubuEngineStats *stats);

HoubuStore *houbu_engine_get_store (HoubuEngine *engine);
HoubuClock *houbu_engine_get_clock (HoubuEngine *engine);
HoubuVault *houbu_engine_get_vault (HoubuEngine *engine);
HoubuHasher *houbu_engine_get_hasher (HoubuEngine *engine);
const HoubuEngineOptions *houbu_engine_get_options (HoubuEngine *engine);

void houbu_engine_run_async (HoubuEngine *engine,
                             const HoubuOperation *operation,
                             HoubuCall *call,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
GBytes *
houbu_engine_run_finish (HoubuEngine *engine, GAsyncResult *result, guint *status, GError **error);

void houbu_engine_look (HoubuEngine *engine, HoubuMoment *moment);
HoubuCaller *
houbu_engine_recognize (HoubuEngine *engine, const char *token, const HoubuMoment *moment);
HoubuCaller *houbu_engine_authenticate_cached (HoubuEngine *engine, const char *token);
void houbu_engine_authenticate_async (HoubuEngine *engine,
                                      const char *token,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
HoubuCaller *
houbu_engine_authenticate_finish (HoubuEngine *engine, GAsyncResult *result, GError **error);
void houbu_engine_touch_session (HoubuEngine *engine, HoubuCaller *caller);

gboolean
houbu_engine_admit (HoubuEngine *engine, HoubuCaller *caller, const char *address, GError **error);
gboolean houbu_engine_admit_at (
    HoubuEngine *engine, HoubuCaller *caller, const char *address, gint64 now, GError **error);

gboolean houbu_engine_add_operator (HoubuEngine *engine,
                                    const char *name,
                                    HoubuRole role,
                                    const char *scope,
                                    const char *password,
                                    GError **error);

G_END_DECLS
