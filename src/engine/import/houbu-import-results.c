/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-import-private.h"

#include "houbu-engine.h"
#include "houbu-store-reviews.h"
#include "houbu-subject-info.h"
#include "houbu-tickets.h"

/* results: of earlier exams, against which reviews of the CET-6 qualification are checked. There
 * may be a hundred thousand, so nothing of them is kept between the two ways through the file but
 * what tells one from the other. */

enum
{
  ADMISSION_TICKET,
  ID_TYPE,
  ID_NUMBER,
  SUBJECT_CODE,
  EXAM_YEAR,
  SCORE,
  N_COLUMNS,
};

static const HoubuCsvColumn columns[N_COLUMNS] = {
  [ADMISSION_TICKET] = { "admission_ticket" },
  [ID_TYPE] = { "id_type" },
  [ID_NUMBER] = { "id_number" },
  [SUBJECT_CODE] = { "subject_code" },
  [EXAM_YEAR] = { "exam_year" },
  [SCORE] = { "score" },
};

#define MIN_YEAR 1987
#define MAX_YEAR 9999
#define MAX_SCORE 710

static gboolean
begin (HoubuImport *import, HoubuTx *tx, GError **error)
{
  import->state = GINT_TO_POINTER (TRUE);
  return TRUE;
}

static void
end (gpointer state)
{
}

static gboolean
parse (HoubuImport *import, gint64 line, const char *const *cells, HoubuResultRow *row)
{
  gboolean good = TRUE;

  good &= houbu_import_read_ticket (import, line, ADMISSION_TICKET, cells[ADMISSION_TICKET]);
  good &= houbu_import_read_identity (import, line, ID_TYPE, ID_NUMBER, cells, &row->holder);
  good &= houbu_import_read_subject (import, line, SUBJECT_CODE, cells[SUBJECT_CODE]);
  good &= houbu_import_read_integer (import, line, EXAM_YEAR, cells[EXAM_YEAR], MIN_YEAR, MAX_YEAR,
                                     &row->exam_year);
  good &= houbu_import_read_integer (import, line, SCORE, cells[SCORE], 0, MAX_SCORE, &row->score);
  if (good)
    {
      g_autofree char *ticket = houbu_ticket_normalise (cells[ADMISSION_TICKET]);

      row->ticket = houbu_ticket_lookup (houbu_engine_get_vault (import->engine), ticket);
      row->subject = g_strdup (cells[SUBJECT_CODE]);
    }
  return good;
}

static gboolean
check (HoubuImport *import, HoubuTx *tx, gint64 line, const char *const *cells, GError **error)
{
  g_autoptr (HoubuResultRow) row = g_new0 (HoubuResultRow, 1);

  if (parse (import, line, cells, row))
    {
      g_autofree char *ticket = houbu_ticket_normalise (cells[ADMISSION_TICKET]);

      houbu_import_read_unique (import, line, ticket);
    }
  return TRUE;
}

static gboolean
same (const HoubuResultRow *a, const HoubuResultRow *b)
{
  return g_bytes_equal (a->holder, b->holder) && g_str_equal (a->subject, b->subject) &&
         a->exam_year == b->exam_year && a->score == b->score;
}

static gboolean
apply_row (HoubuImport *import, HoubuTx *tx, gint64 line, const char *const *cells, GError **error)
{
  g_autoptr (HoubuResultRow) row = g_new0 (HoubuResultRow, 1);
  g_autoptr (HoubuResultRow) known = NULL;
  g_autoptr (GError) failure = NULL;

  if (!parse (import, line, cells, row))
    return houbu_import_fail_second_reading (error);
  known = houbu_store_result_find (tx, row->ticket, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (known != NULL && same (known, row))
    {
      import->unchanged++;
      return TRUE;
    }
  if (known == NULL)
    import->added++;
  else
    import->changed++;
  return import->dry_run || houbu_store_result_set (tx, row, error);
}

static gboolean
apply (HoubuImport *import, HoubuTx *tx, GError **error)
{
  return houbu_import_apply_each_row (import, tx, apply_row, error);
}

const HoubuImportKind houbu_import_results = {
  .name = "results",
  .columns = columns,
  .n_columns = N_COLUMNS,
  .national_only = TRUE,
  .begin = begin,
  .end = end,
  .check = check,
  .apply = apply,
};
