/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuBoardPage:
 *
 * The subjects of one kind at one campus: ticking and taking them, and joining the queue of a full
 * one. Its subclasses say which kind.
 *
 * Property: `notes` (string): what is good to know about this kind.
 */
#define HOUBU_TYPE_BOARD_PAGE (houbu_board_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (HoubuBoardPage, houbu_board_page, HOUBU, BOARD_PAGE, HoubuPage)

/**
 * HoubuBoardPageClass:
 * @kind: what the page shows
 */
struct _HoubuBoardPageClass
{
  HoubuPageClass parent_class;

  HoubuSubjectKind kind;
};

G_END_DECLS
