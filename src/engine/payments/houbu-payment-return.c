/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-changes.h"

#include "houbu-error.h"
#include "houbu-item-changes.h"
#include "houbu-payment-ledger.h"

static HoubuLedgerNote
note_of (HoubuChange *change)
{
  return (HoubuLedgerNote){ houbu_change_get_now (change), houbu_change_get_actor (change),
                            houbu_change_get_request (change) };
}

/* A capture of the order that has so much left. */
static gboolean
find_capture (HoubuTx *tx, gint64 payment, gint64 amount_fen, gint64 *capture, GError **error)
{
  g_autoptr (GPtrArray) captures = houbu_store_capture_list_of_payment (tx, payment, error);

  if (captures == NULL)
    return FALSE;
  for (guint i = 0; i < captures->len; i++)
    {
      const HoubuCaptureRow *row = g_ptr_array_index (captures, i);

      if (row->amount_fen - row->returned_fen < amount_fen)
        continue;
      *capture = row->key;
      return TRUE;
    }
  g_critical ("payment %" G_GINT64_FORMAT " has nothing to give back", payment);
  houbu_error_set (error, HOUBU_ERROR_INTERNAL, HOUBU_PROBLEM_NONE, NULL);
  return FALSE;
}

static gboolean
return_money (HoubuChange *change, gint64 payment, const HoubuEnrolmentRow *seat, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  g_autoptr (HoubuPaymentRow) row = houbu_store_payment_load (tx, payment, error);
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  const HoubuLedgerNote note = note_of (change);
  gint64 capture = 0;

  if (row == NULL || !find_capture (tx, payment, seat->fee_fen, &capture, error))
    return FALSE;
  row->sums.applied -= seat->fee_fen;
  return houbu_store_payment_set_applied (tx, payment, seat->key, FALSE, error) &&
         houbu_ledger_return (tx, row, capture, seat->key, seat->fee_fen, note.at, error) &&
         houbu_ledger_change (tx, row, HOUBU_ORDER_NONE, data, &note, error);
}

/**
 * houbu_payment_return_seat:
 * @change: a change that was settled for the seat's candidate
 * @row: a paid seat whose money may go back by the rules
 * @reason: the operator's
 * @error: what a statement failed with
 *
 * Ends the seat as refunded and puts its money on the way back. What a group payment paid for goes
 * back by hand.
 */
gboolean
houbu_payment_return_seat (HoubuChange *change,
                           const HoubuEnrolmentRow *row,
                           const char *reason,
                           GError **error)
{
  const HoubuSeatEnd end = {
    .state = HOUBU_SEAT_REFUNDED,
    .reason = HOUBU_END_OPERATOR,
    .cause = HOUBU_BY_OPERATOR,
    .actor = houbu_change_get_actor (change),
    .words = reason,
  };
  gint64 payment = 0;

  if (!houbu_store_payment_find_paying (houbu_change_get_tx (change), row->key, &payment, error))
    return FALSE;
  if (payment != 0 && !return_money (change, payment, row, error))
    return FALSE;
  return houbu_item_end_enrolment (change, row, &end, error);
}

/**
 * houbu_payment_return_suspense:
 * @change: a change of an operator
 * @payment: key of an order in review
 * @error: what a statement failed with
 *
 * Puts on the way back what does not fit the order.
 */
gboolean
houbu_payment_return_suspense (HoubuChange *change, gint64 payment, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  g_autoptr (HoubuPaymentRow) row = houbu_store_payment_load (tx, payment, error);
  g_autoptr (GPtrArray) captures = NULL;
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  const HoubuLedgerNote note = note_of (change);

  if (row == NULL)
    return FALSE;
  captures = houbu_store_capture_list_of_payment (tx, payment, error);
  if (captures == NULL)
    return FALSE;
  for (guint i = 0; i < captures->len; i++)
    {
      const HoubuCaptureRow *capture = g_ptr_array_index (captures, i);

      if (capture->amount_fen == row->amount_fen || capture->returned_fen > 0)
        continue;
      row->sums.suspense -= capture->amount_fen;
      if (!houbu_ledger_return (tx, row, capture->key, 0, capture->amount_fen, note.at, error))
        return FALSE;
    }
  return houbu_ledger_change (tx, row, HOUBU_ORDER_NONE, data, &note, error);
}

/**
 * houbu_payment_finish_refund:
 * @tx: a writing transaction
 * @refund: key of a refund that the provider has made
 * @refunded_at: when, by its clock
 * @now: the clock reading
 * @error: what a statement failed with
 *
 * The money is back. One that is done already stays as it is.
 */
gboolean
houbu_payment_finish_refund (
    HoubuTx *tx, gint64 refund, gint64 refunded_at, gint64 now, GError **error)
{
  g_autoptr (HoubuRefundRow) row = houbu_store_refund_load (tx, refund, error);
  g_autoptr (HoubuPaymentRow) payment = NULL;
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  g_autofree char *actor = NULL;
  HoubuLedgerNote note = { .at = now };

  if (row == NULL)
    return FALSE;
  if (row->ask_at == HOUBU_NONE)
    return TRUE;
  payment = houbu_store_payment_load (tx, row->payment, error);
  if (payment == NULL || !houbu_store_refund_finish (tx, refund, refunded_at, error))
    return FALSE;
  note.actor = actor = g_strconcat (HOUBU_ACTOR_PROVIDER_PREFIX, payment->provider, NULL);
  payment->sums.refund_due -= row->amount_fen;
  payment->sums.refunded += row->amount_fen;
  houbu_journal_data_add_text (data, "refund", row->id);
  return houbu_ledger_change (tx, payment, HOUBU_ORDER_NONE, data, &note, error);
}

/**
 * houbu_payment_postpone_refund:
 * @tx: a writing transaction
 * @refund: key of a refund that the provider was asked for in vain
 * @now: the clock reading
 * @error: what a statement failed with
 */
gboolean
houbu_payment_postpone_refund (HoubuTx *tx, gint64 refund, gint64 now, GError **error)
{
  g_autoptr (HoubuRefundRow) row = houbu_store_refund_load (tx, refund, error);

  return row != NULL &&
         houbu_store_refund_postpone (tx, refund, now + houbu_ledger_back_off (row->attempts + 1),
                                      row->attempts + 1, error);
}
