/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* How long a write waits for the lock of another process, such as `houbud operator add`. */
#define HOUBU_SQLITE_BUSY_MS 10000

sqlite3 *houbu_sqlite_open_file (const char *path, gboolean create, GError **error);
gboolean houbu_sqlite_execute (sqlite3 *db, const char *text, GError **error);
gboolean houbu_sqlite_read_number (sqlite3 *db, const char *text, gint64 *value, GError **error);
void houbu_sqlite_set_error (GError **error, sqlite3 *db, int code);

gboolean houbu_sqlite_migrate (sqlite3 *db, const char *const *scripts, guint n, GError **error);

extern const char *const houbu_sqlite_migrations[];
extern const guint houbu_sqlite_n_migrations;

G_END_DECLS
