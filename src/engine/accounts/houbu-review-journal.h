/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-call.h"
#include "houbu-store-reviews.h"

G_BEGIN_DECLS

gboolean houbu_review_journal (HoubuTx *tx,
                               HoubuCall *call,
                               const HoubuReviewRow *row,
                               HoubuReviewStanding before,
                               GError **error);

G_END_DECLS
