/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-connection.h"

G_BEGIN_DECLS

/**
 * HoubuLiveChannel:
 *
 * The event stream of one candidate: opens it, keeps it open, and continues after the last event
 * seen.
 *
 * Properties, all read only: `state` (HoubuLiveState), `last-seen` (int64, µs since the epoch, 0 =
 * never).
 *
 * Signals: `event (sequence: int64, type: string, data: GBytes)`; `resync ()`: events were lost,
 * fetch the full state and start again after its sequence number.
 */
#define HOUBU_TYPE_LIVE_CHANNEL (houbu_live_channel_get_type ())
G_DECLARE_FINAL_TYPE (HoubuLiveChannel, houbu_live_channel, HOUBU, LIVE_CHANNEL, GObject)

HoubuLiveChannel *houbu_live_channel_new (HoubuConnection *connection);
void houbu_live_channel_start (HoubuLiveChannel *self, gint64 after_sequence);
void houbu_live_channel_stop (HoubuLiveChannel *self);
void houbu_live_channel_retry_now (HoubuLiveChannel *self);
HoubuLiveState houbu_live_channel_get_state (HoubuLiveChannel *self);
gint64 houbu_live_channel_get_last_seen (HoubuLiveChannel *self);
gint64 houbu_live_channel_get_sequence (HoubuLiveChannel *self);

G_END_DECLS
