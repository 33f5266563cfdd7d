/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-connection.h"

G_BEGIN_DECLS

/**
 * HoubuLive:
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
#define HOUBU_TYPE_LIVE (houbu_live_get_type ())
G_DECLARE_FINAL_TYPE (HoubuLive, houbu_live, HOUBU, LIVE, GObject)

HoubuLive *houbu_live_new (HoubuConnection *connection);
void houbu_live_start (HoubuLive *self, gint64 after_sequence);
void houbu_live_stop (HoubuLive *self);
void houbu_live_retry_now (HoubuLive *self);
HoubuLiveState houbu_live_get_state (HoubuLive *self);
gint64 houbu_live_get_last_seen (HoubuLive *self);
gint64 houbu_live_get_sequence (HoubuLive *self);

G_END_DECLS
