/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-password-hint.h"

#include <glib/gi18n.h>
#include "houbu-limits.h"

/* From here on it takes a machine that tries to get in, not a person who guesses. */
#define LONG_ENOUGH 12
/* "aaaaaaaabbbb" is long, but not hard to guess. */
#define FEW_CHARACTERS 5

static guint
count_distinct (const char *password)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (const char *p = password; *p != '\0'; p = g_utf8_next_char (p))
    g_hash_table_add (seen, GUINT_TO_POINTER (g_utf8_get_char (p)));
  return g_hash_table_size (seen);
}

/**
 * houbu_password_hint_read:
 * @hint: (out caller-allocates): what to tell
 * @password: a password as far as it is typed, UTF-8
 *
 *   nothing                            level 0, what is asked for
 *   shorter than a password may be     level 0, how many characters are missing
 *   few different characters           level 1
 *   shorter than twelve                level 2
 *   anything else                      level 3
 */
void
houbu_password_hint_read (HoubuPasswordHint *hint, const char *password)
{
  const glong length = g_utf8_strlen (password, -1);
  const int missing = (int) (HOUBU_LIMIT_PASSWORD_MIN_CHARACTERS - length);

  g_return_if_fail (hint != NULL && password != NULL);
  *hint = (HoubuPasswordHint){ 0 };
  if (length == 0)
    hint->text = g_strdup_printf (_ ("%d characters or more, of any kind. A few words in a row are "
                                     "easy to remember and hard to guess."),
                                  HOUBU_LIMIT_PASSWORD_MIN_CHARACTERS);
  else if (missing > 0)
    hint->text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d more character is needed.",
                                               "%d more characters are needed.", (gulong) missing),
                                  missing);
  else if (count_distinct (password) < FEW_CHARACTERS)
    *hint = (HoubuPasswordHint){ 1, g_strdup (_ ("Easy to guess: few different characters.")) };
  else if (length < LONG_ENOUGH)
    *hint = (HoubuPasswordHint){ 2, g_strdup (_ ("Fair. A longer one is harder to guess.")) };
  else
    *hint = (HoubuPasswordHint){ 3, g_strdup (_ ("Hard to guess, unless it is used elsewhere.")) };
}

/**
 * houbu_password_hint_clear:
 * @hint: a hint whose text is freed
 */
void
houbu_password_hint_clear (HoubuPasswordHint *hint)
{
  g_clear_pointer (&hint->text, g_free);
}
