/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HoubuCsvWriter:
 *
 * Writes a table into a file as RFC 4180 has it, in UTF-8, with little memory whatever its size. A
 * cell that a spreadsheet would take for a formula is written as text.
 */
typedef struct _HoubuCsvWriter HoubuCsvWriter;

HoubuCsvWriter *houbu_csv_writer_new (int fd);
void houbu_csv_writer_free (HoubuCsvWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuCsvWriter, houbu_csv_writer_free)

void houbu_csv_writer_add_mark (HoubuCsvWriter *self);
gboolean houbu_csv_writer_add_row (HoubuCsvWriter *self, const char *const *cells, gsize n_cells);
gboolean houbu_csv_writer_flush (HoubuCsvWriter *self);
gint64 houbu_csv_writer_get_size (HoubuCsvWriter *self);

G_END_DECLS
