/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-call.h"
#include "houbu-engine-types.h"

G_BEGIN_DECLS

/*
 * Exports: what an operator takes away as a table. path: kind; query: bom?
 */

gboolean
houbu_export_run (HoubuEngine *engine, HoubuCall *call, int fd, gint64 *size, GError **error);

void houbu_export_async (
    HoubuEngine *engine, HoubuCall *call, int fd, GAsyncReadyCallback callback, gpointer user_data);
int houbu_export_finish (HoubuEngine *engine, GAsyncResult *result, gint64 *size, GError **error);

G_END_DECLS
