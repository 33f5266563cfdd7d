/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HoubuArticleList:
 *
 * A titled list of texts, which follows its model and is not there while the model is empty.
 *
 * Property: `title` (string).
 */
#define HOUBU_TYPE_ARTICLE_LIST (houbu_article_list_get_type ())
G_DECLARE_FINAL_TYPE (HoubuArticleList, houbu_article_list, HOUBU, ARTICLE_LIST, AdwBin)

void houbu_article_list_set_model (HoubuArticleList *self,
                                   GListModel *model,
                                   GtkListBoxCreateWidgetFunc make_row);

G_END_DECLS
