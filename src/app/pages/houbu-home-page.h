/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuHomePage:
 *
 * Step 2: how far one is, and one button for what comes next.
 */
#define HOUBU_TYPE_HOME_PAGE (houbu_home_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuHomePage, houbu_home_page, HOUBU, HOME_PAGE, HoubuPage)

G_END_DECLS
