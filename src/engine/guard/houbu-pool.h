/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine-types.h"

G_BEGIN_DECLS

HoubuPool *houbu_pool_new (guint threads, guint waiting);
HoubuPool *houbu_pool_ref (HoubuPool *pool);
void houbu_pool_unref (HoubuPool *pool);

guint houbu_pool_waiting (HoubuPool *pool);
gboolean houbu_pool_push (HoubuPool *pool, GTask *task, GTaskThreadFunc func, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuPool, houbu_pool_unref)

G_END_DECLS
