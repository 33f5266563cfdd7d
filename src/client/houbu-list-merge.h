/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "houbu-record.h"

G_BEGIN_DECLS

const char *houbu_list_get_id (gpointer item);
gpointer houbu_list_find (GListModel *list, const char *id, guint *position);
void houbu_list_merge (GListStore *store, GListModel *fresh);
void houbu_list_put_first (GListStore *store, HoubuRecord *record);
gboolean houbu_list_remove (GListStore *store, const char *id);

G_END_DECLS
