/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/**
 * HoubuDriverMode:
 * @HOUBU_DRIVER_READ: a connection of a reader thread; it cannot write
 * @HOUBU_DRIVER_WRITE: the writer's
 */
typedef enum
{
  HOUBU_DRIVER_READ,
  HOUBU_DRIVER_WRITE,
} HoubuDriverMode;

/**
 * HoubuRowStep:
 *
 * What one step of a statement came to.
 */
typedef enum
{
  HOUBU_ROW_FAILED,
  HOUBU_ROW_READY,
  HOUBU_ROW_NONE,
} HoubuRowStep;

/**
 * HoubuDriverReport:
 *
 * Called with each fault that a driver finds in its own files.
 */
typedef void (*HoubuDriverReport) (const char *fault, gpointer data);

/**
 * HoubuDriver:
 * @name: of the database
 * @lock_offering: reads the counters of `$offering` under its row lock
 * @issued_seq: reads as `seq` the last number given to a journal row; no text where numbers may
 *   have gaps, so that a missing one does not mean a deleted row
 * @prepare_store: creates and migrates the database at a location
 * @open: opens a connection, for one thread
 * @count_commits: a number that grows by one with each commit that changed something, whoever made
 *   it; -1, or no function, where that cannot be told. May be called from any thread.
 * @sync: waits until the disk has all that was committed so far, by whichever connection; no
 *   function where a commit waits for that itself
 * @check_file: verifies what only the database itself can
 *
 * All that differs from database to database. One connection is used by one thread. Every error is
 * a HOUBU_STORE_FAILURE; its message names tables and columns, never values.
 */
typedef struct
{
  const char *name;
  HoubuSql lock_offering;
  HoubuSql issued_seq;

  gboolean (*prepare_store) (const char *location, GError **error);
  gpointer (*open) (const char *location, HoubuDriverMode mode, GError **error);
  void (*close) (gpointer connection);
  gboolean (*check_file) (gpointer connection,
                          HoubuDriverReport report,
                          gpointer data,
                          GError **error);

  gboolean (*begin) (gpointer connection, GError **error);
  gboolean (*commit) (gpointer connection, GError **error);
  void (*rollback) (gpointer connection);
  gint64 (*last_key) (gpointer connection);
  gint64 (*changed_rows) (gpointer connection);
  gint64 (*count_commits) (gpointer connection);
  gboolean (*sync) (gpointer connection, GError **error);

  gpointer (*prepare) (gpointer connection, const char *text, GError **error);
  void (*finalize) (gpointer statement);
  void (*reset) (gpointer statement);
  gboolean (*writes) (gpointer statement);
  int (*count_parameters) (gpointer statement);
  int (*find_parameter) (gpointer statement, const char *name);
  void (*bind_int64) (gpointer statement, int parameter, gint64 value);
  void (*bind_text) (gpointer statement, int parameter, const char *value);
  void (*bind_blob) (gpointer statement, int parameter, gconstpointer data, gsize length);
  void (*bind_null) (gpointer statement, int parameter);
  HoubuRowStep (*step) (gpointer statement, GError **error);
  int (*find_column) (gpointer statement, const char *name);
  gboolean (*is_null) (gpointer statement, int column);
  gint64 (*get_int64) (gpointer statement, int column);
  const char *(*get_text) (gpointer statement, int column);
  gconstpointer (*get_blob) (gpointer statement, int column, gsize *length);
} HoubuDriver;

G_END_DECLS
