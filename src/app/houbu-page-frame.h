/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-page-state.h"

G_BEGIN_DECLS

/**
 * HoubuPageFrame:
 *
 * What every page looks like around its content: waiting, empty, failed, not up to date, busy, and
 * the place where a problem is told.
 *
 * Properties: `content` and `bottom` (GtkWidget), `width` (int, pixels: the content's widest),
 * `empty-title` and `empty-text` (string).
 * Signal: `retry ()`.
 */
#define HOUBU_TYPE_PAGE_FRAME (houbu_page_frame_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPageFrame, houbu_page_frame, HOUBU, PAGE_FRAME, AdwBin)

void houbu_page_frame_apply (HoubuPageFrame *self, HoubuPageState state, gboolean busy);
void houbu_page_frame_set_server (HoubuPageFrame *self, const char *address);
void houbu_page_frame_set_error (HoubuPageFrame *self, const char *title, const char *text);
void houbu_page_frame_show_problem (HoubuPageFrame *self, const char *title, const char *text);
void houbu_page_frame_clear_problem (HoubuPageFrame *self);
void houbu_page_frame_mark (HoubuPageFrame *self, GtkWidget *field);

G_END_DECLS
