/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-exam.h"

#include "houbu-error.h"
#include "houbu-statement.h"
#include "houbu-tx-memory.h"
#include "houbu-tx.h"

#define COLUMNS                                                                                    \
  "key, id, name, registration_opens_at, registration_closes_at, payment_closes_at, "              \
  "waitlist_closes_at, report_form_closes_at, hold_seconds, min_pay_window_seconds, "              \
  "grace_seconds, oral_scope, rehearsal, agreement_version, created_at"

static const HoubuSql sql_current = {
  "exam-current",
  "SELECT " COLUMNS " FROM exam WHERE current = 1",
};

static const HoubuSql sql_load = {
  "exam-load",
  "SELECT " COLUMNS " FROM exam WHERE key = $key",
};

static const HoubuSql sql_retire = {
  "exam-retire",
  "UPDATE exam SET current = 0 WHERE current = 1",
};

static const HoubuSql sql_insert = {
  "exam-insert",
  "INSERT INTO exam (id, name, registration_opens_at, registration_closes_at, payment_closes_at,"
  " waitlist_closes_at, report_form_closes_at, hold_seconds, min_pay_window_seconds,"
  " grace_seconds, oral_scope, rehearsal, agreement_version, current, created_at)"
  " VALUES ($id, $name, $registration_opens_at, $registration_closes_at, $payment_closes_at,"
  " $waitlist_closes_at, $report_form_closes_at, $hold_seconds, $min_pay_window_seconds,"
  " $grace_seconds, $oral_scope, $rehearsal, $agreement_version, 1, $created_at)",
};

static const HoubuSql sql_update = {
  "exam-update",
  "UPDATE exam SET name = $name, registration_opens_at = $registration_opens_at,"
  " registration_closes_at = $registration_closes_at, payment_closes_at = $payment_closes_at,"
  " waitlist_closes_at = $waitlist_closes_at, report_form_closes_at = $report_form_closes_at,"
  " hold_seconds = $hold_seconds, min_pay_window_seconds = $min_pay_window_seconds,"
  " grace_seconds = $grace_seconds, oral_scope = $oral_scope, rehearsal = $rehearsal,"
  " agreement_version = $agreement_version WHERE key = $key",
};

static const char *const oral_scopes[] = {
  [HOUBU_ORAL_SCOPE_PROVINCE] = "province",
  [HOUBU_ORAL_SCOPE_SCHOOL] = "school",
};

static HoubuExamRow *
row_from_statement (HoubuStatement *st)
{
  HoubuExamRow *self = g_new0 (HoubuExamRow, 1);
  HoubuExamWindow *window = &self->window;

  self->key = houbu_statement_get_int64 (st, "key");
  self->id = houbu_statement_dup_text (st, "id");
  self->name = houbu_statement_dup_text (st, "name");
  window->registration_opens_at = houbu_statement_get_int64 (st, "registration_opens_at");
  window->registration_closes_at = houbu_statement_get_int64 (st, "registration_closes_at");
  window->payment_closes_at = houbu_statement_get_int64 (st, "payment_closes_at");
  window->waitlist_closes_at = houbu_statement_get_int64 (st, "waitlist_closes_at");
  window->hold_us = houbu_statement_get_int64 (st, "hold_seconds") * G_TIME_SPAN_SECOND;
  window->min_pay_window_us =
      houbu_statement_get_int64 (st, "min_pay_window_seconds") * G_TIME_SPAN_SECOND;
  window->grace_us = houbu_statement_get_int64 (st, "grace_seconds") * G_TIME_SPAN_SECOND;
  if (!houbu_oral_scope_from_word (houbu_statement_get_text (st, "oral_scope"),
                                   &window->oral_scope))
    window->oral_scope = HOUBU_ORAL_SCOPE_PROVINCE;
  self->report_form_closes_at =
      houbu_statement_get_int64_or (st, "report_form_closes_at", HOUBU_NONE);
  self->rehearsal = houbu_statement_get_int64 (st, "rehearsal") != 0;
  self->agreement_version = houbu_statement_dup_text (st, "agreement_version");
  self->created_at = houbu_statement_get_int64 (st, "created_at");
  return self;
}

static void
bind_changeable (HoubuStatement *st, const HoubuExamRow *row)
{
  const HoubuExamWindow *window = &row->window;

  houbu_statement_bind_text (st, "name", row->name);
  houbu_statement_bind_int64 (st, "registration_opens_at", window->registration_opens_at);
  houbu_statement_bind_int64 (st, "registration_closes_at", window->registration_closes_at);
  houbu_statement_bind_int64 (st, "payment_closes_at", window->payment_closes_at);
  houbu_statement_bind_int64 (st, "waitlist_closes_at", window->waitlist_closes_at);
  houbu_statement_bind_int64_or_null (st, "report_form_closes_at", row->report_form_closes_at,
                                      HOUBU_NONE);
  houbu_statement_bind_int64 (st, "hold_seconds", window->hold_us / G_TIME_SPAN_SECOND);
  houbu_statement_bind_int64 (st, "min_pay_window_seconds",
                              window->min_pay_window_us / G_TIME_SPAN_SECOND);
  houbu_statement_bind_int64 (st, "grace_seconds", window->grace_us / G_TIME_SPAN_SECOND);
  houbu_statement_bind_text (st, "oral_scope", houbu_oral_scope_to_word (window->oral_scope));
  houbu_statement_bind_int64 (st, "rehearsal", row->rehearsal);
  houbu_statement_bind_text (st, "agreement_version", row->agreement_version);
}

/* One row or NULL; NULL without an error is "there is none". */
static HoubuExamRow *
step_to_row (HoubuStatement *st, GError **error)
{
  HoubuExamRow *row = NULL;

  if (houbu_statement_step (st, error))
    row = row_from_statement (st);
  houbu_statement_reset (st);
  return row;
}

/**
 * houbu_exam_row_copy:
 * @self: a row
 *
 * Returns: (transfer full): a deep copy
 */
HoubuExamRow *
houbu_exam_row_copy (const HoubuExamRow *self)
{
  HoubuExamRow *copy = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->id = g_strdup (self->id);
  copy->name = g_strdup (self->name);
  copy->agreement_version = g_strdup (self->agreement_version);
  return copy;
}

/**
 * houbu_exam_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_exam_row_free (HoubuExamRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_free (self->agreement_version);
  g_free (self);
}

/**
 * houbu_store_exam_find_current:
 * @tx: a transaction
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (nullable): the exam session that candidates see; %NULL without @error
 *   when none was created yet
 */
HoubuExamRow *
houbu_store_exam_find_current (HoubuTx *tx, GError **error)
{
  HoubuExamRow *row = houbu_tx_recall (tx, &sql_current, 0);

  if (row != NULL)
    return houbu_exam_row_copy (row);
  row = step_to_row (houbu_tx_statement (tx, &sql_current), error);
  if (row != NULL &&
      houbu_tx_remember (tx, &sql_current, 0, row, (GDestroyNotify) houbu_exam_row_free))
    return houbu_exam_row_copy (row);
  return row;
}

/**
 * houbu_store_exam_load_current:
 * @tx: a transaction
 * @error: HOUBU_ERROR_NO_EXAM when no exam session was created yet
 *
 * Returns: (transfer full): the exam session that candidates see
 */
HoubuExamRow *
houbu_store_exam_load_current (HoubuTx *tx, GError **error)
{
  GError *failure = NULL;
  HoubuExamRow *row = houbu_store_exam_find_current (tx, &failure);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (row == NULL)
    houbu_error_set (error, HOUBU_ERROR_NO_EXAM, HOUBU_PROBLEM_NONE, NULL);
  return row;
}

/**
 * houbu_store_exam_load:
 * @tx: a transaction
 * @exam: key of an exam session
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer full): the exam session
 */
HoubuExamRow *
houbu_store_exam_load (HoubuTx *tx, gint64 exam, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_load);
  GError *failure = NULL;
  HoubuExamRow *row = NULL;

  houbu_statement_bind_int64 (st, "key", exam);
  row = step_to_row (st, &failure);
  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (row == NULL)
    houbu_error_set (error, HOUBU_ERROR_NO_EXAM, HOUBU_PROBLEM_NONE, NULL);
  return row;
}

/**
 * houbu_store_exam_insert_current:
 * @tx: a writing transaction
 * @row: the new exam session; its key is filled in
 * @error: what a statement failed with
 *
 * Adds an exam session and makes it the one that candidates see.
 */
gboolean
houbu_store_exam_insert_current (HoubuTx *tx, HoubuExamRow *row, GError **error)
{
  HoubuStatement *st = NULL;

  houbu_tx_unlearn (tx);
  if (!houbu_statement_run (houbu_tx_statement (tx, &sql_retire), error))
    return FALSE;

  st = houbu_tx_statement (tx, &sql_insert);
  bind_changeable (st, row);
  houbu_statement_bind_text (st, "id", row->id);
  houbu_statement_bind_int64 (st, "created_at", row->created_at);
  if (!houbu_statement_run (st, error))
    return FALSE;
  row->key = houbu_tx_last_key (tx);
  return TRUE;
}

/**
 * houbu_store_exam_update:
 * @tx: a writing transaction
 * @row: an exam session with changed windows, limits or name
 * @error: what a statement failed with
 */
gboolean
houbu_store_exam_update (HoubuTx *tx, const HoubuExamRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_update);

  houbu_tx_unlearn (tx);
  bind_changeable (st, row);
  houbu_statement_bind_int64 (st, "key", row->key);
  return houbu_statement_run (st, error);
}

/**
 * houbu_oral_scope_to_word:
 * @scope: where oral subjects may be taken
 *
 * Returns: the word of the wire and of the database
 */
const char *
houbu_oral_scope_to_word (HoubuOralScope scope)
{
  g_return_val_if_fail (scope < G_N_ELEMENTS (oral_scopes), NULL);

  return oral_scopes[scope];
}

/**
 * houbu_oral_scope_from_word:
 * @word: (nullable): a word
 * @scope: (out): what it stands for
 *
 * Returns: whether the word is known
 */
gboolean
houbu_oral_scope_from_word (const char *word, HoubuOralScope *scope)
{
  for (guint i = 0; i < G_N_ELEMENTS (oral_scopes); i++)
    if (g_strcmp0 (word, oral_scopes[i]) == 0)
      {
        *scope = i;
        return TRUE;
      }
  return FALSE;
}
