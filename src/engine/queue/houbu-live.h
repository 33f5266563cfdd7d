/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine-types.h"

G_BEGIN_DECLS

/**
 * HoubuAudience:
 * @HOUBU_AUDIENCE_ACCOUNT: one account
 * @HOUBU_AUDIENCE_QUEUE: all who wait for one offering
 * @HOUBU_AUDIENCE_SCHOOL: candidates of a school
 * @HOUBU_AUDIENCE_PROVINCE: candidates of a province
 * @HOUBU_AUDIENCE_ALL: everybody
 *
 * Whom a live event concerns.
 */
typedef enum
{
  HOUBU_AUDIENCE_ACCOUNT,
  HOUBU_AUDIENCE_QUEUE,
  HOUBU_AUDIENCE_SCHOOL,
  HOUBU_AUDIENCE_PROVINCE,
  HOUBU_AUDIENCE_ALL,
} HoubuAudience;

/**
 * HoubuLiveEvent:
 * @seq: number of the newest journal row that it tells of
 * @type: (not owned): its name on the wire
 * @audience: whom it concerns
 * @account: key of the account, for %HOUBU_AUDIENCE_ACCOUNT; else 0
 * @offering: key of the offering that it is about, or 0
 * @waiting: of `entry_changed`: whether the entry waits now
 * @school: (owned) (nullable): code; of `registration_changed` the registration's own
 * @province: (owned) (nullable): likewise
 * @data: (owned): the record in Chinese, encoded once for all who get it
 * @data_en: (owned): the same in English
 *
 * What one commit means to those who watch.
 */
typedef struct
{
  gint64 seq;
  const char *type;
  HoubuAudience audience;
  gint64 account;
  gint64 offering;
  gboolean waiting;
  char *school;
  char *province;
  GBytes *data;
  GBytes *data_en;
} HoubuLiveEvent;

/**
 * HoubuLiveJoin:
 * @account: key of the account that opens a stream
 * @after_seq: the last event that it has, or -1 to start now
 * @events: (out) (element-type HoubuLiveEvent): what concerns it up to the batch's last number
 * @too_old: (out): there is more than can be told; it has to fetch the full state
 * @offerings: (out) (element-type gint64): keys of the offerings for which it waits
 * @school: (out) (nullable): code of the school of its registration
 * @province: (out) (nullable): code of its province
 *
 * Somebody who begins to watch.
 */
typedef struct
{
  gint64 account;
  gint64 after_seq;
  GPtrArray *events;
  gboolean too_old;
  GArray *offerings;
  char *school;
  char *province;
} HoubuLiveJoin;

/**
 * HoubuLiveBatch:
 * @last_seq: the newest journal row of the snapshot
 * @events: (element-type HoubuLiveEvent): everybody's; first one `queue_moved` an offering
 * @too_old: there was more than the limit
 * @joins: (element-type HoubuLiveJoin): those who began to watch, from the same snapshot
 *
 * What happened since the last batch, read in one snapshot.
 */
typedef struct
{
  gint64 last_seq;
  GPtrArray *events;
  gboolean too_old;
  GPtrArray *joins;
} HoubuLiveBatch;

void houbu_live_event_free (HoubuLiveEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuLiveEvent, houbu_live_event_free)

HoubuLiveJoin *houbu_live_join_new (gint64 account, gint64 after_seq);
void houbu_live_join_free (HoubuLiveJoin *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuLiveJoin, houbu_live_join_free)

void houbu_live_batch_free (HoubuLiveBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuLiveBatch, houbu_live_batch_free)

void houbu_engine_read_live_async (HoubuEngine *engine,
                                   gint64 after_seq,
                                   GHashTable *watchers,
                                   GPtrArray *joins,
                                   guint limit,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
HoubuLiveBatch *
houbu_engine_read_live_finish (HoubuEngine *engine, GAsyncResult *result, GError **error);

G_END_DECLS
