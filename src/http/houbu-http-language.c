/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-language.h"

#include <string.h>

#define ENGLISH "en"
#define CHINESE "zh-CN"

/* The weight behind `;q=`, in thousandths; what is not understood counts as refused. */
static int
get_weight (const char *range)
{
  const char *q = strstr (range, ";q=");
  char *end;
  double weight;

  if (q == NULL)
    return 1000;
  weight = g_ascii_strtod (q + 3, &end);
  return end > q + 3 && weight >= 0 && weight <= 1 ? (int) (weight * 1000) : 0;
}

static gboolean
matches (const char *range, const char *language)
{
  gsize length = strlen (language);

  return g_ascii_strncasecmp (range, language, length) == 0 &&
         (range[length] == '\0' || range[length] == '-' || range[length] == ';');
}

/**
 * houbu_http_language_choose:
 * @accept: (nullable): value of Accept-Language
 *
 * Picks the language of texts. Every kind of Chinese gets the one that there is.
 *
 * Returns: "en" or "zh-CN"
 */
const char *
houbu_http_language_choose (const char *accept)
{
  g_auto (GStrv) ranges = NULL;
  int english = 0, chinese = 0;

  if (accept == NULL)
    return ENGLISH;
  if (strcmp (accept, CHINESE) == 0)
    return CHINESE;
  if (strpbrk (accept, ",; ") == NULL)
    return matches (accept, "zh") ? CHINESE : ENGLISH;
  ranges = g_strsplit (accept, ",", 16);
  for (guint i = 0; ranges[i] != NULL; i++)
    {
      const char *range = g_strstrip (ranges[i]);

      if (matches (range, "zh"))
        chinese = MAX (chinese, get_weight (range));
      else if (matches (range, "en"))
        english = MAX (english, get_weight (range));
    }
  return chinese > english ? CHINESE : ENGLISH;
}
