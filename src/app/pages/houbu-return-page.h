/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuReturnPage:
 *
 * Where somebody comes back to whom this computer remembers: says which server is asked for them,
 * and when it does not answer, asks again or signs them out here. Then Home or signing in follows.
 */
#define HOUBU_TYPE_RETURN_PAGE (houbu_return_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuReturnPage, houbu_return_page, HOUBU, RETURN_PAGE, HoubuPage)

G_END_DECLS
