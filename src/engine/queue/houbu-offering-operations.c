/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-queue.h"

#include <string.h>

#include "houbu-error.h"
#include "houbu-item-records.h"
#include "houbu-limits.h"
#include "houbu-rules-time.h"
#include "houbu-store-persons.h"

/* What every list of offerings looks at. */
typedef struct
{
  HoubuExamRow *exam;  /* (owned) */
  HoubuPerson *person; /* (owned) */
  GPtrArray *rows;     /* (owned) (element-type HoubuOfferingRow) */
  HoubuView view;
} Board;

static void
board_clear (Board *board)
{
  g_clear_pointer (&board->exam, houbu_exam_row_free);
  g_clear_pointer (&board->person, houbu_person_free);
  g_clear_pointer (&board->rows, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Board, board_clear)

static gboolean
read_kind (HoubuCall *call, HoubuKind *kind, GError **error)
{
  const char *word = houbu_call_get_query (call, "kind");

  if (word != NULL && houbu_kind_from_word (word, kind))
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD,
                   word == NULL ? HOUBU_PROBLEM_REQUIRED : HOUBU_PROBLEM_NOT_A_CHOICE, "field",
                   "kind", NULL);
  return FALSE;
}

/* Whose offerings a candidate sees (R8): the board shows no row that nobody of them could take. */
static void
set_area (HoubuBoardFilter *filter, const HoubuExamWindow *window, const HoubuPersonState *person)
{
  if (filter->kind == HOUBU_KIND_WRITTEN || window->oral_scope == HOUBU_ORAL_SCOPE_SCHOOL)
    filter->school = person->school;
  else
    filter->province = person->province;
}

static gboolean
load_board (HoubuTx *tx, HoubuCall *call, const char *campus, Board *board, GError **error)
{
  HoubuBoardFilter filter = { .campus = campus };
  const HoubuPersonState *person = NULL;

  if (!read_kind (call, &filter.kind, error))
    return FALSE;
  board->exam = houbu_store_exam_load_current (tx, error);
  if (board->exam == NULL)
    return FALSE;
  board->person =
      houbu_store_person_load_by_account (tx, board->exam->key, call->caller->account, error);
  if (board->person == NULL)
    return FALSE;
  person = houbu_person_get_state (board->person);
  if (person->registration == NULL)
    {
      houbu_error_set (error, HOUBU_ERROR_STEP_MISSING, HOUBU_PROBLEM_NONE, NULL, NULL);
      return FALSE;
    }
  board->view = (HoubuView){ &board->exam->window, call->now, call->language };
  set_area (&filter, &board->exam->window, person);
  board->rows = houbu_store_offering_list_board (tx, board->exam->key, &filter, call->now, error);
  return board->rows != NULL;
}

/* Everything that one row of it may depend on, and every moment at which that may change. */
static void
tell_times (const Board *board, HoubuBasis *basis)
{
  const HoubuExamWindow *window = &board->exam->window;
  const HoubuPersonState *person = houbu_person_get_state (board->person);

  houbu_basis_end_at (basis, window->registration_opens_at);
  houbu_basis_end_at (basis, window->registration_closes_at);
  houbu_basis_end_at (basis, window->payment_closes_at);
  houbu_basis_end_at (basis, window->waitlist_closes_at);
  for (gsize i = 0; i < person->n_items; i++)
    {
      const HoubuItem *item = &person->items[i];

      houbu_basis_end_at (basis, item->deadline);
      houbu_basis_end_at (basis, item->lock_until);
      if (item->lock_until != HOUBU_NONE)
        houbu_basis_end_at (basis, houbu_rules_deadline_after_lock (window, item->lock_until));
    }
}

static gboolean
tell_basis (HoubuTx *tx, const Board *board, HoubuBasis *basis, GError **error)
{
  gint64 deadline = HOUBU_NONE;

  if (basis == NULL)
    return TRUE;
  if (!houbu_store_enrolment_any_deadline (tx, basis->from, &deadline, error))
    return FALSE;
  houbu_basis_end_at (basis, deadline);
  tell_times (board, basis);
  houbu_basis_add_registration (basis, houbu_person_get_registration (board->person));
  for (guint i = 0; i < board->rows->len; i++)
    {
      const HoubuOfferingRow *row = g_ptr_array_index (board->rows, i);

      houbu_basis_add_offering (basis, row->key);
      houbu_basis_end_at (basis, row->opens_at);
      houbu_basis_end_at (basis, row->closes_at);
    }
  basis->complete = TRUE;
  return TRUE;
}

static HoubuRecord *
list_offerings (HoubuTx *tx, HoubuCall *call, GError **error)
{
  const char *after = houbu_call_get_query (call, "after");
  g_auto (Board) board = { 0 };
  g_autoptr (HoubuOfferingList) list = NULL;

  if (!load_board (tx, call, houbu_call_get_query (call, "campus"), &board, error) ||
      !tell_basis (tx, &board, call->basis, error))
    return NULL;
  list = houbu_offering_list_new ();
  for (guint i = 0; i < board.rows->len; i++)
    {
      const HoubuOfferingRow *row = g_ptr_array_index (board.rows, i);
      g_autofree char *id = houbu_offering_row_dup_id (row);
      GListModel *items = G_LIST_MODEL (houbu_offering_list_get_items (list));
      g_autoptr (HoubuOffering) record = NULL;

      if (after != NULL && strcmp (id, after) <= 0)
        continue;
      record = houbu_item_record_offering (row, houbu_person_get_state (board.person), &board.view);
      g_list_store_append (houbu_offering_list_get_items (list), record);
      if (g_list_model_get_n_items (items) < HOUBU_LIMIT_PAGE_ITEMS || i + 1 == board.rows->len)
        continue;
      houbu_offering_list_set_next (list, id);
      break;
    }
  return HOUBU_RECORD (g_steal_pointer (&list));
}

/* A search finds a part of the campus's or school's name, or the beginning of their codes. */
static gboolean
matches (const HoubuPlace *place, const char *search)
{
  g_autofree char *needle = NULL;
  g_autofree char *campus = NULL;
  g_autofree char *school = NULL;

  if (search == NULL || *search == '\0')
    return TRUE;
  if (g_str_has_prefix (place->campus, search) || g_str_has_prefix (place->school, search))
    return TRUE;
  needle = g_utf8_casefold (search, -1);
  campus = g_utf8_casefold (place->campus_name, -1);
  school = g_utf8_casefold (place->school_name, -1);
  return strstr (campus, needle) != NULL || strstr (school, needle) != NULL;
}

static HoubuCampusChoice *
make_campus_choice (GPtrArray *rows, guint first, guint n_rows)
{
  const HoubuPlace *place = &((HoubuOfferingRow *) g_ptr_array_index (rows, first))->place;
  HoubuCampusChoice *record = houbu_campus_choice_new ();
  g_autoptr (HoubuSchool) school = houbu_school_new ();
  g_autoptr (GPtrArray) subjects = g_ptr_array_new ();

  for (guint i = first; i < first + n_rows; i++)
    {
      const HoubuOfferingRow *row = g_ptr_array_index (rows, i);

      g_ptr_array_add (subjects, (gpointer) row->subject->code);
    }
  g_ptr_array_add (subjects, NULL);

  houbu_school_set_code (school, place->school);
  houbu_school_set_name (school, place->school_name);
  houbu_campus_choice_set_code (record, place->campus);
  houbu_campus_choice_set_name (record, place->campus_name);
  houbu_campus_choice_set_school (record, school);
  houbu_campus_choice_set_subjects (record, (const char *const *) subjects->pdata);
  return record;
}

/* Rows are in the order of campuses: how many of the same campus begin at @first. */
static guint
count_same_campus (GPtrArray *rows, guint first)
{
  const HoubuOfferingRow *row = g_ptr_array_index (rows, first);
  guint i = first + 1;

  while (i < rows->len &&
         g_str_equal (((HoubuOfferingRow *) g_ptr_array_index (rows, i))->place.campus,
                      row->place.campus))
    i++;
  return i - first;
}

static gboolean
check_search (const char *search, GError **error)
{
  if (search == NULL || g_utf8_strlen (search, -1) <= HOUBU_LIMIT_SEARCH_CHARACTERS)
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_TOO_LONG, "field", "q", "limit",
                   (gint64) HOUBU_LIMIT_SEARCH_CHARACTERS, NULL);
  return FALSE;
}

static HoubuRecord *
list_campuses (HoubuTx *tx, HoubuCall *call, GError **error)
{
  const char *search = houbu_call_get_query (call, "q");
  const char *after = houbu_call_get_query (call, "after");
  g_auto (Board) board = { 0 };
  g_autoptr (HoubuCampusChoiceList) list = NULL;
  guint n_rows = 0;

  if (!check_search (search, error) || !load_board (tx, call, NULL, &board, error))
    return NULL;
  list = houbu_campus_choice_list_new ();
  for (guint i = 0; i < board.rows->len; i += n_rows)
    {
      const HoubuPlace *place = &((HoubuOfferingRow *) g_ptr_array_index (board.rows, i))->place;
      GListStore *items = houbu_campus_choice_list_get_items (list);
      g_autoptr (HoubuCampusChoice) record = NULL;

      n_rows = count_same_campus (board.rows, i);
      if ((after != NULL && strcmp (place->campus, after) <= 0) || !matches (place, search))
        continue;
      record = make_campus_choice (board.rows, i, n_rows);
      g_list_store_append (items, record);
      if (g_list_model_get_n_items (G_LIST_MODEL (items)) < HOUBU_LIMIT_PAGE_ITEMS ||
          i + n_rows >= board.rows->len)
        continue;
      houbu_campus_choice_list_set_next (list, place->campus);
      break;
    }
  return HOUBU_RECORD (g_steal_pointer (&list));
}

const HoubuOperation houbu_operation_list_offerings = {
  .name = "list_offerings",
  .mode = HOUBU_OPERATION_READ,
  .run = list_offerings,
};

const HoubuOperation houbu_operation_list_campuses = {
  .name = "list_campuses",
  .mode = HOUBU_OPERATION_READ,
  .run = list_campuses,
};
