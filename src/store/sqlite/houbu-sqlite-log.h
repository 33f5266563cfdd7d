/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * HoubuSqliteLog:
 *
 * Keeps the write-ahead log of a writer's connection small. It has to outlive the connection.
 */
typedef struct
{
  gint64 patient_until;
} HoubuSqliteLog;

void houbu_sqlite_log_watch (HoubuSqliteLog *self, sqlite3 *db);

G_END_DECLS
