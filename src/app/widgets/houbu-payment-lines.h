/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-payment-view.h"

G_BEGIN_DECLS

void houbu_payment_lines_fill (GtkListBox *list,
                               HoubuCandidate *candidate,
                               const HoubuPaymentView *view);

G_END_DECLS
