/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "houbu-error.h"

G_BEGIN_DECLS

typedef enum
{
  HOUBU_CSV_UTF_8,
  HOUBU_CSV_GB18030,
} HoubuCsvEncoding;

/**
 * HoubuCsvHandler:
 * @row: one record; the cells are UTF-8, trimmed, and belong to the reader
 * @problem: something wrong with a record, which is then left out
 *
 * Who reads a file. @row ends the reading by returning %FALSE.
 */
typedef struct
{
  gboolean (*row) (gint64 line, const char *const *cells, guint n_cells, gpointer data);
  void (*problem) (gint64 line, HoubuProblem problem, gint64 limit, gpointer data);
} HoubuCsvHandler;

gboolean houbu_csv_read (int fd,
                         HoubuCsvEncoding encoding,
                         const HoubuCsvHandler *handler,
                         gpointer data,
                         GError **error);

G_END_DECLS
