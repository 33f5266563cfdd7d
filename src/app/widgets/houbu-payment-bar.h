/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-services.h"

G_BEGIN_DECLS

/**
 * HoubuPaymentBar:
 *
 * Under the seats of a kind: whether they are paid, the sum that is not, and the button that leads
 * to paying, with the reason when it cannot be used. It has to be inside a #HoubuPage.
 */
#define HOUBU_TYPE_PAYMENT_BAR (houbu_payment_bar_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPaymentBar, houbu_payment_bar, HOUBU, PAYMENT_BAR, AdwBin)

void
houbu_payment_bar_follow (HoubuPaymentBar *self, HoubuServices *services, HoubuSubjectKind kind);

G_END_DECLS
