/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-words-private.h"

/* Zero is the "none" of every table, so it doubles as "no such word". */
guint
houbu_words_find (const HoubuWord *words, guint n_words, const char *word)
{
  for (guint i = 1; word != NULL && i < n_words; i++)
    if (g_str_equal (words[i].word, word))
      return i;
  return 0;
}

const char *
houbu_words_get_name (const HoubuWord *word, const char *language)
{
  if (language != NULL && g_str_has_prefix (language, "zh"))
    return word->name_zh;
  return word->name_en;
}
