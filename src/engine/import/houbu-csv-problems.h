/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "houbu-error.h"

G_BEGIN_DECLS

/**
 * HoubuCsvProblems:
 *
 * What is wrong with a file, as an operator reads it. At most HOUBU_LIMIT_CSV_PROBLEMS of them.
 */
typedef struct _HoubuCsvProblems HoubuCsvProblems;

HoubuCsvProblems *houbu_csv_problems_new (const char *language);
void houbu_csv_problems_free (HoubuCsvProblems *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuCsvProblems, houbu_csv_problems_free)

void houbu_csv_problems_add (HoubuCsvProblems *self,
                             gint64 line,
                             const char *column,
                             HoubuProblem problem,
                             const char *value,
                             gint64 limit);
void houbu_csv_problems_add_text (HoubuCsvProblems *self,
                                  gint64 line,
                                  const char *column,
                                  const char *sentence);
const char *houbu_csv_problems_get_language (HoubuCsvProblems *self);
gboolean houbu_csv_problems_is_empty (HoubuCsvProblems *self);
gboolean houbu_csv_problems_is_full (HoubuCsvProblems *self);
void houbu_csv_problems_to_error (HoubuCsvProblems *self, GError **error);

G_END_DECLS
