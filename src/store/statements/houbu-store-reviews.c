/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-reviews.h"

#include "houbu-error.h"
#include "houbu-statement-rows.h"
#include "houbu-statement.h"
#include "houbu-tx.h"

#define SELECT                                                                                     \
  "SELECT v.key AS key, v.id AS id, v.account AS account, v.person AS person, v.ticket AS ticket," \
  " v.state AS state, v.finding AS finding, v.note AS note, v.created_at AS created_at,"           \
  " v.decided_at AS decided_at, s.name AS name, s.student_number AS student_number,"               \
  " c.code AS campus, c.name AS campus_name, h.code AS school, h.name AS school_name,"             \
  " h.province AS province FROM review v LEFT JOIN student s ON s.person = v.person"               \
  " LEFT JOIN campus c ON c.code = s.campus LEFT JOIN school h ON h.code = c.school "

static const HoubuSql sql_result = {
  "result-find",
  "SELECT ticket, holder, subject, exam_year, score FROM result WHERE ticket = $ticket",
};

static const HoubuSql sql_result_set = {
  "result-set",
  "INSERT INTO result (ticket, holder, subject, exam_year, score)"
  " VALUES ($ticket, $holder, $subject, $exam_year, $score)"
  " ON CONFLICT (ticket) DO UPDATE SET holder = excluded.holder, subject = excluded.subject,"
  " exam_year = excluded.exam_year, score = excluded.score",
};

static const HoubuSql sql_load = {
  "review-load",
  SELECT "WHERE v.key = $key",
};

static const HoubuSql sql_find = {
  "review-find",
  SELECT "WHERE v.id = $id",
};

static const HoubuSql sql_of_account = {
  "review-of-account",
  SELECT "WHERE v.account = $account",
};

static const HoubuSql sql_approved = {
  "review-approved",
  "SELECT EXISTS (SELECT 1 FROM review WHERE person = $person AND state = 'approved') AS approved",
};

static const HoubuSql sql_list = {
  "review-list",
  SELECT "WHERE v.key > $after AND ($state IS NULL OR v.state = $state)"
         " AND ($school IS NULL OR h.code = $school)"
         " AND ($province IS NULL OR h.province = $province) ORDER BY v.key LIMIT $limit",
};

static const HoubuSql sql_add = {
  "review-add",
  "INSERT INTO review (id, account, person, ticket, state, finding, created_at, decided_at)"
  " VALUES ($id, $account, $person, $ticket, $state, $finding, $created_at, $decided_at)",
};

static const HoubuSql sql_decide = {
  "review-decide",
  "UPDATE review SET state = $state, note = $note, decided_at = $decided_at WHERE key = $key",
};

/**
 * houbu_result_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_result_row_free (HoubuResultRow *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->ticket, g_bytes_unref);
  g_clear_pointer (&self->holder, g_bytes_unref);
  g_free (self->subject);
  g_free (self);
}

/**
 * houbu_review_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_review_row_free (HoubuReviewRow *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->ticket, g_bytes_unref);
  g_free (self->id);
  g_free (self->note);
  g_free (self->name);
  g_free (self->student_number);
  houbu_place_clear (&self->place);
  g_free (self);
}

/**
 * houbu_store_result_find:
 * @tx: a transaction
 * @ticket: keyed hash of an admission ticket
 * @error: what the statement failed with
 *
 * Returns: (transfer full) (nullable): its result; %NULL without an error when there is none
 */
HoubuResultRow *
houbu_store_result_find (HoubuTx *tx, GBytes *ticket, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_result);
  HoubuResultRow *row = NULL;

  houbu_statement_bind_bytes (st, "ticket", ticket);
  if (!houbu_statement_step (st, error))
    return NULL;
  row = g_new0 (HoubuResultRow, 1);
  row->ticket = houbu_statement_dup_bytes (st, "ticket");
  row->holder = houbu_statement_dup_bytes (st, "holder");
  row->subject = houbu_statement_dup_text (st, "subject");
  row->exam_year = houbu_statement_get_int64 (st, "exam_year");
  row->score = houbu_statement_get_int64 (st, "score");
  houbu_statement_reset (st);
  return row;
}

/**
 * houbu_store_result_set:
 * @tx: a writing transaction
 * @row: a result, new or in the place of another with its ticket
 * @error: what the statement failed with
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_result_set (HoubuTx *tx, const HoubuResultRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_result_set);

  houbu_statement_bind_bytes (st, "ticket", row->ticket);
  houbu_statement_bind_bytes (st, "holder", row->holder);
  houbu_statement_bind_text (st, "subject", row->subject);
  houbu_statement_bind_int64 (st, "exam_year", row->exam_year);
  houbu_statement_bind_int64 (st, "score", row->score);
  return houbu_statement_run (st, error);
}

static gpointer
read_review (HoubuStatement *st)
{
  HoubuReviewRow *row = g_new0 (HoubuReviewRow, 1);

  row->key = houbu_statement_get_int64 (st, "key");
  row->id = houbu_statement_dup_text (st, "id");
  row->account = houbu_statement_get_int64 (st, "account");
  row->person = houbu_statement_get_int64 (st, "person");
  row->ticket = houbu_statement_dup_bytes (st, "ticket");
  row->state = houbu_review_standing_from_word (houbu_statement_get_text (st, "state"));
  row->finding = houbu_finding_from_word (houbu_statement_get_text (st, "finding"));
  row->note = houbu_statement_dup_text (st, "note");
  row->created_at = houbu_statement_get_int64 (st, "created_at");
  row->decided_at = houbu_statement_get_int64_or (st, "decided_at", HOUBU_NONE);
  row->name = houbu_statement_dup_text (st, "name");
  row->student_number = houbu_statement_dup_text (st, "student_number");
  houbu_place_read (&row->place, st);
  return row;
}

/* NULL without an error when there is none. */
static HoubuReviewRow *
read_one (HoubuStatement *st, GError **error)
{
  HoubuReviewRow *row = houbu_statement_step (st, error) ? read_review (st) : NULL;

  houbu_statement_reset (st);
  return row;
}

static HoubuReviewRow *
need_one (HoubuStatement *st, GError **error)
{
  g_autoptr (GError) failure = NULL;
  HoubuReviewRow *row = read_one (st, &failure);

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (row == NULL)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return row;
}

/**
 * houbu_store_review_load:
 * @tx: a transaction
 * @key: key of a review
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer full): the review
 */
HoubuReviewRow *
houbu_store_review_load (HoubuTx *tx, gint64 key, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_load);

  houbu_statement_bind_int64 (st, "key", key);
  return need_one (st, error);
}

/**
 * houbu_store_review_find:
 * @tx: a transaction
 * @id: of a review
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer full): the review
 */
HoubuReviewRow *
houbu_store_review_find (HoubuTx *tx, const char *id, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_find);

  houbu_statement_bind_text (st, "id", id);
  return need_one (st, error);
}

/**
 * houbu_store_review_of_account:
 * @tx: a transaction
 * @account: key of an account
 * @error: what the statement failed with
 *
 * Returns: (transfer full) (nullable): the review it asked for; %NULL without an error when it
 *   asked for none
 */
HoubuReviewRow *
houbu_store_review_of_account (HoubuTx *tx, gint64 account, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_of_account);

  houbu_statement_bind_int64 (st, "account", account);
  return read_one (st, error);
}

/**
 * houbu_store_review_is_approved:
 * @tx: a transaction
 * @person: key of a person
 * @approved: (out): whether a review was approved, whichever account asked
 * @error: what the statement failed with
 *
 * Returns: whether it could be read
 */
gboolean
houbu_store_review_is_approved (HoubuTx *tx, gint64 person, gboolean *approved, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_approved);

  houbu_statement_bind_int64 (st, "person", person);
  if (!houbu_statement_step (st, error))
    return FALSE;
  *approved = houbu_statement_get_int64 (st, "approved") != 0;
  houbu_statement_reset (st);
  return TRUE;
}

/**
 * houbu_store_review_list:
 * @tx: a transaction
 * @scope: how far the operator sees
 * @state: (nullable): the only state to show
 * @after: key after which to begin, or 0
 * @limit: how many at most
 * @error: what the statement failed with
 *
 * Returns: (transfer full) (element-type HoubuReviewRow): the reviews, oldest first
 */
GPtrArray *
houbu_store_review_list (HoubuTx *tx,
                         const HoubuScope *scope,
                         const char *state,
                         gint64 after,
                         gint64 limit,
                         GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_list);

  houbu_statement_bind_text (st, "school", scope->school);
  houbu_statement_bind_text (st, "province", scope->province);
  houbu_statement_bind_text (st, "state", state);
  houbu_statement_bind_int64 (st, "after", after);
  houbu_statement_bind_int64 (st, "limit", limit);
  return houbu_statement_read_rows (st, read_review, (GDestroyNotify) houbu_review_row_free, error);
}

/**
 * houbu_store_review_add:
 * @tx: a writing transaction
 * @row: a new review; its key is not looked at
 * @error: what the statement failed with
 *
 * Returns: its key, or 0 on error
 */
gint64
houbu_store_review_add (HoubuTx *tx, const HoubuReviewRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_add);

  houbu_statement_bind_text (st, "id", row->id);
  houbu_statement_bind_int64 (st, "account", row->account);
  houbu_statement_bind_int64 (st, "person", row->person);
  houbu_statement_bind_bytes (st, "ticket", row->ticket);
  houbu_statement_bind_text (st, "state", houbu_review_standing_to_word (row->state));
  houbu_statement_bind_text (st, "finding", houbu_finding_to_word (row->finding));
  houbu_statement_bind_int64 (st, "created_at", row->created_at);
  houbu_statement_bind_int64_or_null (st, "decided_at", row->decided_at, HOUBU_NONE);
  return houbu_statement_run (st, error) ? houbu_tx_last_key (tx) : 0;
}

/**
 * houbu_store_review_decide:
 * @tx: a writing transaction
 * @row: a review with its decision
 * @error: what the statement failed with
 *
 * Returns: whether it was written
 */
gboolean
houbu_store_review_decide (HoubuTx *tx, const HoubuReviewRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_decide);

  houbu_statement_bind_int64 (st, "key", row->key);
  houbu_statement_bind_text (st, "state", houbu_review_standing_to_word (row->state));
  houbu_statement_bind_text (st, "note", row->note);
  houbu_statement_bind_int64_or_null (st, "decided_at", row->decided_at, HOUBU_NONE);
  return houbu_statement_run (st, error);
}
