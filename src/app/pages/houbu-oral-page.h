/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-board-page.h"

G_BEGIN_DECLS

/**
 * HoubuOralPage:
 *
 * Step 10: the board of oral subjects, at any campus that offers them.
 */
#define HOUBU_TYPE_ORAL_PAGE (houbu_oral_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuOralPage, houbu_oral_page, HOUBU, ORAL_PAGE, HoubuBoardPage)

G_END_DECLS
