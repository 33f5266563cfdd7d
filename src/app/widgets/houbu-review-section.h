/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-services.h"

G_BEGIN_DECLS

/**
 * HoubuReviewSection:
 *
 * Where a candidate stands with the review of the CET-6 qualification, and the button that asks for
 * it; nothing where it does not apply. Lies in a page, which shows what goes wrong.
 *
 * Signals: `reviewed` (HoubuReview), after it was asked for.
 */
#define HOUBU_TYPE_REVIEW_SECTION (houbu_review_section_get_type ())
G_DECLARE_FINAL_TYPE (HoubuReviewSection, houbu_review_section, HOUBU, REVIEW_SECTION, AdwBin)

void houbu_review_section_show (HoubuReviewSection *self,
                                HoubuServices *services,
                                HoubuReview *review,
                                gboolean possible);

G_END_DECLS
