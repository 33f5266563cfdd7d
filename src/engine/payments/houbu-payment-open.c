/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-changes.h"

#include "houbu-error.h"
#include "houbu-item-changes.h"
#include "houbu-payment-ledger.h"
#include "houbu-tokens.h"

static gboolean
pay_seat (HoubuChange *change, const HoubuEnrolmentRow *seat, gint64 payment, GError **error)
{
  const HoubuSeatMove move = {
    .hold = { .state = HOUBU_SEAT_PAYING, .deadline = seat->deadline, .lock_until = HOUBU_NONE },
    .cause = HOUBU_BY_PAYMENT,
    .actor = houbu_change_get_actor (change),
  };

  return houbu_store_payment_add_line (houbu_change_get_tx (change), payment, seat->key,
                                       seat->fee_fen, error) &&
         houbu_item_move_enrolment (change, seat, &move, error);
}

/* All unpaid seats of the kind, as rows. */
static GPtrArray *
load_covered (HoubuChange *change, HoubuPerson *person, HoubuKind kind, GError **error)
{
  const HoubuPersonState *state = houbu_person_get_state (person);
  g_autoptr (GPtrArray) seats =
      g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_enrolment_row_free);

  for (gsize i = 0; i < state->n_items; i++)
    {
      HoubuEnrolmentRow *seat;

      if (!houbu_rules_order_covers (houbu_change_get_window (change), &state->items[i], kind,
                                     houbu_change_get_now (change)))
        continue;
      seat = houbu_store_enrolment_find (houbu_change_get_tx (change), state->items[i].id, error);
      if (seat == NULL)
        return NULL;
      g_ptr_array_add (seats, seat);
    }
  return g_steal_pointer (&seats);
}

/**
 * houbu_payment_open:
 * @change: a change that was settled for the person
 * @person: who pays; the rules allow it
 * @kind: the written or the oral seats
 * @provider: the provider's word
 * @error: what a statement failed with
 *
 * Opens an order over all unpaid seats of the kind (P3), which are `paying` from now on. The
 * provider does not know of it yet.
 *
 * Returns: (transfer full): the order
 */
HoubuPaymentRow *
houbu_payment_open (
    HoubuChange *change, HoubuPerson *person, HoubuKind kind, const char *provider, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  gint64 now = houbu_change_get_now (change);
  const HoubuLedgerNote note = { now, houbu_change_get_actor (change),
                                 houbu_change_get_request (change) };
  g_autoptr (GPtrArray) seats = load_covered (change, person, kind, error);
  g_autofree char *id = houbu_random_id ();
  HoubuPaymentRow row = {
    .id = id,
    .registration = houbu_person_get_registration (person),
    .exam = houbu_change_get_exam (change)->key,
    .kind = kind,
    .provider = (char *) provider,
    .state = HOUBU_ORDER_CREATED,
    .ask_at = now,
    .expires_at = G_MAXINT64,
    .created_at = now,
    .ended_at = HOUBU_NONE,
  };

  if (seats == NULL)
    return NULL;
  for (guint i = 0; i < seats->len; i++)
    {
      const HoubuEnrolmentRow *seat = g_ptr_array_index (seats, i);

      row.amount_fen += seat->fee_fen;
      row.expires_at = MIN (row.expires_at, seat->deadline);
    }
  if (!houbu_ledger_open (tx, &row, &note, error))
    return NULL;
  for (guint i = 0; i < seats->len; i++)
    if (!pay_seat (change, g_ptr_array_index (seats, i), row.key, error))
      return NULL;
  return houbu_store_payment_load (tx, row.key, error);
}

/**
 * houbu_payment_set_links:
 * @tx: a writing transaction
 * @payment: key of an order
 * @pay_url: the provider's page
 * @qr_text: what a QR code for its app holds
 * @now: the clock reading
 * @error: what a statement failed with
 *
 * The provider has taken the order on. One that was answered before or has ended stays as it is.
 */
gboolean
houbu_payment_set_links (HoubuTx *tx,
                         gint64 payment,
                         const char *pay_url,
                         const char *qr_text,
                         gint64 now,
                         GError **error)
{
  g_autoptr (HoubuPaymentRow) row = houbu_store_payment_load (tx, payment, error);
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  g_autofree char *actor = NULL;
  HoubuLedgerNote note = { .at = now };

  if (row == NULL)
    return FALSE;
  if (row->state != HOUBU_ORDER_CREATED)
    return TRUE;
  note.actor = actor = g_strconcat (HOUBU_ACTOR_PROVIDER_PREFIX, row->provider, NULL);
  row->pay_url = g_strdup (pay_url);
  row->qr_text = g_strdup (qr_text);
  row->attempts = 0;
  row->ask_at = MIN (now + houbu_ledger_back_off (1), MAX (row->expires_at, now));
  return houbu_ledger_change (tx, row, HOUBU_ORDER_PAYING, data, &note, error);
}

/**
 * houbu_payment_postpone:
 * @tx: a writing transaction
 * @payment: key of an order that the provider was asked about, and it is not over
 * @now: the clock reading
 * @error: what a statement failed with
 *
 * Has the provider asked again later. What has no more to be asked stays so.
 */
gboolean
houbu_payment_postpone (HoubuTx *tx, gint64 payment, gint64 now, GError **error)
{
  g_autoptr (HoubuPaymentRow) row = houbu_store_payment_load (tx, payment, error);
  g_autoptr (HoubuExamRow) exam = NULL;

  if (row == NULL)
    return FALSE;
  if (row->ask_at == HOUBU_NONE)
    return TRUE;
  exam = houbu_store_exam_load (tx, row->exam, error);
  if (exam == NULL)
    return FALSE;
  row->attempts++;
  row->ask_at = houbu_ledger_next_ask (row, exam->window.grace_us, now);
  return houbu_store_payment_update (tx, row, error);
}
