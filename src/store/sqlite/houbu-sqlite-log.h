/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * HoubuSqliteLog:
 *
 * Keeps the write-ahead log of a writer's connection small, with a thread and a connection of its
 * own.
 */
typedef struct _HoubuSqliteLog HoubuSqliteLog;

HoubuSqliteLog *houbu_sqlite_log_new (const char *location,
                                      sqlite3 *db,
                                      const volatile guint32 *index,
                                      GError **error);
void houbu_sqlite_log_free (HoubuSqliteLog *self);
void houbu_sqlite_log_keep (sqlite3 *db);

G_END_DECLS
