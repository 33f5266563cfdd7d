/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-board-page.h"

G_BEGIN_DECLS

/**
 * HoubuWrittenPage:
 *
 * Steps 5 and 6: the board of written subjects: seats, queues, enrolling, joining.
 */
#define HOUBU_TYPE_WRITTEN_PAGE (houbu_written_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuWrittenPage, houbu_written_page, HOUBU, WRITTEN_PAGE, HoubuBoardPage)

G_END_DECLS
