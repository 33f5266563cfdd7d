/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuQualificationPage:
 *
 * Step 4: finds the school's record of the candidate.
 */
#define HOUBU_TYPE_QUALIFICATION_PAGE (houbu_qualification_page_get_type ())
G_DECLARE_FINAL_TYPE (
    HoubuQualificationPage, houbu_qualification_page, HOUBU, QUALIFICATION_PAGE, HoubuPage)

G_END_DECLS
