/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl-table.h"

#include <stdio.h>

#include "houbu-ctl-text.h"
#include "houbu-ctl-time.h"
#include "houbu-record.h"

#define GAP 2

struct _HoubuCtlTable
{
  GPtrArray *cells; /* (owned) (element-type utf8): row by row; the headings come first */
  GArray *right;    /* (owned) (element-type gboolean) */
  guint n_columns;
};

/**
 * houbu_ctl_table_new:
 * @first_heading: (nullable): heading of the first column; %NULL for two columns without headings
 * @...: the others, then %NULL
 *
 * Returns: (transfer full): a table without rows
 */
HoubuCtlTable *
houbu_ctl_table_new (const char *first_heading, ...)
{
  HoubuCtlTable *table = g_new0 (HoubuCtlTable, 1);
  va_list arguments;

  table->cells = g_ptr_array_new_with_free_func (g_free);
  table->right = g_array_new (FALSE, TRUE, sizeof (gboolean));
  va_start (arguments, first_heading);
  for (const char *heading = first_heading; heading != NULL;
       heading = va_arg (arguments, const char *))
    {
      houbu_ctl_table_add_text (table, heading);
      table->n_columns++;
    }
  va_end (arguments);
  if (table->n_columns == 0)
    table->n_columns = 2;
  g_array_set_size (table->right, table->n_columns);
  return table;
}

/**
 * houbu_ctl_table_free:
 * @table: (transfer full): a table
 */
void
houbu_ctl_table_free (HoubuCtlTable *table)
{
  g_ptr_array_unref (table->cells);
  g_array_unref (table->right);
  g_free (table);
}

/**
 * houbu_ctl_table_align_right:
 * @table: a table
 * @column: number of a column
 */
void
houbu_ctl_table_align_right (HoubuCtlTable *table, guint column)
{
  g_return_if_fail (column < table->n_columns);

  g_array_index (table->right, gboolean, column) = TRUE;
}

/**
 * houbu_ctl_table_add_text:
 * @table: a table
 * @text: (nullable): the next cell; a row is complete when it has all of them
 */
void
houbu_ctl_table_add_text (HoubuCtlTable *table, const char *text)
{
  g_ptr_array_add (table->cells, houbu_ctl_text_harmless (text));
}

/**
 * houbu_ctl_table_add_number:
 * @table: a table
 * @number: the next cell; %HOUBU_UNSET for an empty one
 */
void
houbu_ctl_table_add_number (HoubuCtlTable *table, gint64 number)
{
  if (number == HOUBU_UNSET)
    houbu_ctl_table_add_text (table, "");
  else
    g_ptr_array_add (table->cells, g_strdup_printf ("%" G_GINT64_FORMAT, number));
}

/**
 * houbu_ctl_table_add_time:
 * @table: a table
 * @time: the next cell, µs since the epoch; %HOUBU_UNSET for an empty one
 */
void
houbu_ctl_table_add_time (HoubuCtlTable *table, gint64 time)
{
  g_ptr_array_add (table->cells, houbu_ctl_time_to_string (time));
}

/**
 * houbu_ctl_table_add_fact:
 * @table: a table of two columns
 * @name: what it is
 * @value: (nullable): what it is worth; %NULL leaves the row out
 */
void
houbu_ctl_table_add_fact (HoubuCtlTable *table, const char *name, const char *value)
{
  g_return_if_fail (table->n_columns == 2);

  if (value == NULL || *value == '\0')
    return;
  houbu_ctl_table_add_text (table, name);
  houbu_ctl_table_add_text (table, value);
}

static const char *
cell (const HoubuCtlTable *table, guint row, guint column)
{
  return g_ptr_array_index (table->cells, row * table->n_columns + column);
}

static guint
column_width (const HoubuCtlTable *table, guint column, guint n_rows)
{
  guint width = 0;

  for (guint row = 0; row < n_rows; row++)
    width = MAX (width, houbu_ctl_text_width (cell (table, row, column)));
  return width;
}

static void
append_cell (GString *result, const char *text, guint width, gboolean right, gboolean last)
{
  guint padding = width - houbu_ctl_text_width (text);

  if (right)
    g_string_append_printf (result, "%*s", (int) padding, "");
  g_string_append (result, text);
  if (!right && !last)
    g_string_append_printf (result, "%*s", (int) padding, "");
  if (!last)
    g_string_append_printf (result, "%*s", GAP, "");
}

/**
 * houbu_ctl_table_to_string:
 * @table: a table whose rows are complete
 *
 * Returns: (transfer full): its lines
 */
char *
houbu_ctl_table_to_string (const HoubuCtlTable *table)
{
  guint n_rows = table->cells->len / table->n_columns;
  g_autofree guint *widths = g_new0 (guint, table->n_columns);
  g_autoptr (GString) result = g_string_new (NULL);

  for (guint column = 0; column < table->n_columns; column++)
    widths[column] = column_width (table, column, n_rows);
  for (guint row = 0; row < n_rows; row++)
    {
      for (guint column = 0; column < table->n_columns; column++)
        append_cell (result, cell (table, row, column), widths[column],
                     g_array_index (table->right, gboolean, column),
                     column + 1 == table->n_columns);
      g_string_append_c (result, '\n');
    }
  return g_string_free (g_steal_pointer (&result), FALSE);
}

/**
 * houbu_ctl_table_print:
 * @table: a table whose rows are complete
 *
 * Prints it to standard output.
 */
void
houbu_ctl_table_print (const HoubuCtlTable *table)
{
  g_autofree char *text = houbu_ctl_table_to_string (table);

  fputs (text, stdout);
}
