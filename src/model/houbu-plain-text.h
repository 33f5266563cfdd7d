/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean houbu_character_turns_text (gunichar character);
char *houbu_plain_text_unturned (const char *text);
char *houbu_plain_text_line (const char *text);
char *houbu_plain_text_paragraphs (const char *text);

G_END_DECLS
