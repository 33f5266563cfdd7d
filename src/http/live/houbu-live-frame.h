/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes *houbu_live_frame_event (const char *type, GBytes *data);
GBytes *houbu_live_frame_event_with_id (gint64 seq, const char *type, GBytes *data);
GBytes *houbu_live_frame_comment (void);
GBytes *houbu_live_frame_bye (guint retry_ms);

G_END_DECLS
