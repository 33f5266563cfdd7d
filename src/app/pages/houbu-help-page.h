/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuHelpPage:
 *
 * The list of what there is to read, before signing in too.
 */
#define HOUBU_TYPE_HELP_PAGE (houbu_help_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuHelpPage, houbu_help_page, HOUBU, HELP_PAGE, HoubuPage)

G_END_DECLS
