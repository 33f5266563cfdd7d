/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-import-private.h"

#include "houbu-change.h"
#include "houbu-import-offering-change.h"
#include "houbu-limits.h"
#include "houbu-rules.h"
#include "houbu-tx.h"

/* offerings: seats, fee and times of subjects at campuses, in the current exam session. What is
 * there already is changed like by any operator: in the journal, and with whatever it frees given
 * to the queue at once. */

enum
{
  CAMPUS_CODE,
  SUBJECT_CODE,
  CAPACITY,
  FEE_FEN,
  EXAM_STARTS_AT,
  EXAM_ENDS_AT,
  REGISTRATION_OPENS_AT,
  REGISTRATION_CLOSES_AT,
  N_COLUMNS,
};

static const HoubuCsvColumn columns[N_COLUMNS] = {
  [CAMPUS_CODE] = { "campus_code" },
  [SUBJECT_CODE] = { "subject_code" },
  [CAPACITY] = { "capacity" },
  [FEE_FEN] = { "fee_fen", TRUE },
  [EXAM_STARTS_AT] = { "exam_starts_at", TRUE },
  [EXAM_ENDS_AT] = { "exam_ends_at", TRUE },
  [REGISTRATION_OPENS_AT] = { "registration_opens_at", TRUE },
  [REGISTRATION_CLOSES_AT] = { "registration_closes_at", TRUE },
};

typedef struct
{
  gint64 line;
  char *campus;                    /* (owned) */
  const HoubuSubjectInfo *subject; /* (borrowed, static) */
  HoubuOfferingSettings settings;
  gint64 key; /* in the store, 0 when it is new */
} Row;

typedef struct
{
  GPtrArray *rows;      /* (owned) (element-type Row) */
  GHashTable *campuses; /* (owned) (element-type utf8 HoubuPlace) */
} State;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->campus);
  g_free (row);
}

static void
state_free (gpointer data)
{
  State *state = data;

  g_ptr_array_unref (state->rows);
  g_clear_pointer (&state->campuses, g_hash_table_unref);
  g_free (state);
}

static gboolean
begin (HoubuImport *import, HoubuTx *tx, GError **error)
{
  State *state = g_new0 (State, 1);
  g_autoptr (HoubuExamRow) exam = NULL;

  state->rows = g_ptr_array_new_with_free_func (row_free);
  import->state = state;
  exam = houbu_store_exam_load_current (tx, error);
  if (exam == NULL)
    return FALSE;
  state->campuses = houbu_store_import_load_campuses (tx, error);
  return state->campuses != NULL;
}

static gboolean
check_place (HoubuImport *import, gint64 line, const char *code)
{
  State *state = import->state;
  const HoubuPlace *place = g_hash_table_lookup (state->campuses, code);

  if (place != NULL)
    return houbu_import_check_scope (import, line, CAMPUS_CODE, place->school, place->province);
  houbu_import_refuse (import, line, CAMPUS_CODE, HOUBU_PROBLEM_UNKNOWN_CAMPUS, code, HOUBU_UNSET);
  return FALSE;
}

static gboolean
check_order (HoubuImport *import, gint64 line, guint column, gint64 first, gint64 last)
{
  if (first == HOUBU_UNSET || last == HOUBU_UNSET || first < last)
    return TRUE;
  houbu_import_refuse (import, line, column, HOUBU_PROBLEM_BEFORE_OTHER, columns[column - 1].name,
                       HOUBU_UNSET);
  return FALSE;
}

static gboolean
parse_settings (HoubuImport *import,
                gint64 line,
                const char *const *cells,
                HoubuOfferingSettings *settings)
{
  gboolean good = TRUE;

  good &= houbu_import_read_integer (import, line, CAPACITY, cells[CAPACITY], 0,
                                     HOUBU_LIMIT_CAPACITY, &settings->capacity);
  good &= houbu_import_read_integer (import, line, FEE_FEN, cells[FEE_FEN], 0, HOUBU_LIMIT_FEE_FEN,
                                     &settings->fee_fen);
  good &= houbu_import_read_time (import, line, EXAM_STARTS_AT, cells[EXAM_STARTS_AT],
                                  &settings->exam_starts_at);
  good &= houbu_import_read_time (import, line, EXAM_ENDS_AT, cells[EXAM_ENDS_AT],
                                  &settings->exam_ends_at);
  good &= houbu_import_read_time (import, line, REGISTRATION_OPENS_AT, cells[REGISTRATION_OPENS_AT],
                                  &settings->opens_at);
  good &= houbu_import_read_time (import, line, REGISTRATION_CLOSES_AT,
                                  cells[REGISTRATION_CLOSES_AT], &settings->closes_at);
  /* A fee of nothing is one that is not set yet (R5). */
  if (settings->fee_fen == 0)
    settings->fee_fen = HOUBU_NONE;
  return good && check_order (import, line, EXAM_ENDS_AT, settings->exam_starts_at,
                              settings->exam_ends_at) &
                     check_order (import, line, REGISTRATION_CLOSES_AT, settings->opens_at,
                                  settings->closes_at);
}

static gboolean
check (HoubuImport *import, HoubuTx *tx, gint64 line, const char *const *cells, GError **error)
{
  State *state = import->state;
  const HoubuSubjectInfo *subject = houbu_subject_info_find (cells[SUBJECT_CODE]);
  g_autofree char *id = g_strconcat (cells[CAMPUS_CODE], "-", cells[SUBJECT_CODE], NULL);
  HoubuOfferingSettings settings = { 0 };
  gboolean good = TRUE;
  Row *row = NULL;

  if (subject == NULL)
    houbu_import_refuse (import, line, SUBJECT_CODE, HOUBU_PROBLEM_UNKNOWN_SUBJECT,
                         cells[SUBJECT_CODE], HOUBU_UNSET);
  good &= subject != NULL;
  good &= check_place (import, line, cells[CAMPUS_CODE]);
  good &= parse_settings (import, line, cells, &settings);
  if (!good || !houbu_import_read_unique (import, line, id))
    return TRUE;
  row = g_new0 (Row, 1);
  row->line = line;
  row->campus = g_strdup (cells[CAMPUS_CODE]);
  row->subject = subject;
  row->settings = settings;
  g_ptr_array_add (state->rows, row);
  return TRUE;
}

static gboolean
find_row (HoubuImport *import, HoubuTx *tx, gint64 exam, Row *row, GArray *changing, GError **error)
{
  g_autofree char *id = g_strconcat (row->campus, "-", row->subject->code, NULL);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HoubuOfferingRow) known =
      houbu_store_offering_find (tx, exam, id, import->call->now, &failure);

  row->key = known != NULL ? known->key : 0;
  if (known != NULL && houbu_offering_settings_differ (&row->settings, known))
    {
      import->changed++;
      g_array_append_val (changing, known->key);
    }
  else if (known != NULL)
    import->unchanged++;
  else if (g_error_matches (failure, HOUBU_ERROR, HOUBU_ERROR_NOT_FOUND))
    import->added++;
  else
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return TRUE;
}

/* Which of them are new, which differ; the keys of the latter go to @changing. */
static gboolean
find_rows (HoubuImport *import, HoubuTx *tx, gint64 exam, GArray *changing, GError **error)
{
  State *state = import->state;

  for (guint i = 0; i < state->rows->len; i++)
    if (!find_row (import, tx, exam, g_ptr_array_index (state->rows, i), changing, error))
      return FALSE;
  return TRUE;
}

/* A file never cuts below the seats in use: that takes an operator who forces it, one by one. */
static gboolean
check_capacities (HoubuImport *import, HoubuChange *change, GError **error)
{
  State *state = import->state;

  for (guint i = 0; i < state->rows->len; i++)
    {
      Row *row = g_ptr_array_index (state->rows, i);
      const HoubuOfferingRow *known = NULL;
      HoubuOfferingState seats;

      if (row->key == 0)
        continue;
      known = houbu_change_get_offering (change, row->key, error);
      if (known == NULL)
        return FALSE;
      houbu_offering_row_fill_state (known, &seats);
      if (row->settings.capacity != seats.capacity &&
          houbu_rules_check_capacity (&seats, row->settings.capacity, FALSE).refusal !=
              HOUBU_REFUSAL_NONE)
        {
          g_autofree char *wanted = g_strdup_printf ("%" G_GINT64_FORMAT, row->settings.capacity);

          houbu_import_refuse (import, row->line, CAPACITY, HOUBU_PROBLEM_CAPACITY_BELOW_USE,
                               wanted, seats.seats_in_use);
        }
    }
  if (houbu_csv_problems_is_empty (import->problems))
    return TRUE;
  houbu_csv_problems_to_error (import->problems, error);
  return FALSE;
}

static gboolean
write_rows (HoubuImport *import, HoubuChange *change, GError **error)
{
  State *state = import->state;

  for (guint i = 0; i < state->rows->len; i++)
    {
      Row *row = g_ptr_array_index (state->rows, i);

      if (row->key == 0)
        row->key =
            houbu_offering_settings_add (change, row->campus, row->subject, &row->settings, error);
      else if (!houbu_offering_settings_apply (change, row->key, &row->settings, error))
        return FALSE;
      if (row->key == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
count (HoubuImport *import, HoubuTx *tx, GError **error)
{
  g_autoptr (HoubuExamRow) exam = houbu_store_exam_load_current (tx, error);
  g_autoptr (GArray) changing = g_array_new (FALSE, FALSE, sizeof (gint64));

  return exam != NULL && find_rows (import, tx, exam->key, changing, error);
}

static gboolean
apply (HoubuImport *import, HoubuTx *tx, GError **error)
{
  g_autoptr (HoubuChange) change = NULL;
  g_autoptr (GArray) changing = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (import->dry_run)
    return count (import, tx, error);
  change = houbu_change_begin (tx, import->call, error);
  return change != NULL && houbu_tx_flush (tx, error) &&
         find_rows (import, tx, houbu_change_get_exam (change)->key, changing, error) &&
         houbu_change_settle (change, changing, NULL, error) &&
         check_capacities (import, change, error) && write_rows (import, change, error) &&
         houbu_change_finish (change, error);
}

const HoubuImportKind houbu_import_offerings = {
  .name = "offerings",
  .columns = columns,
  .n_columns = N_COLUMNS,
  .begin = begin,
  .end = state_free,
  .check = check,
  .apply = apply,
};
