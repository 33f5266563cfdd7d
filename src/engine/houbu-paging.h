/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-call.h"

G_BEGIN_DECLS

gboolean houbu_paging_read_number (HoubuCall *call, gint64 *after, GError **error);

G_END_DECLS
