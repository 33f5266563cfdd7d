/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-payment-view.h"

G_BEGIN_DECLS

/* How paying stands, in the user's words. None of them says "unpaid" while that is not known. */
const char *houbu_payment_text_heading (const HoubuPaymentView *view, gboolean in_doubt);
char *houbu_payment_text_note (HoubuCandidate *candidate,
                               const HoubuPaymentView *view,
                               gboolean in_doubt);
const char *houbu_payment_text_obstacle (HoubuPaymentObstacle obstacle);
char *houbu_payment_text_last_order (HoubuCandidate *candidate, const HoubuPaymentView *view);
char *houbu_payment_text_summary (const HoubuPaymentView *view);
const char *houbu_payment_text_status (HoubuCandidate *candidate);
char *houbu_payment_text_news_title (HoubuPayment *order);
const char *houbu_payment_text_news_body (HoubuPayment *order);
const char *houbu_payment_text_problems (void);

G_END_DECLS
