/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuSignInPage:
 *
 * Step 1: account, password, captcha. Beside it what everyone may read.
 */
#define HOUBU_TYPE_SIGN_IN_PAGE (houbu_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuSignInPage, houbu_sign_in_page, HOUBU, SIGN_IN_PAGE, HoubuPage)

void houbu_sign_in_page_go (HoubuPage *from, const char *account);

G_END_DECLS
