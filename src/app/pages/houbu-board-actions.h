/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/* What a page does with rows of the board: each tells the server and shows on the page what came of
 * it; what succeeds leads to the details. */
void houbu_board_actions_join (HoubuPage *page, HoubuOffering *offering, HoubuIntention *intention);
void houbu_board_actions_enrol (HoubuPage *page,
                                const char *const *offerings,
                                GHashTable *ticked,
                                HoubuIntention *intention);

G_END_DECLS
