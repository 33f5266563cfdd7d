/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "houbu-crowd-clock.h"

G_BEGIN_DECLS

gboolean houbu_crowd_control_obey (HoubuCrowdClock *clock, const char *line, GError **error);
void houbu_crowd_control_listen (HoubuCrowdClock *clock,
                                 GCancellable *cancellable,
                                 HoubuCrowdFunc ended,
                                 gpointer user_data);

G_END_DECLS
