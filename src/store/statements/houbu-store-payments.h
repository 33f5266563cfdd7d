/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-rules-payment.h"
#include "houbu-store-admin.h"
#include "houbu-store-types.h"

G_BEGIN_DECLS

/**
 * HoubuPaymentRow:
 * @key: key in the store
 * @id: (owned): what stands on the wire, and the order's number at the provider
 * @registration: key of the registration that pays
 * @registration_id: (owned): its id
 * @account: key of its account
 * @exam: key of its exam session
 * @provider: (owned): the provider's word
 * @pay_url: (owned) (nullable): where to pay
 * @qr_text: (owned) (nullable): likewise, for a QR code
 * @ask_at: when to ask the provider next, or %HOUBU_NONE
 * @attempts: how often it was asked in vain
 * @expires_at: the earliest deadline of its seats
 * @ended_at: or %HOUBU_NONE
 *
 * An order.
 */
typedef struct
{
  gint64 key;
  char *id;
  gint64 registration;
  char *registration_id;
  gint64 account;
  gint64 exam;
  HoubuKind kind;
  char *provider;
  HoubuOrderState state;
  gint64 amount_fen;
  HoubuPaymentSums sums;
  char *pay_url;
  char *qr_text;
  gint64 ask_at;
  gint64 attempts;
  gint64 expires_at;
  gint64 created_at;
  gint64 ended_at;
} HoubuPaymentRow;

void houbu_payment_row_free (HoubuPaymentRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuPaymentRow, houbu_payment_row_free)

/**
 * HoubuPaymentLineRow:
 * @enrolment: key of the seat
 * @enrolment_id: (owned): its id
 * @subject: what is taken
 * @state: of the seat
 * @report_form: (owned) (nullable): `paper` or `electronic`
 * @applied: whether money of this order pays for it
 *
 * A seat of an order.
 */
typedef struct
{
  gint64 enrolment;
  char *enrolment_id;
  gint64 offering;
  const HoubuSubjectInfo *subject;
  HoubuSeatState state;
  char *report_form;
  gint64 fee_fen;
  gboolean applied;
} HoubuPaymentLineRow;

void houbu_payment_line_row_free (HoubuPaymentLineRow *self);

gboolean houbu_store_payment_insert (HoubuTx *tx, HoubuPaymentRow *row, GError **error);
gboolean houbu_store_payment_add_line (
    HoubuTx *tx, gint64 payment, gint64 enrolment, gint64 fee_fen, GError **error);
gboolean houbu_store_payment_update (HoubuTx *tx, const HoubuPaymentRow *row, GError **error);
gboolean houbu_store_payment_set_applied (
    HoubuTx *tx, gint64 payment, gint64 enrolment, gboolean applied, GError **error);

HoubuPaymentRow *houbu_store_payment_find (HoubuTx *tx, const char *id, GError **error);
HoubuPaymentRow *houbu_store_payment_load (HoubuTx *tx, gint64 payment, GError **error);
HoubuPaymentRow *
houbu_store_payment_find_open (HoubuTx *tx, gint64 registration, HoubuKind kind, GError **error);
GPtrArray *houbu_store_payment_list_lines (HoubuTx *tx, gint64 payment, GError **error);
GPtrArray *
houbu_store_payment_list_of_registration (HoubuTx *tx, gint64 registration, GError **error);
GPtrArray *houbu_store_payment_list_in_scope (
    HoubuTx *tx, const HoubuScope *scope, gint64 after, gint64 limit, GError **error);
gboolean houbu_store_payment_list_to_ask (
    HoubuTx *tx, gint64 now, gint64 limit, GArray *payments, GError **error);
gboolean
houbu_store_payment_ask_of_enrolment (HoubuTx *tx, gint64 enrolment, gint64 now, GError **error);
gboolean
houbu_store_payment_find_paying (HoubuTx *tx, gint64 enrolment, gint64 *payment, GError **error);

G_END_DECLS
