/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/**
 * HoubuCaptureRow:
 * @key: key in the store
 * @payment: key of its order
 * @payment_id: (owned) (nullable): id of its order; not needed to insert one
 * @provider: (owned): the provider's word
 * @transaction: (owned): the provider's number
 * @returned_fen: what goes back or went back of it
 * @captured_at: by the provider's clock
 * @noticed_at: by ours
 *
 * Money that the provider took in.
 */
typedef struct
{
  gint64 key;
  gint64 payment;
  char *payment_id;
  char *provider;
  char *transaction;
  gint64 amount_fen;
  gint64 returned_fen;
  gint64 captured_at;
  gint64 noticed_at;
} HoubuCaptureRow;

void houbu_capture_row_free (HoubuCaptureRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuCaptureRow, houbu_capture_row_free)

/**
 * HoubuRefundRow:
 * @key: key in the store
 * @id: (owned): number of the request at the provider
 * @capture: key of the capture that it is a part of
 * @payment: key of the capture's order
 * @payment_id: (owned) (nullable): its id; not needed to insert one
 * @transaction: (owned) (nullable): the provider's number of the capture; likewise
 * @enrolment: key of the seat that the money was for, or 0
 * @attempts: how often the provider was asked in vain
 * @ask_at: when to ask it next, or %HOUBU_NONE when it is done
 * @refunded_at: by the provider's clock, or %HOUBU_NONE
 *
 * Money that goes back.
 */
typedef struct
{
  gint64 key;
  char *id;
  gint64 capture;
  gint64 payment;
  char *payment_id;
  char *transaction;
  gint64 enrolment;
  gint64 amount_fen;
  gint64 attempts;
  gint64 ask_at;
  gint64 created_at;
  gint64 refunded_at;
} HoubuRefundRow;

void houbu_refund_row_free (HoubuRefundRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuRefundRow, houbu_refund_row_free)

gboolean houbu_store_capture_insert (HoubuTx *tx, HoubuCaptureRow *row, GError **error);
gboolean
houbu_store_capture_add_returned (HoubuTx *tx, gint64 capture, gint64 amount_fen, GError **error);
HoubuCaptureRow *houbu_store_capture_find (HoubuTx *tx,
                                           const char *provider,
                                           const char *transaction,
                                           GError **error);
GPtrArray *houbu_store_capture_list_of_payment (HoubuTx *tx, gint64 payment, GError **error);
GPtrArray *houbu_store_capture_list_between (
    HoubuTx *tx, const char *provider, gint64 from, gint64 to, GError **error);

gboolean houbu_store_refund_insert (HoubuTx *tx, HoubuRefundRow *row, GError **error);
gboolean houbu_store_refund_finish (HoubuTx *tx, gint64 refund, gint64 refunded_at, GError **error);
gboolean houbu_store_refund_postpone (
    HoubuTx *tx, gint64 refund, gint64 ask_at, gint64 attempts, GError **error);
HoubuRefundRow *houbu_store_refund_load (HoubuTx *tx, gint64 refund, GError **error);
gboolean houbu_store_refund_list_to_ask (
    HoubuTx *tx, gint64 now, gint64 limit, GArray *refunds, GError **error);
GPtrArray *houbu_store_refund_list_between (
    HoubuTx *tx, const char *provider, gint64 from, gint64 to, GError **error);

G_END_DECLS
