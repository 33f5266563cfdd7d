/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/* Facts about a store itself. */

char *houbu_store_setting_get (HoubuTx *tx, const char *key, GError **error);
gboolean houbu_store_setting_add (HoubuTx *tx, const char *key, const char *value, GError **error);

G_END_DECLS
