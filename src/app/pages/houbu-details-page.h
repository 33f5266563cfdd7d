/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuDetailsPage:
 *
 * The hub once one is registered: places in queues, live; seats; finished waits; notices; the
 * record.
 */
#define HOUBU_TYPE_DETAILS_PAGE (houbu_details_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuDetailsPage, houbu_details_page, HOUBU, DETAILS_PAGE, HoubuPage)

G_END_DECLS
