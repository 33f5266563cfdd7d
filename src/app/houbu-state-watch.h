/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "houbu-record.h"

G_BEGIN_DECLS

/**
 * HoubuStateWatch:
 *
 * Sees the state of each record of a list change, also where the change comes as another record of
 * the same id.
 *
 * Signals: `appeared` (record): of an id that was not there before; `changed` (record): into
 * another state than the one last seen of its id.
 */
#define HOUBU_TYPE_STATE_WATCH (houbu_state_watch_get_type ())
G_DECLARE_FINAL_TYPE (HoubuStateWatch, houbu_state_watch, HOUBU, STATE_WATCH, GObject)

HoubuStateWatch *houbu_state_watch_new (void);
void houbu_state_watch_follow (HoubuStateWatch *self, GListModel *records);
char **houbu_state_watch_forget (HoubuStateWatch *self);

G_END_DECLS
