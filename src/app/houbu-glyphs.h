/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

void houbu_glyphs_prefer_chinese (void);
void houbu_glyphs_set_chinese (PangoContext *context);
char *houbu_glyphs_spell (PangoContext *context, const char *text);

G_END_DECLS
