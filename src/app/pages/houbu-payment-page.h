/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuPaymentPage:
 *
 * Paying for all seats of a kind: what is paid for, the way to the payment platform, and what came
 * of it. It takes a #HoubuPaymentRequest that says which kind; without one it shows what was going
 * on last.
 */
#define HOUBU_TYPE_PAYMENT_PAGE (houbu_payment_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPaymentPage, houbu_payment_page, HOUBU, PAYMENT_PAGE, HoubuPage)

G_END_DECLS
