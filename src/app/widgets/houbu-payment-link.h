/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-records.h"

G_BEGIN_DECLS

/**
 * HoubuPaymentLink:
 *
 * The ways from an order to the payment platform: its page in the browser, a code for its app, and
 * the address to copy, shown when no browser opens. Nothing is shown without an order that can be
 * paid.
 *
 * Signals: `left ()`: the user has probably gone to pay; `copied ()`.
 */
#define HOUBU_TYPE_PAYMENT_LINK (houbu_payment_link_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPaymentLink, houbu_payment_link, HOUBU, PAYMENT_LINK, AdwBin)

void houbu_payment_link_set_order (HoubuPaymentLink *self, HoubuPayment *order);
void houbu_payment_link_set_practice (HoubuPaymentLink *self, gboolean practice);
void houbu_payment_link_open (HoubuPaymentLink *self, GCancellable *cancellable);

G_END_DECLS
