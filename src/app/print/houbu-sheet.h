/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* A4 in points, and the margin around what is printed. */
#define HOUBU_SHEET_WIDTH 595.28
#define HOUBU_SHEET_HEIGHT 841.89
#define HOUBU_SHEET_MARGIN 48.0

/**
 * HoubuSheet:
 *
 * One printed page: a title and below it headings, facts (a name and a value) and paragraphs. What
 * is too long for a page is set smaller, so that it is always one.
 */
typedef struct _HoubuSheet HoubuSheet;

HoubuSheet *houbu_sheet_new (const char *title, const char *subtitle);
void houbu_sheet_free (HoubuSheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuSheet, houbu_sheet_free)

void houbu_sheet_add_heading (HoubuSheet *self, const char *text);
void houbu_sheet_add_fact (HoubuSheet *self, const char *name, const char *value);
void houbu_sheet_add_text (HoubuSheet *self, const char *text);

void houbu_sheet_draw (
    HoubuSheet *self, cairo_t *cr, PangoContext *context, double width, double height);
GBytes *houbu_sheet_to_pdf (HoubuSheet *self, GError **error);

G_END_DECLS
