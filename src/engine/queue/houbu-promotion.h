/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-change.h"

G_BEGIN_DECLS

gboolean houbu_engine_promote (HoubuChange *change, gint64 offering, GError **error);

G_END_DECLS
