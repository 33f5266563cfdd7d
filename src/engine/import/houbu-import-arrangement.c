/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-import-private.h"

#include "houbu-change.h"
#include "houbu-journal-data.h"
#include "houbu-journal.h"
#include "houbu-records.h"
#include "houbu-store-arrangement.h"
#include "houbu-store-import.h"
#include "houbu-tickets.h"

/* arrangement: room, seat and admission ticket of those who have paid. Two candidates may change
 * places in one file, so what is taken is looked at when the whole file was read. */

enum
{
  ID_TYPE,
  ID_NUMBER,
  SUBJECT_CODE,
  CAMPUS_CODE,
  ADMISSION_TICKET,
  ROOM,
  SEAT,
  TICKET_PRINTING,
  N_COLUMNS,
};

static const HoubuCsvColumn columns[N_COLUMNS] = {
  [ID_TYPE] = { "id_type" },
  [ID_NUMBER] = { "id_number" },
  [SUBJECT_CODE] = { "subject_code" },
  [CAMPUS_CODE] = { "campus_code" },
  [ADMISSION_TICKET] = { "admission_ticket" },
  [ROOM] = { "room" },
  [SEAT] = { "seat" },
  [TICKET_PRINTING] = { "ticket_printing" },
};

/* As the contract has it. */
#define MAX_ROOM 50
#define MAX_SEAT 20

typedef struct
{
  gint64 line;
  HoubuArrangementRow *wanted; /* (owned) */
} Row;

typedef struct
{
  GHashTable *campuses; /* (owned) (element-type utf8 HoubuPlace) */
  gint64 exam;
  GPtrArray *rows;        /* (owned) (element-type Row) */
  GHashTable *enrolments; /* (owned) (element-type gint64): those of the rows */
} State;

static void
row_free (gpointer data)
{
  Row *row = data;

  houbu_arrangement_row_free (row->wanted);
  g_free (row);
}

static void
state_free (gpointer data)
{
  State *state = data;

  g_hash_table_unref (state->campuses);
  g_ptr_array_unref (state->rows);
  g_hash_table_unref (state->enrolments);
  g_free (state);
}

static gboolean
begin (HoubuImport *import, HoubuTx *tx, GError **error)
{
  g_autoptr (HoubuExamRow) exam = houbu_store_exam_load_current (tx, error);
  g_autoptr (GHashTable) campuses = NULL;
  State *state = NULL;

  if (exam == NULL)
    return FALSE;
  campuses = houbu_store_import_load_campuses (tx, error);
  if (campuses == NULL)
    return FALSE;
  state = g_new0 (State, 1);
  state->campuses = g_steal_pointer (&campuses);
  state->exam = exam->key;
  state->rows = g_ptr_array_new_with_free_func (row_free);
  state->enrolments = g_hash_table_new (g_int64_hash, g_int64_equal);
  import->state = state;
  return TRUE;
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
check_printing (HoubuImport *import, gint64 line, const char *word)
{
  if (houbu_ticket_printing_from_string (word) != HOUBU_TICKET_PRINTING_UNSET)
    return TRUE;
  houbu_import_refuse (import, line, TICKET_PRINTING,
                       *word == '\0' ? HOUBU_PROBLEM_REQUIRED : HOUBU_PROBLEM_NOT_A_CHOICE, NULL,
                       HOUBU_UNSET);
  return FALSE;
}

static gboolean
check_cells (HoubuImport *import, gint64 line, const char *const *cells, GBytes **lookup)
{
  gboolean good = TRUE;

  good &= houbu_import_read_identity (import, line, ID_TYPE, ID_NUMBER, cells, lookup);
  good &= houbu_import_read_subject (import, line, SUBJECT_CODE, cells[SUBJECT_CODE]);
  good &= check_place (import, line, cells[CAMPUS_CODE]);
  good &= houbu_import_read_ticket (import, line, ADMISSION_TICKET, cells[ADMISSION_TICKET]);
  good &= houbu_import_read_text (import, line, ROOM, cells[ROOM], MAX_ROOM);
  good &= houbu_import_read_text (import, line, SEAT, cells[SEAT], MAX_SEAT);
  good &= check_printing (import, line, cells[TICKET_PRINTING]);
  return good;
}

/* One line a person and subject, one ticket a line, one line a chair. */
static gboolean
check_unique (HoubuImport *import, gint64 line, const HoubuArrangementRow *row)
{
  g_autofree char *enrolment = g_strdup_printf ("enrolment %" G_GINT64_FORMAT, row->enrolment);
  g_autofree char *ticket = g_strconcat ("ticket ", row->admission_ticket, NULL);
  g_autofree char *seat =
      g_strdup_printf ("seat %" G_GINT64_FORMAT "\n%s\n%s", row->offering, row->room, row->seat);

  return houbu_import_read_unique (import, line, enrolment) &&
         houbu_import_read_unique (import, line, ticket) &&
         houbu_import_read_unique (import, line, seat);
}

static void
want (HoubuArrangementRow *row, const char *const *cells)
{
  g_free (row->admission_ticket);
  g_free (row->room);
  g_free (row->seat);
  g_free (row->ticket_printing);
  row->admission_ticket = houbu_ticket_normalise (cells[ADMISSION_TICKET]);
  row->room = g_strdup (cells[ROOM]);
  row->seat = g_strdup (cells[SEAT]);
  row->ticket_printing = g_strdup (cells[TICKET_PRINTING]);
}

static void
keep (HoubuImport *import, gint64 line, HoubuArrangementRow *wanted)
{
  State *state = import->state;
  Row *row = g_new0 (Row, 1);

  row->line = line;
  row->wanted = wanted;
  g_ptr_array_add (state->rows, row);
  g_hash_table_add (state->enrolments, &row->wanted->enrolment);
}

static gboolean
check (HoubuImport *import, HoubuTx *tx, gint64 line, const char *const *cells, GError **error)
{
  State *state = import->state;
  g_autoptr (GBytes) lookup = NULL;
  g_autoptr (HoubuArrangementRow) row = NULL;
  g_autoptr (GError) failure = NULL;

  if (!check_cells (import, line, cells, &lookup))
    return TRUE;
  row = houbu_store_arrangement_find (tx, state->exam, lookup, cells[CAMPUS_CODE],
                                      cells[SUBJECT_CODE], &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (row == NULL || row->state != HOUBU_SEAT_PAID)
    {
      houbu_import_refuse (import, line, ID_NUMBER,
                           row == NULL ? HOUBU_PROBLEM_NO_ENROLMENT : HOUBU_PROBLEM_NOT_PAID, NULL,
                           HOUBU_UNSET);
      return TRUE;
    }
  want (row, cells);
  if (check_unique (import, line, row))
    keep (import, line, g_steal_pointer (&row));
  return TRUE;
}

/* Who has it now keeps it, unless the file gives them something else. */
static void
refuse_taken (HoubuImport *import, const Row *row, guint column, const char *value, gint64 holder)
{
  State *state = import->state;

  if (holder != 0 && !g_hash_table_contains (state->enrolments, &holder))
    houbu_import_refuse (import, row->line, column, HOUBU_PROBLEM_NAME_IN_USE, value, HOUBU_UNSET);
}

static gboolean
finish (HoubuImport *import, HoubuTx *tx, GError **error)
{
  State *state = import->state;

  for (guint i = 0; i < state->rows->len; i++)
    {
      const Row *row = g_ptr_array_index (state->rows, i);
      const HoubuArrangementRow *wanted = row->wanted;
      gint64 of_ticket = 0;
      gint64 of_seat = 0;

      if (!houbu_store_arrangement_find_ticket (tx, state->exam, wanted->admission_ticket,
                                                &of_ticket, error) ||
          !houbu_store_arrangement_find_seat (tx, wanted->offering, wanted->room, wanted->seat,
                                              &of_seat, error))
        return FALSE;
      refuse_taken (import, row, ADMISSION_TICKET, wanted->admission_ticket, of_ticket);
      refuse_taken (import, row, SEAT, wanted->seat, of_seat);
    }
  return TRUE;
}

static gboolean
same (const HoubuArrangementRow *a, const HoubuArrangementRow *b)
{
  return g_strcmp0 (a->admission_ticket, b->admission_ticket) == 0 &&
         g_strcmp0 (a->room, b->room) == 0 && g_strcmp0 (a->seat, b->seat) == 0 &&
         g_strcmp0 (a->ticket_printing, b->ticket_printing) == 0;
}

/* Which rows differ from what is there; those that were arranged before are freed first. */
static gboolean
prepare_row (HoubuImport *import, HoubuTx *tx, const Row *row, GPtrArray *differing, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HoubuArrangementRow) present =
      houbu_store_arrangement_load (tx, row->wanted->enrolment, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (present == NULL || present->state != HOUBU_SEAT_PAID)
    {
      houbu_error_set (error, HOUBU_ERROR_STATE_CHANGED, HOUBU_PROBLEM_NOT_PAID, NULL);
      return FALSE;
    }
  if (same (present, row->wanted))
    {
      import->unchanged++;
      return TRUE;
    }
  g_ptr_array_add (differing, row->wanted);
  if (present->admission_ticket == NULL)
    {
      import->added++;
      return TRUE;
    }
  import->changed++;
  return import->dry_run || houbu_store_arrangement_clear (tx, row->wanted->enrolment, error);
}

static gboolean
write_row (HoubuChange *change, const HoubuArrangementRow *row, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  HoubuJournalRow entry = {
    .at = houbu_change_get_now (change),
    .type = HOUBU_JOURNAL_ENROLMENT_CHANGED,
    .actor = houbu_change_get_actor (change),
    .request = houbu_change_get_request (change),
    .exam = houbu_change_get_exam (change)->key,
    .lock = houbu_change_get_lock (change, row->offering, error),
    .registration = row->registration,
    .item = row->enrolment,
    .from_state = houbu_seat_state_to_word (row->state),
    .to_state = houbu_seat_state_to_word (row->state),
  };

  if (entry.lock == NULL)
    return FALSE;
  houbu_journal_data_add_text (data, "arrangement", "arranged");
  houbu_journal_data_add_text (data, "ticket_printing", row->ticket_printing);
  entry.data = houbu_journal_data_get_text (data);
  houbu_change_mark_written (change);
  return houbu_store_arrangement_set (tx, row, error) && houbu_journal_append (tx, &entry, error);
}

static gboolean
apply (HoubuImport *import, HoubuTx *tx, GError **error)
{
  State *state = import->state;
  g_autoptr (GPtrArray) differing = g_ptr_array_new ();
  g_autoptr (HoubuChange) change = NULL;

  for (guint i = 0; i < state->rows->len; i++)
    if (!prepare_row (import, tx, g_ptr_array_index (state->rows, i), differing, error))
      return FALSE;
  if (import->dry_run)
    return TRUE;
  change = houbu_change_begin (tx, import->call, error);
  if (change == NULL)
    return FALSE;
  for (guint i = 0; i < differing->len; i++)
    if (!write_row (change, g_ptr_array_index (differing, i), error))
      return FALSE;
  return houbu_change_finish (change, error);
}

const HoubuImportKind houbu_import_arrangement = {
  .name = "arrangement",
  .columns = columns,
  .n_columns = N_COLUMNS,
  .begin = begin,
  .end = state_free,
  .check = check,
  .finish = finish,
  .apply = apply,
};
