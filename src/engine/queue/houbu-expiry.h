/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-change.h"

G_BEGIN_DECLS

gboolean houbu_expiry_end_locks (HoubuChange *change, gint64 offering, GError **error);
gboolean houbu_expiry_sweep_offering (HoubuChange *change, gint64 offering, GError **error);
gboolean
houbu_expiry_withdraw (HoubuChange *change, gint64 offering, const char *actor, GError **error);

G_END_DECLS
