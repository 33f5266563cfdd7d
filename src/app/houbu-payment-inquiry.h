/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-services.h"

G_BEGIN_DECLS

/**
 * HoubuPaymentInquiry:
 *
 * Finds out what became of an order: asks the payment platform through the server, again while it
 * is silent, and reads the order itself while no events come. What it hears goes to the candidate.
 *
 * Signals: `changed ()`: whether it asks or is in doubt; `failed (error: GError)`: what the user
 * asked got no answer.
 */
#define HOUBU_TYPE_PAYMENT_INQUIRY (houbu_payment_inquiry_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPaymentInquiry, houbu_payment_inquiry, HOUBU, PAYMENT_INQUIRY, GObject)

HoubuPaymentInquiry *houbu_payment_inquiry_new (HoubuServices *services);
void houbu_payment_inquiry_follow (HoubuPaymentInquiry *self, const char *order, gboolean in_doubt);
void houbu_payment_inquiry_ask (HoubuPaymentInquiry *self, gboolean by_user);
void houbu_payment_inquiry_stop (HoubuPaymentInquiry *self);
gboolean houbu_payment_inquiry_is_asking (HoubuPaymentInquiry *self);
gboolean houbu_payment_inquiry_is_in_doubt (HoubuPaymentInquiry *self);

G_END_DECLS
