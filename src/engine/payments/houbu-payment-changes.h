/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-change.h"
#include "houbu-store-captures.h"
#include "houbu-store-payments.h"

G_BEGIN_DECLS

/*
 * What happens to orders, each inside one writing transaction: seats, ledger, sums and journal go
 * together. All of it decides anew on what it finds, so that it may come twice and in any order.
 */

/**
 * HoubuMoneyTaken:
 * @provider: the provider's word
 * @number: of the order
 * @transaction: the provider's number
 * @captured_at: by the provider's clock
 * @certain: the provider was asked; else it said so by itself
 *
 * Money that the provider says it has.
 */
typedef struct
{
  const char *provider;
  const char *number;
  const char *transaction;
  gint64 amount_fen;
  gint64 captured_at;
  gboolean certain;
} HoubuMoneyTaken;

/**
 * HoubuTakeOutcome:
 * @HOUBU_TAKE_DONE: it was taken in
 * @HOUBU_TAKE_KNOWN: it was taken in before
 * @HOUBU_TAKE_UNKNOWN: there is no such order
 * @HOUBU_TAKE_MISMATCH: it does not fit the order; the provider is to be asked
 */
typedef enum
{
  HOUBU_TAKE_DONE,
  HOUBU_TAKE_KNOWN,
  HOUBU_TAKE_UNKNOWN,
  HOUBU_TAKE_MISMATCH,
} HoubuTakeOutcome;

HoubuPaymentRow *houbu_payment_open (
    HoubuChange *change, HoubuPerson *person, HoubuKind kind, const char *provider, GError **error);
gboolean houbu_payment_take (HoubuTx *tx,
                             HoubuEngine *engine,
                             const HoubuMoneyTaken *money,
                             gint64 now,
                             HoubuTakeOutcome *outcome,
                             GError **error);
gboolean houbu_payment_set_links (HoubuTx *tx,
                                  gint64 payment,
                                  const char *pay_url,
                                  const char *qr_text,
                                  gint64 now,
                                  GError **error);
gboolean houbu_payment_end (HoubuTx *tx,
                            HoubuEngine *engine,
                            gint64 payment,
                            gboolean confirmed,
                            const char *closer,
                            gint64 now,
                            GError **error);
gboolean
houbu_payment_release_seat (HoubuChange *change, const HoubuEnrolmentRow *seat, GError **error);
gboolean houbu_payment_postpone (HoubuTx *tx, gint64 payment, gint64 now, GError **error);

gboolean houbu_payment_return_seat (HoubuChange *change,
                                    const HoubuEnrolmentRow *row,
                                    const char *reason,
                                    GError **error);
gboolean houbu_payment_return_suspense (HoubuChange *change, gint64 payment, GError **error);
gboolean houbu_payment_finish_refund (
    HoubuTx *tx, gint64 refund, gint64 refunded_at, gint64 now, GError **error);
gboolean houbu_payment_postpone_refund (HoubuTx *tx, gint64 refund, gint64 now, GError **error);

G_END_DECLS
