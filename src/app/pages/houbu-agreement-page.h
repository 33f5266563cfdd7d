/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuAgreementPage:
 *
 * Step 3: the registration agreement and the integrity pledge.
 */
#define HOUBU_TYPE_AGREEMENT_PAGE (houbu_agreement_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuAgreementPage, houbu_agreement_page, HOUBU, AGREEMENT_PAGE, HoubuPage)

G_END_DECLS
