/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-captures.h"

#include "houbu-error.h"
#include "houbu-rules-types.h"
#include "houbu-statement-rows.h"
#include "houbu-statement.h"
#include "houbu-tx.h"

#define SELECT_CAPTURE                                                                             \
  "SELECT c.key AS key, c.payment AS payment, p.id AS payment_id, c.provider AS provider,"         \
  " c.transaction_id AS transaction_id, c.amount_fen AS amount_fen,"                               \
  " c.returned_fen AS returned_fen, c.captured_at AS captured_at, c.noticed_at AS noticed_at"      \
  " FROM payment_capture c JOIN payment_order p ON p.key = c.payment "

#define SELECT_REFUND                                                                              \
  "SELECT f.key AS key, f.id AS id, f.capture AS capture, c.payment AS payment,"                   \
  " p.id AS payment_id, c.transaction_id AS transaction_id, f.enrolment AS enrolment,"             \
  " f.amount_fen AS amount_fen, f.attempts AS attempts, f.ask_at AS ask_at,"                       \
  " f.created_at AS created_at, f.refunded_at AS refunded_at FROM payment_refund f"                \
  " JOIN payment_capture c ON c.key = f.capture JOIN payment_order p ON p.key = c.payment "

static const HoubuSql sql_insert_capture = {
  "capture-insert",
  "INSERT INTO payment_capture (payment, provider, transaction_id, amount_fen, captured_at,"
  " noticed_at) VALUES ($payment, $provider, $transaction_id, $amount_fen, $captured_at,"
  " $noticed_at)",
};

static const HoubuSql sql_add_returned = {
  "capture-add-returned",
  "UPDATE payment_capture SET returned_fen = returned_fen + $amount_fen WHERE key = $capture",
};

static const HoubuSql sql_find_capture = {
  "capture-find",
  SELECT_CAPTURE "WHERE c.provider = $provider AND c.transaction_id = $transaction_id",
};

static const HoubuSql sql_captures_of_payment = {
  "captures-of-payment",
  SELECT_CAPTURE "WHERE c.payment = $payment ORDER BY c.key",
};

static const HoubuSql sql_captures_between = {
  "captures-between",
  SELECT_CAPTURE "WHERE c.provider = $provider AND c.captured_at >= $from AND c.captured_at < $to"
                 " ORDER BY c.transaction_id",
};

static const HoubuSql sql_insert_refund = {
  "refund-insert",
  "INSERT INTO payment_refund (id, capture, enrolment, amount_fen, state, ask_at, created_at)"
  " VALUES ($id, $capture, $enrolment, $amount_fen, 'due', $ask_at, $created_at)",
};

static const HoubuSql sql_finish_refund = {
  "refund-finish",
  "UPDATE payment_refund SET state = 'done', ask_at = NULL, refunded_at = $refunded_at"
  " WHERE key = $refund AND state = 'due'",
};

static const HoubuSql sql_postpone_refund = {
  "refund-postpone",
  "UPDATE payment_refund SET ask_at = $ask_at, attempts = $attempts"
  " WHERE key = $refund AND state = 'due'",
};

static const HoubuSql sql_load_refund = {
  "refund-load",
  SELECT_REFUND "WHERE f.key = $refund",
};

static const HoubuSql sql_refunds_to_ask = {
  "refunds-to-ask",
  "SELECT key FROM payment_refund WHERE ask_at IS NOT NULL AND ask_at <= $now"
  " ORDER BY ask_at, key LIMIT $limit",
};

static const HoubuSql sql_refunds_between = {
  "refunds-between",
  SELECT_REFUND "WHERE f.refunded_at IS NOT NULL AND c.provider = $provider"
                " AND f.refunded_at >= $from AND f.refunded_at < $to ORDER BY f.id",
};

static HoubuCaptureRow *
capture_from_statement (HoubuStatement *st)
{
  HoubuCaptureRow *self = g_new0 (HoubuCaptureRow, 1);

  self->key = houbu_statement_get_int64 (st, "key");
  self->payment = houbu_statement_get_int64 (st, "payment");
  self->payment_id = houbu_statement_dup_text (st, "payment_id");
  self->provider = houbu_statement_dup_text (st, "provider");
  self->transaction = houbu_statement_dup_text (st, "transaction_id");
  self->amount_fen = houbu_statement_get_int64 (st, "amount_fen");
  self->returned_fen = houbu_statement_get_int64 (st, "returned_fen");
  self->captured_at = houbu_statement_get_int64 (st, "captured_at");
  self->noticed_at = houbu_statement_get_int64 (st, "noticed_at");
  return self;
}

static HoubuRefundRow *
refund_from_statement (HoubuStatement *st)
{
  HoubuRefundRow *self = g_new0 (HoubuRefundRow, 1);

  self->key = houbu_statement_get_int64 (st, "key");
  self->id = houbu_statement_dup_text (st, "id");
  self->capture = houbu_statement_get_int64 (st, "capture");
  self->payment = houbu_statement_get_int64 (st, "payment");
  self->payment_id = houbu_statement_dup_text (st, "payment_id");
  self->transaction = houbu_statement_dup_text (st, "transaction_id");
  self->enrolment = houbu_statement_get_int64_or (st, "enrolment", 0);
  self->amount_fen = houbu_statement_get_int64 (st, "amount_fen");
  self->attempts = houbu_statement_get_int64 (st, "attempts");
  self->ask_at = houbu_statement_get_int64_or (st, "ask_at", HOUBU_NONE);
  self->created_at = houbu_statement_get_int64 (st, "created_at");
  self->refunded_at = houbu_statement_get_int64_or (st, "refunded_at", HOUBU_NONE);
  return self;
}

static GPtrArray *
read_captures (HoubuStatement *st, GError **error)
{
  return houbu_statement_read_rows (st, (HoubuRowFunc) capture_from_statement,
                                    (GDestroyNotify) houbu_capture_row_free, error);
}

/* The first row, or %NULL without an error. */
static gpointer
take_first (GPtrArray *rows)
{
  gpointer first = NULL;

  if (rows != NULL && rows->len > 0)
    first = g_ptr_array_steal_index (rows, 0);
  g_clear_pointer (&rows, g_ptr_array_unref);
  return first;
}

static void
bind_span (HoubuStatement *st, const char *provider, gint64 from, gint64 to)
{
  houbu_statement_bind_text (st, "provider", provider);
  houbu_statement_bind_int64 (st, "from", from);
  houbu_statement_bind_int64 (st, "to", to);
}

/**
 * houbu_capture_row_free:
 * @self: (transfer full) (nullable): a capture
 */
void
houbu_capture_row_free (HoubuCaptureRow *self)
{
  if (self == NULL)
    return;
  g_free (self->payment_id);
  g_free (self->provider);
  g_free (self->transaction);
  g_free (self);
}

/**
 * houbu_refund_row_free:
 * @self: (transfer full) (nullable): a refund
 */
void
houbu_refund_row_free (HoubuRefundRow *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->payment_id);
  g_free (self->transaction);
  g_free (self);
}

/**
 * houbu_store_capture_insert:
 * @tx: a writing transaction
 * @row: (inout): a capture that was not told of before; it gets its key
 * @error: what a statement failed with
 */
gboolean
houbu_store_capture_insert (HoubuTx *tx, HoubuCaptureRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_insert_capture);

  houbu_statement_bind_int64 (st, "payment", row->payment);
  houbu_statement_bind_text (st, "provider", row->provider);
  houbu_statement_bind_text (st, "transaction_id", row->transaction);
  houbu_statement_bind_int64 (st, "amount_fen", row->amount_fen);
  houbu_statement_bind_int64 (st, "captured_at", row->captured_at);
  houbu_statement_bind_int64 (st, "noticed_at", row->noticed_at);
  if (!houbu_statement_run (st, error))
    return FALSE;
  row->key = houbu_tx_last_key (tx);
  return TRUE;
}

/**
 * houbu_store_capture_add_returned:
 * @tx: a writing transaction
 * @capture: key of a capture
 * @amount_fen: what more of it goes back
 * @error: what a statement failed with; more than was captured is refused by the table (I-P10)
 */
gboolean
houbu_store_capture_add_returned (HoubuTx *tx, gint64 capture, gint64 amount_fen, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_add_returned);

  houbu_statement_bind_int64 (st, "capture", capture);
  houbu_statement_bind_int64 (st, "amount_fen", amount_fen);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_capture_find:
 * @tx: a transaction
 * @provider: the provider's word
 * @transaction: the provider's number
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (nullable): the capture, when it was told of before (I-P2)
 */
HoubuCaptureRow *
houbu_store_capture_find (HoubuTx *tx,
                          const char *provider,
                          const char *transaction,
                          GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_find_capture);

  houbu_statement_bind_text (st, "provider", provider);
  houbu_statement_bind_text (st, "transaction_id", transaction);
  return take_first (read_captures (st, error));
}

/**
 * houbu_store_capture_list_of_payment:
 * @tx: a transaction
 * @payment: key of an order
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuCaptureRow): what was captured for it, oldest first
 */
GPtrArray *
houbu_store_capture_list_of_payment (HoubuTx *tx, gint64 payment, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_captures_of_payment);

  houbu_statement_bind_int64 (st, "payment", payment);
  return read_captures (st, error);
}

/**
 * houbu_store_capture_list_between:
 * @tx: a transaction
 * @provider: the provider's word
 * @from: the first moment, by the provider's clock
 * @to: the first moment that no longer counts
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuCaptureRow): what was captured then
 */
GPtrArray *
houbu_store_capture_list_between (
    HoubuTx *tx, const char *provider, gint64 from, gint64 to, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_captures_between);

  bind_span (st, provider, from, to);
  return read_captures (st, error);
}

/**
 * houbu_store_refund_insert:
 * @tx: a writing transaction
 * @row: (inout): a new refund, due from the start; it gets its key
 * @error: what a statement failed with
 */
gboolean
houbu_store_refund_insert (HoubuTx *tx, HoubuRefundRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_insert_refund);

  houbu_statement_bind_text (st, "id", row->id);
  houbu_statement_bind_int64 (st, "capture", row->capture);
  houbu_statement_bind_int64_or_null (st, "enrolment", row->enrolment, 0);
  houbu_statement_bind_int64 (st, "amount_fen", row->amount_fen);
  houbu_statement_bind_int64 (st, "ask_at", row->ask_at);
  houbu_statement_bind_int64 (st, "created_at", row->created_at);
  if (!houbu_statement_run (st, error))
    return FALSE;
  row->key = houbu_tx_last_key (tx);
  return TRUE;
}

/**
 * houbu_store_refund_finish:
 * @tx: a writing transaction
 * @refund: key of a due refund
 * @refunded_at: when the provider gave the money back
 * @error: what a statement failed with
 */
gboolean
houbu_store_refund_finish (HoubuTx *tx, gint64 refund, gint64 refunded_at, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_finish_refund);

  houbu_statement_bind_int64 (st, "refund", refund);
  houbu_statement_bind_int64 (st, "refunded_at", refunded_at);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_refund_postpone:
 * @tx: a writing transaction
 * @refund: key of a due refund
 * @ask_at: when to ask the provider next
 * @attempts: how often it was asked in vain
 * @error: what a statement failed with
 */
gboolean
houbu_store_refund_postpone (
    HoubuTx *tx, gint64 refund, gint64 ask_at, gint64 attempts, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_postpone_refund);

  houbu_statement_bind_int64 (st, "refund", refund);
  houbu_statement_bind_int64 (st, "ask_at", ask_at);
  houbu_statement_bind_int64 (st, "attempts", attempts);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_refund_load:
 * @tx: a transaction
 * @refund: key of a refund
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer full): the refund
 */
HoubuRefundRow *
houbu_store_refund_load (HoubuTx *tx, gint64 refund, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_load_refund);
  GError *failure = NULL;
  HoubuRefundRow *row = NULL;

  houbu_statement_bind_int64 (st, "refund", refund);
  if (houbu_statement_step (st, &failure))
    row = refund_from_statement (st);
  houbu_statement_reset (st);
  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (row == NULL)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return row;
}

/**
 * houbu_store_refund_list_to_ask:
 * @tx: a transaction
 * @now: the clock reading
 * @limit: how many at most
 * @refunds: (element-type gint64): where to append the keys, the longest overdue first
 * @error: what a statement failed with
 *
 * Finds the refunds that the provider has to be asked for.
 */
gboolean
houbu_store_refund_list_to_ask (
    HoubuTx *tx, gint64 now, gint64 limit, GArray *refunds, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_refunds_to_ask);

  houbu_statement_bind_int64 (st, "now", now);
  houbu_statement_bind_int64 (st, "limit", limit);
  return houbu_statement_read_keys (st, refunds, error);
}

/**
 * houbu_store_refund_list_between:
 * @tx: a transaction
 * @provider: the provider's word
 * @from: the first moment, by the provider's clock
 * @to: the first moment that no longer counts
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuRefundRow): what went back then
 */
GPtrArray *
houbu_store_refund_list_between (
    HoubuTx *tx, const char *provider, gint64 from, gint64 to, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_refunds_between);

  bind_span (st, provider, from, to);
  return houbu_statement_read_rows (st, (HoubuRowFunc) refund_from_statement,
                                    (GDestroyNotify) houbu_refund_row_free, error);
}
