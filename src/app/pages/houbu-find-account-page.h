/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuFindAccountPage:
 *
 * For who registered with an account and does not know which: its phone is told. What the page
 * shows afterwards is the same for a stranger.
 */
#define HOUBU_TYPE_FIND_ACCOUNT_PAGE (houbu_find_account_page_get_type ())
G_DECLARE_FINAL_TYPE (
    HoubuFindAccountPage, houbu_find_account_page, HOUBU, FIND_ACCOUNT_PAGE, HoubuPage)

G_END_DECLS
