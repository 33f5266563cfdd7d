/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/* What a page does with an order: it asks first, tells the server, and shows on the page what came
 * of it. */
void houbu_payment_actions_cancel (HoubuPage *page, HoubuPayment *order);

G_END_DECLS
