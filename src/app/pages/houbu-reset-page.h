/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-phone-page.h"

G_BEGIN_DECLS

/**
 * HoubuResetPage:
 *
 * A new password, for whoever has the phone of the account.
 */
#define HOUBU_TYPE_RESET_PAGE (houbu_reset_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuResetPage, houbu_reset_page, HOUBU, RESET_PAGE, HoubuPhonePage)

G_END_DECLS
