/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A value of an enum as the wire and as people call it; the place in the table is the value. */
typedef struct
{
  const char *word;
  const char *name_en;
  const char *name_zh;
} HoubuWord;

guint houbu_words_find (const HoubuWord *words, guint n_words, const char *word);
const char *houbu_words_get_name (const HoubuWord *word, const char *language);

G_END_DECLS
