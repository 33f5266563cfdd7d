/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint houbu_backoff_delay_ms (guint attempt, guint first_ms, guint most_ms, double chance);
guint houbu_backoff_after_ms (gint64 retry_after_seconds, guint spread_ms, double chance);

G_END_DECLS
