/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-change.h"

G_BEGIN_DECLS

gboolean houbu_engine_end_registration (HoubuChange *change,
                                        gint64 registration,
                                        const char *reason,
                                        const char *actor,
                                        GError **error);
gboolean houbu_engine_end_if_empty (HoubuChange *change, gint64 registration, GError **error);

G_END_DECLS
