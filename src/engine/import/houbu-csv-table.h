/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-csv-problems.h"
#include "houbu-csv-reader.h"

G_BEGIN_DECLS

/**
 * HoubuCsvColumn:
 * @name: as in the header
 * @optional: its cells may be empty, and so it may be left out
 *
 * A column of a file.
 */
typedef struct
{
  const char *name;
  gboolean optional;
} HoubuCsvColumn;

/**
 * HoubuCsvRowFunc:
 * @line: number of the line
 * @cells: in the order of the columns, "" where one is empty or left out
 * @data: the caller's
 *
 * Returns: %FALSE to end the reading
 */
typedef gboolean (*HoubuCsvRowFunc) (gint64 line, const char *const *cells, gpointer data);

gboolean houbu_csv_table_read (int fd,
                               HoubuCsvEncoding encoding,
                               const HoubuCsvColumn *columns,
                               guint n_columns,
                               HoubuCsvProblems *problems,
                               HoubuCsvRowFunc func,
                               gpointer data,
                               GError **error);

G_END_DECLS
