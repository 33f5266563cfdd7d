/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-record.h"

#include "houbu-rules-types.h"
#include "houbu-store-captures.h"

static HoubuPaymentLine *
make_line (const HoubuPaymentLineRow *row, const char *language)
{
  HoubuPaymentLine *line = houbu_payment_line_new ();

  houbu_payment_line_set_enrolment (line, row->enrolment_id);
  houbu_payment_line_set_title (line, houbu_subject_info_get_name (row->subject, language));
  houbu_payment_line_set_fee_fen (line, row->fee_fen);
  if (row->report_form != NULL)
    houbu_payment_line_set_report_form (line, houbu_report_form_from_string (row->report_form));
  return line;
}

static gboolean
add_lines (HoubuTx *tx, gint64 payment, const char *language, GListStore *lines, GError **error)
{
  g_autoptr (GPtrArray) rows = houbu_store_payment_list_lines (tx, payment, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (HoubuPaymentLine) line = make_line (g_ptr_array_index (rows, i), language);

      g_list_store_append (lines, line);
    }
  return TRUE;
}

/**
 * houbu_payment_record_new:
 * @tx: a transaction
 * @row: an order
 * @language: of its titles
 * @error: what a statement failed with
 *
 * Returns: (transfer full): what its candidate sees
 */
HoubuPayment *
houbu_payment_record_new (HoubuTx *tx,
                          const HoubuPaymentRow *row,
                          const char *language,
                          GError **error)
{
  g_autoptr (HoubuPayment) record = houbu_payment_new ();
  gint64 returned = row->sums.refund_due + row->sums.refunded;

  houbu_payment_set_id (record, row->id);
  houbu_payment_set_kind (record, houbu_subject_kind_from_string (houbu_kind_to_word (row->kind)));
  houbu_payment_set_amount_fen (record, row->amount_fen);
  if (returned > 0)
    houbu_payment_set_refunded_fen (record, returned);
  houbu_payment_set_state (
      record, houbu_payment_state_from_string (houbu_order_state_to_word (row->state)));
  if (row->state == HOUBU_ORDER_PAYING)
    {
      houbu_payment_set_pay_url (record, row->pay_url);
      houbu_payment_set_qr_text (record, row->qr_text);
    }
  houbu_payment_set_expires_at (record, row->expires_at);
  houbu_payment_set_created_at (record, row->created_at);
  houbu_payment_set_ended_at (record, row->ended_at);
  if (!add_lines (tx, row->key, language, houbu_payment_get_lines (record), error))
    return NULL;
  return g_steal_pointer (&record);
}

static char **
dup_transactions (GPtrArray *captures)
{
  char **transactions = g_new0 (char *, captures->len + 1);

  for (guint i = 0; i < captures->len; i++)
    transactions[i] = g_strdup (((HoubuCaptureRow *) captures->pdata[i])->transaction);
  return transactions;
}

static void
set_sums (HoubuAdminPayment *record, const HoubuPaymentSums *sums)
{
  houbu_admin_payment_set_captured_fen (record, sums->captured);
  houbu_admin_payment_set_applied_fen (record, sums->applied);
  houbu_admin_payment_set_refund_due_fen (record, sums->refund_due);
  houbu_admin_payment_set_refunded_fen (record, sums->refunded);
  houbu_admin_payment_set_suspense_fen (record, sums->suspense);
}

/**
 * houbu_payment_record_new_admin:
 * @tx: a transaction
 * @row: an order
 * @language: of its titles
 * @error: what a statement failed with
 *
 * Returns: (transfer full): what its operators see
 */
HoubuAdminPayment *
houbu_payment_record_new_admin (HoubuTx *tx,
                                const HoubuPaymentRow *row,
                                const char *language,
                                GError **error)
{
  g_autoptr (HoubuAdminPayment) record = houbu_admin_payment_new ();
  g_autoptr (GPtrArray) captures = houbu_store_capture_list_of_payment (tx, row->key, error);
  g_auto (GStrv) transactions = NULL;

  if (captures == NULL)
    return NULL;
  transactions = dup_transactions (captures);
  houbu_admin_payment_set_id (record, row->id);
  houbu_admin_payment_set_provider (record, row->provider);
  houbu_admin_payment_set_kind (record,
                                houbu_subject_kind_from_string (houbu_kind_to_word (row->kind)));
  houbu_admin_payment_set_state (
      record, houbu_payment_state_from_string (houbu_order_state_to_word (row->state)));
  houbu_admin_payment_set_amount_fen (record, row->amount_fen);
  set_sums (record, &row->sums);
  houbu_admin_payment_set_registration (record, row->registration_id);
  houbu_admin_payment_set_transactions (record, (const char *const *) transactions);
  houbu_admin_payment_set_expires_at (record, row->expires_at);
  houbu_admin_payment_set_created_at (record, row->created_at);
  houbu_admin_payment_set_ended_at (record, row->ended_at);
  if (!add_lines (tx, row->key, language, houbu_admin_payment_get_lines (record), error))
    return NULL;
  return g_steal_pointer (&record);
}

/**
 * houbu_payment_records_add_for_registration:
 * @tx: a transaction
 * @registration: key of a registration
 * @language: of the titles
 * @record: a registration whose list is to be filled
 * @error: what a statement failed with
 */
gboolean
houbu_payment_records_add_for_registration (HoubuTx *tx,
                                            gint64 registration,
                                            const char *language,
                                            HoubuRegistration *record,
                                            GError **error)
{
  g_autoptr (GPtrArray) rows = houbu_store_payment_list_of_registration (tx, registration, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (HoubuPayment) payment =
          houbu_payment_record_new (tx, g_ptr_array_index (rows, i), language, error);

      if (payment == NULL)
        return FALSE;
      g_list_store_append (houbu_registration_get_payments (record), payment);
    }
  return TRUE;
}
