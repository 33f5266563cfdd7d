/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-change.h"

G_BEGIN_DECLS

gboolean houbu_settlement_run (HoubuChange *change, GArray *offerings, GError **error);
void houbu_settlement_set_busy (HoubuEngine *engine, GError **error);

G_END_DECLS
