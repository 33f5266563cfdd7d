/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-check.h"

G_BEGIN_DECLS

gboolean houbu_replay_compare (HoubuTx *tx, HoubuViolationFunc func, gpointer data, GError **error);

G_END_DECLS
