/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuSelfCheckPage:
 *
 * For whoever looks after a computer: whether Houbu can be used on it.
 */
#define HOUBU_TYPE_SELF_CHECK_PAGE (houbu_self_check_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuSelfCheckPage, houbu_self_check_page, HOUBU, SELF_CHECK_PAGE, HoubuPage)

G_END_DECLS
