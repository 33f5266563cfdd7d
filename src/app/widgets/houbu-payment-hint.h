/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-payment-view.h"

G_BEGIN_DECLS

/**
 * HoubuPaymentHint:
 *
 * Says beside a payment what is to be known first: what keeps somebody from paying, with the button
 * that helps, that nothing can be paid here, or what became of the order before. Not there when
 * there is nothing to say.
 *
 * Signal: `chosen`: the button was pressed.
 */
#define HOUBU_TYPE_PAYMENT_HINT (houbu_payment_hint_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPaymentHint, houbu_payment_hint, HOUBU, PAYMENT_HINT, AdwBin)

void houbu_payment_hint_show (HoubuPaymentHint *self,
                              HoubuCandidate *candidate,
                              const HoubuPaymentView *view,
                              gboolean is_off);

G_END_DECLS
