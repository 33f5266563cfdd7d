/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-csv-problems.h"

#include "houbu-limits.h"

struct _HoubuCsvProblems
{
  const char *language; /* (borrowed, static) */
  GListStore *lines;    /* (owned) (element-type HoubuInvalidCsvLine) */
  gboolean is_full;
};

/**
 * houbu_csv_problems_new:
 * @language: "en" or "zh-CN"; not copied
 *
 * Returns: (transfer full): an empty list
 */
HoubuCsvProblems *
houbu_csv_problems_new (const char *language)
{
  HoubuCsvProblems *self = g_new0 (HoubuCsvProblems, 1);

  self->language = language;
  self->lines = g_list_store_new (HOUBU_TYPE_INVALID_CSV_LINE);
  return self;
}

/**
 * houbu_csv_problems_free:
 * @self: (transfer full) (nullable): a list
 */
void
houbu_csv_problems_free (HoubuCsvProblems *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->lines);
  g_free (self);
}

static void
append (HoubuCsvProblems *self, gint64 line, const char *column, const char *sentence)
{
  g_autoptr (HoubuInvalidCsvLine) row = houbu_invalid_csv_line_new ();

  houbu_invalid_csv_line_set_line (row, line);
  houbu_invalid_csv_line_set_column (row, column);
  houbu_invalid_csv_line_set_problem (row, sentence);
  g_list_store_append (self->lines, row);
}

/**
 * houbu_csv_problems_add_text:
 * @self: a list
 * @line: number of the line, the header being 1
 * @column: (nullable): name of the column, %NULL when it is about the whole line
 * @sentence: what is wrong, in the language of the list
 *
 * The last one that fits says that there are more.
 */
void
houbu_csv_problems_add_text (HoubuCsvProblems *self,
                             gint64 line,
                             const char *column,
                             const char *sentence)
{
  g_autofree char *more = NULL;

  if (self->is_full)
    return;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->lines)) < HOUBU_LIMIT_CSV_PROBLEMS - 1)
    {
      append (self, line, column, sentence);
      return;
    }
  more = houbu_problem_to_sentence (HOUBU_PROBLEM_MORE_LINES, self->language, NULL, NULL,
                                    HOUBU_LIMIT_CSV_PROBLEMS - 1);
  append (self, line, NULL, more);
  self->is_full = TRUE;
}

/**
 * houbu_csv_problems_add:
 * @self: a list
 * @line: number of the line, the header being 1
 * @column: (nullable): name of the column, %NULL when it is about the whole line
 * @problem: what is wrong
 * @value: (nullable): an argument of its sentence
 * @limit: an argument of its sentence, or %HOUBU_UNSET
 */
void
houbu_csv_problems_add (HoubuCsvProblems *self,
                        gint64 line,
                        const char *column,
                        HoubuProblem problem,
                        const char *value,
                        gint64 limit)
{
  g_autofree char *sentence = NULL;

  if (self->is_full)
    return;
  sentence = houbu_problem_to_sentence (problem, self->language, column, value, limit);
  houbu_csv_problems_add_text (self, line, column, sentence);
}

/**
 * houbu_csv_problems_get_language:
 * @self: a list
 *
 * Returns: (transfer none): "en" or "zh-CN"
 */
const char *
houbu_csv_problems_get_language (HoubuCsvProblems *self)
{
  return self->language;
}

/**
 * houbu_csv_problems_is_empty:
 * @self: a list
 *
 * Returns: whether nothing is wrong
 */
gboolean
houbu_csv_problems_is_empty (HoubuCsvProblems *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->lines)) == 0;
}

/**
 * houbu_csv_problems_is_full:
 * @self: a list
 *
 * Returns: whether looking further is in vain
 */
gboolean
houbu_csv_problems_is_full (HoubuCsvProblems *self)
{
  return self->is_full;
}

/**
 * houbu_csv_problems_to_error:
 * @self: a list that is not empty
 * @error: return location, %HOUBU_ERROR_INVALID_CSV with the lines
 */
void
houbu_csv_problems_to_error (HoubuCsvProblems *self, GError **error)
{
  GError *made = NULL;

  houbu_error_set (&made, HOUBU_ERROR_INVALID_CSV, HOUBU_PROBLEM_NONE, NULL);
  houbu_error_set_lines (made, G_LIST_MODEL (self->lines));
  g_propagate_error (error, made);
}
