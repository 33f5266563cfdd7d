/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-csv-table.h"

#include <string.h>

#define ABSENT G_MAXUINT

/* What stands between the reader and an import: the header, and cells in a known order. */
typedef struct
{
  const HoubuCsvColumn *columns;
  guint n_columns;
  HoubuCsvProblems *problems;
  HoubuCsvRowFunc func;
  gpointer data;

  guint n_header;     /* cells of the header; 0 before it was read */
  guint *places;      /* (owned): where each column stands in a record, or ABSENT */
  const char **cells; /* (owned) (element-type utf8 (borrowed)): in the order of the columns */
} Table;

static void
table_clear (Table *table)
{
  g_free (table->places);
  g_free (table->cells);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static void
place_column (Table *table, gint64 line, const char *name, guint place)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (g_str_equal (table->columns[i].name, name))
      {
        if (table->places[i] != ABSENT)
          houbu_csv_problems_add (table->problems, line, NULL, HOUBU_PROBLEM_COLUMN_TWICE, name,
                                  HOUBU_UNSET);
        table->places[i] = place;
        return;
      }
  houbu_csv_problems_add (table->problems, line, NULL, HOUBU_PROBLEM_UNKNOWN_COLUMN, name,
                          HOUBU_UNSET);
}

static gboolean
read_header (Table *table, gint64 line, const char *const *cells, guint n_cells)
{
  table->n_header = n_cells;
  for (guint i = 0; i < n_cells; i++)
    place_column (table, line, cells[i], i);
  for (guint i = 0; i < table->n_columns; i++)
    if (table->places[i] == ABSENT && !table->columns[i].optional)
      houbu_csv_problems_add (table->problems, line, NULL, HOUBU_PROBLEM_MISSING_COLUMN,
                              table->columns[i].name, HOUBU_UNSET);
  return houbu_csv_problems_is_empty (table->problems);
}

static gboolean
on_row (gint64 line, const char *const *cells, guint n_cells, gpointer data)
{
  Table *table = data;

  if (table->n_header == 0)
    return read_header (table, line, cells, n_cells);
  if (n_cells != table->n_header)
    {
      g_autofree char *number = g_strdup_printf ("%u", n_cells);

      houbu_csv_problems_add (table->problems, line, NULL, HOUBU_PROBLEM_CELL_COUNT, number,
                              table->n_header);
      return !houbu_csv_problems_is_full (table->problems);
    }
  for (guint i = 0; i < table->n_columns; i++)
    table->cells[i] = table->places[i] != ABSENT ? cells[table->places[i]] : "";
  return table->func (line, table->cells, table->data) &&
         !houbu_csv_problems_is_full (table->problems);
}

static void
on_problem (gint64 line, HoubuProblem problem, gint64 limit, gpointer data)
{
  Table *table = data;

  houbu_csv_problems_add (table->problems, line, NULL, problem, NULL, limit);
}

/**
 * houbu_csv_table_read:
 * @fd: a file that can be read again and again
 * @encoding: how it is encoded
 * @columns: (array length=n_columns): the columns that it may have, in the order wanted
 * @n_columns: how many
 * @problems: where everything goes that is wrong with it
 * @func: called for each record that has the right number of cells
 * @data: for @func
 * @error: return location for what the disk says
 *
 * Reads a file with a header. With anything wrong in the header no record is looked at, since
 * each would be wrong for the same reason.
 *
 * Returns: whether the file could be read, be there problems or not
 */
gboolean
houbu_csv_table_read (int fd,
                      HoubuCsvEncoding encoding,
                      const HoubuCsvColumn *columns,
                      guint n_columns,
                      HoubuCsvProblems *problems,
                      HoubuCsvRowFunc func,
                      gpointer data,
                      GError **error)
{
  static const HoubuCsvHandler handler = { on_row, on_problem };
  g_auto (Table) table = { columns, n_columns, problems, func, data };

  table.places = g_new (guint, n_columns);
  memset (table.places, 0xff, n_columns * sizeof *table.places);
  table.cells =
      g_new0 (const char *, n_columns + 1); /* NULL at the end: a row can be copied whole */
  if (!houbu_csv_read (fd, encoding, &handler, &table, error))
    return FALSE;
  if (table.n_header == 0 && houbu_csv_problems_is_empty (problems))
    houbu_csv_problems_add (problems, 1, NULL, HOUBU_PROBLEM_EMPTY_DOCUMENT, NULL, HOUBU_UNSET);
  return TRUE;
}
