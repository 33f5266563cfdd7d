/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuConfirmPage:
 *
 * Step 5: the record that was found, to be checked and confirmed. Receives what
 * houbu_confirm_page_prepare() returns.
 */
#define HOUBU_TYPE_CONFIRM_PAGE (houbu_confirm_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuConfirmPage, houbu_confirm_page, HOUBU, CONFIRM_PAGE, HoubuPage)

GObject *houbu_confirm_page_prepare (HoubuQualificationResult *found, const char *typed_number);

G_END_DECLS
