/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-changes.h"

#include "houbu-error.h"
#include "houbu-item-changes.h"
#include "houbu-item-records.h"
#include "houbu-payment-ledger.h"

/* Money on its way into an order. */
typedef struct
{
  HoubuChange *change; /* (owned) */
  HoubuPerson *person; /* (owned) */
  HoubuPaymentRow *row;
  gint64 capture; /* key */
  HoubuLedgerNote note;
} Taking;

static void
taking_clear (Taking *taking)
{
  g_clear_pointer (&taking->change, houbu_change_free);
  g_clear_pointer (&taking->person, houbu_person_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Taking, taking_clear)

/* Whoever paid: what a school had locked is locked no more. */
static gboolean
move_to (Taking *self, const HoubuEnrolmentRow *seat, HoubuSeatState state, GError **error)
{
  const HoubuSeatMove move = {
    .hold = { .state = state, .deadline = seat->deadline, .lock_until = HOUBU_NONE },
    .cause = HOUBU_BY_PAYMENT,
    .actor = self->note.actor,
  };

  return houbu_item_move_enrolment (self->change, seat, &move, error);
}

/* A seat whose order had been closed is being paid for a moment, as the table of P1 wants it. */
static gboolean
pay_seat (Taking *self, const HoubuEnrolmentRow *seat, GError **error)
{
  g_autoptr (HoubuEnrolmentRow) paying = NULL;

  if (seat->state != HOUBU_SEAT_UNPAID)
    return move_to (self, seat, HOUBU_SEAT_PAID, error);
  if (!move_to (self, seat, HOUBU_SEAT_PAYING, error))
    return FALSE;
  paying = houbu_store_enrolment_load (houbu_change_get_tx (self->change), seat->key, error);
  return paying != NULL && move_to (self, paying, HOUBU_SEAT_PAID, error);
}

static HoubuMoney
decide (Taking *self, const HoubuEnrolmentRow *seat)
{
  const HoubuItem item = houbu_item_of_enrolment (seat);
  HoubuOfferingState state;

  houbu_offering_row_fill_state (houbu_change_get_offering (self->change, seat->offering, NULL),
                                 &state);
  return houbu_rules_settle_line (houbu_change_get_window (self->change), &state,
                                  houbu_person_get_state (self->person), &item,
                                  houbu_change_get_now (self->change));
}

static gboolean
settle_line (Taking *self, const HoubuPaymentLineRow *line, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (self->change);
  g_autoptr (HoubuEnrolmentRow) seat = houbu_store_enrolment_load (tx, line->enrolment, error);

  if (seat == NULL)
    return FALSE;
  if (decide (self, seat) == HOUBU_MONEY_RETURN)
    return houbu_ledger_return (tx, self->row, self->capture, line->enrolment, line->fee_fen,
                                self->note.at, error);
  self->row->sums.applied += line->fee_fen;
  return pay_seat (self, seat, error) &&
         /* Another order over it has nothing left to be paid for. */
         houbu_store_payment_ask_of_enrolment (tx, seat->key, self->note.at, error) &&
         houbu_store_payment_set_applied (tx, self->row->key, line->enrolment, TRUE, error) &&
         houbu_person_reload_items (self->person, tx, error);
}

/* What the clock has brought comes first, and nothing was written if it cannot. */
static gboolean
settle_offerings (Taking *self, GPtrArray *lines, GError **error)
{
  g_autoptr (GArray) offerings = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < lines->len; i++)
    g_array_append_val (offerings, ((HoubuPaymentLineRow *) lines->pdata[i])->offering);
  return houbu_change_settle (self->change, offerings, self->person, error);
}

/* With money in doubt the order is no longer open: its seats are to be paid by another one, if
 * there is time left. */
static gboolean
release_lines (Taking *self, GPtrArray *lines, GError **error)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const HoubuPaymentLineRow *line = g_ptr_array_index (lines, i);
      g_autoptr (HoubuEnrolmentRow) seat =
          houbu_store_enrolment_load (houbu_change_get_tx (self->change), line->enrolment, error);

      if (seat == NULL)
        return FALSE;
      if (houbu_order_state_is_open (self->row->state) && seat->state == HOUBU_SEAT_PAYING &&
          !houbu_payment_release_seat (self->change, seat, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_capture (Taking *self, const HoubuMoneyTaken *money, GError **error)
{
  HoubuCaptureRow capture = {
    .payment = self->row->key,
    .provider = (char *) money->provider,
    .transaction = (char *) money->transaction,
    .amount_fen = money->amount_fen,
    .captured_at = money->captured_at,
    .noticed_at = self->note.at,
  };

  if (!houbu_store_capture_insert (houbu_change_get_tx (self->change), &capture, error))
    return FALSE;
  self->capture = capture.key;
  self->row->sums.captured += money->amount_fen;
  return TRUE;
}

/* What is not what was asked for is kept apart until an operator has looked at it (I-P3). */
static gboolean
settle_money (Taking *self, GPtrArray *lines, const HoubuMoneyTaken *money, GError **error)
{
  if (!settle_offerings (self, lines, error) || !add_capture (self, money, error))
    return FALSE;
  if (money->amount_fen != self->row->amount_fen)
    {
      self->row->sums.suspense += money->amount_fen;
      return release_lines (self, lines, error);
    }
  for (guint i = 0; i < lines->len; i++)
    if (!settle_line (self, g_ptr_array_index (lines, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
take_in (HoubuTx *tx,
         HoubuEngine *engine,
         HoubuPaymentRow *row,
         const HoubuMoneyTaken *money,
         gint64 now,
         GError **error)
{
  g_autofree char *actor = g_strconcat (HOUBU_ACTOR_PROVIDER_PREFIX, money->provider, NULL);
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  g_autoptr (GPtrArray) lines = houbu_store_payment_list_lines (tx, row->key, error);
  g_auto (Taking) taking = { .row = row, .note = { now, actor, NULL } };

  if (lines == NULL)
    return FALSE;
  taking.change = houbu_change_begin_for (tx, engine, row->exam, actor, now, error);
  if (taking.change == NULL)
    return FALSE;
  taking.person = houbu_store_person_load_by_registration (tx, row->registration, error);
  if (taking.person == NULL || !settle_money (&taking, lines, money, error))
    return FALSE;
  row->ask_at = HOUBU_NONE;
  row->attempts = 0;
  houbu_journal_data_add_text (data, "transaction", money->transaction);
  return houbu_ledger_change (tx, row, HOUBU_ORDER_NONE, data, &taking.note, error) &&
         houbu_change_finish (taking.change, error);
}

/* The order, or %NULL without an error when there is no such. */
static HoubuPaymentRow *
find_order (HoubuTx *tx, const char *number, GError **error)
{
  GError *failure = NULL;
  HoubuPaymentRow *row = houbu_store_payment_find (tx, number, &failure);

  if (g_error_matches (failure, HOUBU_ERROR, HOUBU_ERROR_NOT_FOUND))
    g_clear_error (&failure);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return row;
}

static gboolean
fits (const HoubuPaymentRow *row, const HoubuMoneyTaken *money)
{
  return g_str_equal (row->provider, money->provider) && row->amount_fen == money->amount_fen;
}

/**
 * houbu_payment_take:
 * @tx: a writing transaction
 * @engine: the engine
 * @money: what the provider says it has
 * @now: the clock reading
 * @outcome: (out): what became of it
 * @error: %HOUBU_ERROR_BUSY when the clock is in doubt; what a statement failed with
 *
 * Takes money in, once (I-P2): each seat that it was for is paid, or paid again what had expired,
 * or its part goes back (P7). When the provider says by itself what does not fit the order, nothing
 * changes: it has to be asked (I-P3). What it then says counts.
 */
gboolean
houbu_payment_take (HoubuTx *tx,
                    HoubuEngine *engine,
                    const HoubuMoneyTaken *money,
                    gint64 now,
                    HoubuTakeOutcome *outcome,
                    GError **error)
{
  g_autoptr (HoubuCaptureRow) known = NULL;
  g_autoptr (HoubuPaymentRow) row = NULL;
  GError *failure = NULL;

  *outcome = HOUBU_TAKE_UNKNOWN;
  row = find_order (tx, money->number, &failure);
  if (row != NULL)
    known = houbu_store_capture_find (tx, money->provider, money->transaction, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (row == NULL)
    return TRUE;
  *outcome = HOUBU_TAKE_MISMATCH;
  if (known != NULL)
    {
      if (known->payment == row->key)
        *outcome = HOUBU_TAKE_KNOWN;
      return TRUE;
    }
  if (!fits (row, money) && (!money->certain || !g_str_equal (row->provider, money->provider)))
    return TRUE;
  *outcome = HOUBU_TAKE_DONE;
  return take_in (tx, engine, row, money, now, error);
}
