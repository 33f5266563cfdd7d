/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-payments.h"

#include "houbu-error.h"
#include "houbu-statement-rows.h"
#include "houbu-statement.h"
#include "houbu-tx.h"

#define SELECT_PAYMENT                                                                             \
  "SELECT p.key AS key, p.id AS id, p.registration AS registration, r.id AS registration_id,"      \
  " r.account AS account, p.exam AS exam, p.kind AS kind, p.provider AS provider,"                 \
  " p.state AS state, p.amount_fen AS amount_fen, p.captured_fen AS captured_fen,"                 \
  " p.applied_fen AS applied_fen, p.refund_due_fen AS refund_due_fen,"                             \
  " p.refunded_fen AS refunded_fen, p.suspense_fen AS suspense_fen, p.pay_url AS pay_url,"         \
  " p.qr_text AS qr_text, p.ask_at AS ask_at, p.attempts AS attempts,"                             \
  " p.expires_at AS expires_at, p.created_at AS created_at, p.ended_at AS ended_at"                \
  " FROM payment_order p JOIN registration r ON r.key = p.registration "

static const HoubuSql sql_insert = {
  "payment-insert",
  "INSERT INTO payment_order (id, registration, exam, kind, provider, open, state, amount_fen,"
  " ask_at, expires_at, created_at) VALUES ($id, $registration, $exam, $kind, $provider, 1,"
  " 'created', $amount_fen, $ask_at, $expires_at, $created_at)",
};

static const HoubuSql sql_add_line = {
  "payment-add-line",
  "INSERT INTO payment_line (payment, enrolment, fee_fen)"
  " VALUES ($payment, $enrolment, $fee_fen)",
};

static const HoubuSql sql_update = {
  "payment-update",
  "UPDATE payment_order SET open = $open, state = $state, captured_fen = $captured_fen,"
  " applied_fen = $applied_fen, refund_due_fen = $refund_due_fen, refunded_fen = $refunded_fen,"
  " suspense_fen = $suspense_fen, pay_url = $pay_url, qr_text = $qr_text, ask_at = $ask_at,"
  " attempts = $attempts, ended_at = $ended_at WHERE key = $payment",
};

static const HoubuSql sql_set_applied = {
  "payment-set-applied",
  "UPDATE payment_line SET applied = $applied WHERE payment = $payment AND enrolment = $enrolment",
};

static const HoubuSql sql_find = {
  "payment-find",
  SELECT_PAYMENT "WHERE p.id = $id",
};

static const HoubuSql sql_load = {
  "payment-load",
  SELECT_PAYMENT "WHERE p.key = $payment",
};

static const HoubuSql sql_find_open = {
  "payment-find-open",
  SELECT_PAYMENT "WHERE p.registration = $registration AND p.kind = $kind AND p.open = 1",
};

static const HoubuSql sql_lines = {
  "payment-lines",
  "SELECT l.enrolment AS enrolment, e.id AS enrolment_id, e.offering AS offering,"
  " o.subject AS subject, e.state AS state, e.report_form AS report_form, l.fee_fen AS fee_fen,"
  " l.applied AS applied FROM payment_line l JOIN enrolment e ON e.key = l.enrolment"
  " JOIN offering o ON o.key = e.offering WHERE l.payment = $payment ORDER BY l.enrolment",
};

static const HoubuSql sql_of_registration = {
  "payment-of-registration",
  SELECT_PAYMENT "WHERE p.registration = $registration ORDER BY p.key DESC",
};

static const HoubuSql sql_in_scope = {
  "payment-in-scope",
  SELECT_PAYMENT "JOIN campus c ON c.code = r.campus JOIN school s ON s.code = c.school"
                 " WHERE p.key > $after AND ($school IS NULL OR c.school = $school)"
                 " AND ($province IS NULL OR s.province = $province) ORDER BY p.key LIMIT $limit",
};

static const HoubuSql sql_to_ask = {
  "payment-to-ask",
  "SELECT key FROM payment_order WHERE ask_at IS NOT NULL AND ask_at <= $now"
  " ORDER BY ask_at, key LIMIT $limit",
};

static const HoubuSql sql_ask_of_enrolment = {
  "payment-ask-of-enrolment",
  "UPDATE payment_order SET ask_at = $now WHERE open = 1 AND ask_at > $now AND key IN"
  " (SELECT payment FROM payment_line WHERE enrolment = $enrolment)",
};

static const HoubuSql sql_find_paying = {
  "payment-find-paying",
  "SELECT p.key AS key FROM payment_line l JOIN payment_order p ON p.key = l.payment"
  " WHERE l.enrolment = $enrolment AND l.applied = 1",
};

static HoubuPaymentRow *
row_from_statement (HoubuStatement *st)
{
  HoubuPaymentRow *self = g_new0 (HoubuPaymentRow, 1);

  self->key = houbu_statement_get_int64 (st, "key");
  self->id = houbu_statement_dup_text (st, "id");
  self->registration = houbu_statement_get_int64 (st, "registration");
  self->registration_id = houbu_statement_dup_text (st, "registration_id");
  self->account = houbu_statement_get_int64 (st, "account");
  self->exam = houbu_statement_get_int64 (st, "exam");
  self->kind = g_str_equal (houbu_statement_get_text (st, "kind"), "oral") ? HOUBU_KIND_ORAL
                                                                           : HOUBU_KIND_WRITTEN;
  self->provider = houbu_statement_dup_text (st, "provider");
  self->state = houbu_order_state_from_word (houbu_statement_get_text (st, "state"));
  self->amount_fen = houbu_statement_get_int64 (st, "amount_fen");
  self->sums.captured = houbu_statement_get_int64 (st, "captured_fen");
  self->sums.applied = houbu_statement_get_int64 (st, "applied_fen");
  self->sums.refund_due = houbu_statement_get_int64 (st, "refund_due_fen");
  self->sums.refunded = houbu_statement_get_int64 (st, "refunded_fen");
  self->sums.suspense = houbu_statement_get_int64 (st, "suspense_fen");
  self->pay_url = houbu_statement_dup_text (st, "pay_url");
  self->qr_text = houbu_statement_dup_text (st, "qr_text");
  self->ask_at = houbu_statement_get_int64_or (st, "ask_at", HOUBU_NONE);
  self->attempts = houbu_statement_get_int64 (st, "attempts");
  self->expires_at = houbu_statement_get_int64 (st, "expires_at");
  self->created_at = houbu_statement_get_int64 (st, "created_at");
  self->ended_at = houbu_statement_get_int64_or (st, "ended_at", HOUBU_NONE);
  return self;
}

static HoubuPaymentLineRow *
line_from_statement (HoubuStatement *st)
{
  HoubuPaymentLineRow *self = g_new0 (HoubuPaymentLineRow, 1);

  self->enrolment = houbu_statement_get_int64 (st, "enrolment");
  self->enrolment_id = houbu_statement_dup_text (st, "enrolment_id");
  self->offering = houbu_statement_get_int64 (st, "offering");
  self->subject = houbu_subject_info_find (houbu_statement_get_text (st, "subject"));
  self->state = houbu_seat_state_from_word (houbu_statement_get_text (st, "state"));
  self->report_form = houbu_statement_dup_text (st, "report_form");
  self->fee_fen = houbu_statement_get_int64 (st, "fee_fen");
  self->applied = houbu_statement_get_int64 (st, "applied") != 0;
  return self;
}

/* A row that need not be there: %NULL without an error when it is not. */
static HoubuPaymentRow *
step_to_row_or_none (HoubuStatement *st, GError **error)
{
  HoubuPaymentRow *row = NULL;
  GError *failure = NULL;

  if (houbu_statement_step (st, &failure))
    row = row_from_statement (st);
  houbu_statement_reset (st);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return row;
}

static HoubuPaymentRow *
step_to_row (HoubuStatement *st, GError **error)
{
  GError *failure = NULL;
  HoubuPaymentRow *row = step_to_row_or_none (st, &failure);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (row == NULL)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return row;
}

static GPtrArray *
step_to_rows (HoubuStatement *st, GError **error)
{
  return houbu_statement_read_rows (st, (HoubuRowFunc) row_from_statement,
                                    (GDestroyNotify) houbu_payment_row_free, error);
}

/**
 * houbu_payment_row_free:
 * @self: (transfer full) (nullable): an order
 */
void
houbu_payment_row_free (HoubuPaymentRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->registration_id);
  g_free (self->provider);
  g_free (self->pay_url);
  g_free (self->qr_text);
  g_free (self);
}

/**
 * houbu_payment_line_row_free:
 * @self: (transfer full) (nullable): a seat of an order
 */
void
houbu_payment_line_row_free (HoubuPaymentLineRow *self)
{
  if (self == NULL)
    return;
  g_free (self->enrolment_id);
  g_free (self->report_form);
  g_free (self);
}

/**
 * houbu_store_payment_insert:
 * @tx: a writing transaction
 * @row: (inout): the new order, which gets its key
 * @error: what a statement failed with
 */
gboolean
houbu_store_payment_insert (HoubuTx *tx, HoubuPaymentRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_insert);

  houbu_statement_bind_text (st, "id", row->id);
  houbu_statement_bind_int64 (st, "registration", row->registration);
  houbu_statement_bind_int64 (st, "exam", row->exam);
  houbu_statement_bind_text (st, "kind", houbu_kind_to_word (row->kind));
  houbu_statement_bind_text (st, "provider", row->provider);
  houbu_statement_bind_int64 (st, "amount_fen", row->amount_fen);
  houbu_statement_bind_int64 (st, "ask_at", row->ask_at);
  houbu_statement_bind_int64 (st, "expires_at", row->expires_at);
  houbu_statement_bind_int64 (st, "created_at", row->created_at);
  if (!houbu_statement_run (st, error))
    return FALSE;
  row->key = houbu_tx_last_key (tx);
  return TRUE;
}

/**
 * houbu_store_payment_add_line:
 * @tx: a writing transaction
 * @payment: key of a new order
 * @enrolment: key of a seat that it covers
 * @fee_fen: what the seat costs
 * @error: what a statement failed with
 */
gboolean
houbu_store_payment_add_line (
    HoubuTx *tx, gint64 payment, gint64 enrolment, gint64 fee_fen, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_add_line);

  houbu_statement_bind_int64 (st, "payment", payment);
  houbu_statement_bind_int64 (st, "enrolment", enrolment);
  houbu_statement_bind_int64 (st, "fee_fen", fee_fen);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_payment_update:
 * @tx: a writing transaction
 * @row: the order as it is to be
 * @error: what a statement failed with
 *
 * Writes all that can change of an order.
 */
gboolean
houbu_store_payment_update (HoubuTx *tx, const HoubuPaymentRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_update);

  houbu_statement_bind_int64 (st, "payment", row->key);
  houbu_statement_bind_int64 (st, "open", houbu_order_state_is_open (row->state));
  houbu_statement_bind_text (st, "state", houbu_order_state_to_word (row->state));
  houbu_statement_bind_int64 (st, "captured_fen", row->sums.captured);
  houbu_statement_bind_int64 (st, "applied_fen", row->sums.applied);
  houbu_statement_bind_int64 (st, "refund_due_fen", row->sums.refund_due);
  houbu_statement_bind_int64 (st, "refunded_fen", row->sums.refunded);
  houbu_statement_bind_int64 (st, "suspense_fen", row->sums.suspense);
  houbu_statement_bind_text (st, "pay_url", row->pay_url);
  houbu_statement_bind_text (st, "qr_text", row->qr_text);
  houbu_statement_bind_int64_or_null (st, "ask_at", row->ask_at, HOUBU_NONE);
  houbu_statement_bind_int64 (st, "attempts", row->attempts);
  houbu_statement_bind_int64_or_null (st, "ended_at", row->ended_at, HOUBU_NONE);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_payment_set_applied:
 * @tx: a writing transaction
 * @payment: key of an order
 * @enrolment: key of one of its seats
 * @applied: whether money of the order pays for it
 * @error: what a statement failed with
 */
gboolean
houbu_store_payment_set_applied (
    HoubuTx *tx, gint64 payment, gint64 enrolment, gboolean applied, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_set_applied);

  houbu_statement_bind_int64 (st, "payment", payment);
  houbu_statement_bind_int64 (st, "enrolment", enrolment);
  houbu_statement_bind_int64 (st, "applied", applied);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_payment_find:
 * @tx: a transaction
 * @id: what stood on the wire
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer full): the order
 */
HoubuPaymentRow *
houbu_store_payment_find (HoubuTx *tx, const char *id, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_find);

  houbu_statement_bind_text (st, "id", id);
  return step_to_row (st, error);
}

/**
 * houbu_store_payment_load:
 * @tx: a transaction
 * @payment: key of an order
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer full): the order
 */
HoubuPaymentRow *
houbu_store_payment_load (HoubuTx *tx, gint64 payment, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_load);

  houbu_statement_bind_int64 (st, "payment", payment);
  return step_to_row (st, error);
}

/**
 * houbu_store_payment_find_open:
 * @tx: a transaction
 * @registration: key of a registration
 * @kind: written or oral
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (nullable): the one open order (P3)
 */
HoubuPaymentRow *
houbu_store_payment_find_open (HoubuTx *tx, gint64 registration, HoubuKind kind, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_find_open);

  houbu_statement_bind_int64 (st, "registration", registration);
  houbu_statement_bind_text (st, "kind", houbu_kind_to_word (kind));
  return step_to_row_or_none (st, error);
}

/**
 * houbu_store_payment_list_lines:
 * @tx: a transaction
 * @payment: key of an order
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuPaymentLineRow): its seats
 */
GPtrArray *
houbu_store_payment_list_lines (HoubuTx *tx, gint64 payment, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_lines);

  houbu_statement_bind_int64 (st, "payment", payment);
  return houbu_statement_read_rows (st, (HoubuRowFunc) line_from_statement,
                                    (GDestroyNotify) houbu_payment_line_row_free, error);
}

/**
 * houbu_store_payment_list_of_registration:
 * @tx: a transaction
 * @registration: key of a registration
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuPaymentRow): its orders, newest first
 */
GPtrArray *
houbu_store_payment_list_of_registration (HoubuTx *tx, gint64 registration, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_of_registration);

  houbu_statement_bind_int64 (st, "registration", registration);
  return step_to_rows (st, error);
}

/**
 * houbu_store_payment_list_in_scope:
 * @tx: a transaction
 * @scope: how far the operator sees
 * @after: key of the order after which to begin, or 0
 * @limit: how many at most
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuPaymentRow): the orders, oldest first
 */
GPtrArray *
houbu_store_payment_list_in_scope (
    HoubuTx *tx, const HoubuScope *scope, gint64 after, gint64 limit, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_in_scope);

  houbu_statement_bind_text (st, "school", scope->school);
  houbu_statement_bind_text (st, "province", scope->province);
  houbu_statement_bind_int64 (st, "after", after);
  houbu_statement_bind_int64 (st, "limit", limit);
  return step_to_rows (st, error);
}

/**
 * houbu_store_payment_list_to_ask:
 * @tx: a transaction
 * @now: the clock reading
 * @limit: how many at most
 * @payments: (element-type gint64): where to append the keys, the longest overdue first
 * @error: what a statement failed with
 *
 * Finds the orders that the provider has to be asked about.
 */
gboolean
houbu_store_payment_list_to_ask (
    HoubuTx *tx, gint64 now, gint64 limit, GArray *payments, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_to_ask);

  houbu_statement_bind_int64 (st, "now", now);
  houbu_statement_bind_int64 (st, "limit", limit);
  return houbu_statement_read_keys (st, payments, error);
}

/**
 * houbu_store_payment_ask_of_enrolment:
 * @tx: a writing transaction
 * @enrolment: key of a seat that was lost to an open order
 * @now: the clock reading
 * @error: what a statement failed with
 *
 * Has the provider asked about its order at once.
 */
gboolean
houbu_store_payment_ask_of_enrolment (HoubuTx *tx, gint64 enrolment, gint64 now, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_ask_of_enrolment);

  houbu_statement_bind_int64 (st, "enrolment", enrolment);
  houbu_statement_bind_int64 (st, "now", now);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_payment_find_paying:
 * @tx: a transaction
 * @enrolment: key of a paid seat
 * @payment: (out): key of the order whose money pays for it; 0 when it was a group payment
 * @error: what a statement failed with
 */
gboolean
houbu_store_payment_find_paying (HoubuTx *tx, gint64 enrolment, gint64 *payment, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_find_paying);
  GError *failure = NULL;

  *payment = 0;
  houbu_statement_bind_int64 (st, "enrolment", enrolment);
  if (houbu_statement_step (st, &failure))
    *payment = houbu_statement_get_int64 (st, "key");
  houbu_statement_reset (st);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}
