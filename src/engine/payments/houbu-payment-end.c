/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-changes.h"

#include "houbu-error.h"
#include "houbu-item-changes.h"
#include "houbu-payment-ledger.h"
#include "houbu-sweeper.h"

/* Seconds after which to come back while the clock is in doubt. */
#define CLOCK_DOUBT_RETRY 30

/**
 * houbu_payment_release_seat:
 * @change: a change that holds the seat's offering
 * @seat: what was being paid for by an order that ends
 * @error: what a statement failed with
 *
 * The seat goes on as unpaid, unless its deadline has come (P6). While the clock is in doubt that
 * is left to the sweeper (I-H6).
 */
gboolean
houbu_payment_release_seat (HoubuChange *change, const HoubuEnrolmentRow *seat, GError **error)
{
  const HoubuSeatEnd end = {
    HOUBU_SEAT_EXPIRED,
    HOUBU_END_DEADLINE,
    HOUBU_BY_CLOCK,
    HOUBU_ACTOR_TIMER,
  };
  const HoubuSeatMove move = {
    .hold = { .state = HOUBU_SEAT_UNPAID, .deadline = seat->deadline, .lock_until = HOUBU_NONE },
    .cause = HOUBU_BY_PAYMENT,
    .actor = houbu_change_get_actor (change),
  };

  if (houbu_change_get_now (change) < seat->deadline ||
      houbu_sweeper_is_halted (houbu_change_get_engine (change)))
    return houbu_item_move_enrolment (change, seat, &move, error);
  return houbu_item_end_enrolment (change, seat, &end, error);
}

/* While the clock is in doubt nothing may end by it (I-H6); known before anything is written. */
static gboolean
check_clock (HoubuChange *change, const HoubuPaymentRow *row, GError **error)
{
  if (houbu_change_get_now (change) < row->expires_at ||
      !houbu_sweeper_is_halted (houbu_change_get_engine (change)))
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_BUSY, HOUBU_PROBLEM_NONE, "retry-after",
                   (gint64) CLOCK_DOUBT_RETRY, NULL);
  return FALSE;
}

static gboolean
release_seats (HoubuChange *change, GPtrArray *lines, GError **error)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const HoubuPaymentLineRow *line = g_ptr_array_index (lines, i);
      g_autoptr (HoubuEnrolmentRow) seat =
          houbu_store_enrolment_load (houbu_change_get_tx (change), line->enrolment, error);

      if (seat == NULL)
        return FALSE;
      if (seat->state == HOUBU_SEAT_PAYING && !houbu_payment_release_seat (change, seat, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
settle (HoubuChange *change, GPtrArray *lines, GError **error)
{
  g_autoptr (GArray) offerings = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < lines->len; i++)
    g_array_append_val (offerings, ((HoubuPaymentLineRow *) lines->pdata[i])->offering);
  return houbu_change_settle (change, offerings, NULL, error);
}

static gboolean
end_open (HoubuChange *change, HoubuPaymentRow *row, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  const HoubuLedgerNote note = { houbu_change_get_now (change), houbu_change_get_actor (change),
                                 NULL };
  g_autoptr (GPtrArray) lines = houbu_store_payment_list_lines (tx, row->key, error);

  return lines != NULL && check_clock (change, row, error) && settle (change, lines, error) &&
         release_seats (change, lines, error) &&
         houbu_ledger_change (tx, row, HOUBU_ORDER_CLOSED, data, &note, error) &&
         houbu_change_finish (change, error);
}

/**
 * houbu_payment_end:
 * @tx: a writing transaction
 * @engine: the engine
 * @payment: key of an order
 * @confirmed: the provider says that nobody can pay it any more; else it is asked on
 * @closer: (nullable): who wanted it closed before its time, as the journal names them
 * @now: the clock reading
 * @error: %HOUBU_ERROR_BUSY when the clock is in doubt (I-H6); what a statement failed with
 *
 * Ends an order without money: its seats are unpaid again, or end if their deadline has come (P6).
 * One that has ended, or got money meanwhile, keeps what it has (I-H5).
 */
gboolean
houbu_payment_end (HoubuTx *tx,
                   HoubuEngine *engine,
                   gint64 payment,
                   gboolean confirmed,
                   const char *closer,
                   gint64 now,
                   GError **error)
{
  g_autoptr (HoubuPaymentRow) row = houbu_store_payment_load (tx, payment, error);
  g_autoptr (HoubuChange) change = NULL;
  g_autofree char *actor = NULL;

  if (row == NULL)
    return FALSE;
  if (row->state == HOUBU_ORDER_CLOSED)
    {
      if (!confirmed)
        return houbu_payment_postpone (tx, payment, now, error);
      row->ask_at = HOUBU_NONE;
      return houbu_store_payment_update (tx, row, error);
    }
  if (!houbu_order_state_is_open (row->state))
    return TRUE;
  if (closer != NULL)
    actor = g_strdup (closer);
  else
    actor = confirmed ? g_strconcat (HOUBU_ACTOR_PROVIDER_PREFIX, row->provider, NULL)
                      : g_strdup (HOUBU_ACTOR_TIMER);
  change = houbu_change_begin_for (tx, engine, row->exam, actor, now, error);
  if (change == NULL)
    return FALSE;
  row->attempts = 0;
  row->ask_at = confirmed ? HOUBU_NONE : now + houbu_ledger_back_off (1);
  return end_open (change, row, error);
}
