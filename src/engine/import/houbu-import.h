/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine.h"

G_BEGIN_DECLS

/*
 * Files of operators: `kind` in the call's path parameters is schools, offerings, students,
 * accounts, results or
 * arrangement; its query parameters `dry_run` (0, 1) and `encoding` (utf-8, gb18030) are
 * optional. The answer is an ImportResult; a file with anything wrong is HOUBU_ERROR_INVALID_CSV
 * with lines.
 */
void houbu_import_async (HoubuEngine *engine,
                         HoubuCall *call,
                         int fd,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
GBytes *
houbu_import_finish (HoubuEngine *engine, GAsyncResult *result, guint *status, GError **error);

HoubuRecord *houbu_import_run (HoubuEngine *engine, HoubuCall *call, int fd, GError **error);

G_END_DECLS
