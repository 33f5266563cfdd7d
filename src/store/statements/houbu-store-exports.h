/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-admin.h"

G_BEGIN_DECLS

/* How many columns a table has at most. */
#define HOUBU_EXPORT_MOST_COLUMNS 32

typedef enum
{
  HOUBU_EXPORT_TEXT,
  HOUBU_EXPORT_NUMBER,
  HOUBU_EXPORT_TIME,
} HoubuExportFormat;

typedef struct
{
  const char *name;
  HoubuExportFormat format;
} HoubuExportColumn;

/* A table that operators take away, one row a thing, oldest first. */
typedef struct
{
  const char *kind; /* its word on the wire */
  const HoubuExportColumn *columns;
  gsize n_columns;
  const HoubuSql *sql;
} HoubuExportTable;

/**
 * HoubuExportRowFunc:
 * @cells: (array) (element-type utf8): one a column as it stands on the wire, %NULL for none; valid
 *   during the call
 * @data: of the caller
 * @error: return location
 *
 * Returns: whether to go on
 */
typedef gboolean (*HoubuExportRowFunc) (const char *const *cells, gpointer data, GError **error);

const HoubuExportTable *houbu_store_export_find_table (const char *kind);
gboolean houbu_store_export_read (HoubuTx *tx,
                                  const HoubuExportTable *table,
                                  const HoubuScope *scope,
                                  gint64 exam,
                                  HoubuExportRowFunc func,
                                  gpointer data,
                                  GError **error);

G_END_DECLS
