/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-ledger.h"

#include "houbu-clock.h"
#include "houbu-error.h"
#include "houbu-journal.h"
#include "houbu-rules-types.h"
#include "houbu-tokens.h"

/* After a first question in vain, and at most: money is in its place ten minutes after the provider
 * can be reached again (I-P6). */
#define FIRST_BACK_OFF (5 * HOUBU_SECOND)
#define LONGEST_BACK_OFF (4 * HOUBU_MINUTE)

static void
add_sums (HoubuJournalData *data, const HoubuPaymentSums *sums)
{
  houbu_journal_data_add_int64 (data, "captured_fen", sums->captured);
  houbu_journal_data_add_int64 (data, "applied_fen", sums->applied);
  houbu_journal_data_add_int64 (data, "refund_due_fen", sums->refund_due);
  houbu_journal_data_add_int64 (data, "refunded_fen", sums->refunded);
  houbu_journal_data_add_int64 (data, "suspense_fen", sums->suspense);
}

static gboolean
append (HoubuTx *tx,
        HoubuJournalType type,
        const HoubuPaymentRow *row,
        HoubuOrderState from,
        HoubuJournalData *data,
        const HoubuLedgerNote *note,
        GError **error)
{
  const HoubuJournalRow journal = {
    .at = note->at,
    .type = type,
    .actor = note->actor,
    .request = note->request,
    .exam = row->exam,
    .registration = row->registration,
    .item = row->key,
    .from_state = from != HOUBU_ORDER_NONE ? houbu_order_state_to_word (from) : NULL,
    .to_state = houbu_order_state_to_word (row->state),
    .data = houbu_journal_data_get_text (data),
  };

  return houbu_journal_append (tx, &journal, error);
}

/**
 * houbu_ledger_open:
 * @tx: a writing transaction
 * @row: (inout): a new order, which gets its key
 * @note: for the journal
 * @error: what a statement failed with
 */
gboolean
houbu_ledger_open (HoubuTx *tx, HoubuPaymentRow *row, const HoubuLedgerNote *note, GError **error)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();

  if (!houbu_store_payment_insert (tx, row, error))
    return FALSE;
  houbu_journal_data_add_text (data, "kind", houbu_kind_to_word (row->kind));
  houbu_journal_data_add_int64 (data, "amount_fen", row->amount_fen);
  houbu_journal_data_add_int64 (data, "expires_at", row->expires_at);
  add_sums (data, &row->sums);
  return append (tx, HOUBU_JOURNAL_PAYMENT_OPENED, row, HOUBU_ORDER_NONE, data, note, error);
}

/**
 * houbu_ledger_change:
 * @tx: a writing transaction
 * @row: (inout): an order with its new sums, which gets its new state
 * @state: its new state, or %HOUBU_ORDER_NONE for the one that follows from the sums
 * @data: (transfer none): what else the journal says
 * @note: for the journal
 * @error: %HOUBU_ERROR_INTERNAL when money would be lost; what a statement failed with
 */
gboolean
houbu_ledger_change (HoubuTx *tx,
                     HoubuPaymentRow *row,
                     HoubuOrderState state,
                     HoubuJournalData *data,
                     const HoubuLedgerNote *note,
                     GError **error)
{
  HoubuOrderState from = row->state;
  HoubuOrderState to =
      state != HOUBU_ORDER_NONE ? state : houbu_rules_order_state (&row->sums, from);

  if (!houbu_payment_sums_balance (&row->sums) ||
      (to != from && !houbu_order_may_become (from, to)))
    {
      g_critical ("order %s cannot become %s", row->id, houbu_order_state_to_word (to));
      houbu_error_set (error, HOUBU_ERROR_INTERNAL, HOUBU_PROBLEM_NONE, NULL);
      return FALSE;
    }
  row->state = to;
  if (to != from && !houbu_order_state_is_open (to))
    row->ended_at = note->at;
  add_sums (data, &row->sums);
  return houbu_store_payment_update (tx, row, error) &&
         append (tx, HOUBU_JOURNAL_PAYMENT_CHANGED, row, from, data, note, error);
}

/**
 * houbu_ledger_return:
 * @tx: a writing transaction
 * @row: (inout): an order; its sums are changed but not written
 * @capture: key of the capture that the money is of
 * @enrolment: key of the seat that it was for, or 0
 * @amount_fen: how much goes back
 * @now: the clock reading
 * @error: what a statement failed with
 *
 * Puts money on its way back, under a request number of its own, used once (I-P10).
 */
gboolean
houbu_ledger_return (HoubuTx *tx,
                     HoubuPaymentRow *row,
                     gint64 capture,
                     gint64 enrolment,
                     gint64 amount_fen,
                     gint64 now,
                     GError **error)
{
  g_autofree char *id = houbu_random_id ();
  HoubuRefundRow refund = {
    .id = id,
    .capture = capture,
    .enrolment = enrolment,
    .amount_fen = amount_fen,
    .ask_at = now,
    .created_at = now,
  };

  row->sums.refund_due += amount_fen;
  return houbu_store_refund_insert (tx, &refund, error) &&
         houbu_store_capture_add_returned (tx, capture, amount_fen, error);
}

/**
 * houbu_ledger_back_off:
 * @attempts: how often the provider was asked in vain
 *
 * Returns: how long to wait before it is asked again
 */
gint64
houbu_ledger_back_off (gint64 attempts)
{
  gint64 wait = FIRST_BACK_OFF;

  for (gint64 i = 1; i < attempts && wait < LONGEST_BACK_OFF; i++)
    wait *= 2;
  return MIN (wait, LONGEST_BACK_OFF);
}

/**
 * houbu_ledger_next_ask:
 * @row: an order
 * @grace_us: how long a silent provider is waited for after the deadline
 * @now: the clock reading
 *
 * Returns: when to ask the provider about it next: after a back-off, but neither past its deadline
 *   nor past the end of the grace
 */
gint64
houbu_ledger_next_ask (const HoubuPaymentRow *row, gint64 grace_us, gint64 now)
{
  gint64 next = now + houbu_ledger_back_off (row->attempts);

  if (!houbu_order_state_is_open (row->state))
    return next;
  if (now < row->expires_at)
    return MIN (next, row->expires_at);
  if (now < row->expires_at + grace_us)
    return MIN (next, row->expires_at + grace_us);
  return next;
}
