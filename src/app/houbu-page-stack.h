/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuPageStack:
 *
 * The pages that were built and the way back through them. Each page is there once at most; going
 * to one that lies behind goes back to it.
 *
 * Properties, read only: `visible-page` (HoubuPage, nullable), `can-go-back` (boolean).
 */
#define HOUBU_TYPE_PAGE_STACK (houbu_page_stack_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPageStack, houbu_page_stack, HOUBU, PAGE_STACK, AdwBin)

GtkWidget *houbu_page_stack_new (void);
void houbu_page_stack_add (HoubuPageStack *self, const char *name, HoubuPage *page);
HoubuPage *houbu_page_stack_find (HoubuPageStack *self, const char *name);
void houbu_page_stack_show (HoubuPageStack *self, const char *name, gboolean as_first);
void houbu_page_stack_go_back (HoubuPageStack *self);
gboolean houbu_page_stack_get_can_go_back (HoubuPageStack *self);
HoubuPage *houbu_page_stack_get_visible_page (HoubuPageStack *self);
const char *houbu_page_stack_get_visible_name (HoubuPageStack *self);
void houbu_page_stack_clear (HoubuPageStack *self);

G_END_DECLS
