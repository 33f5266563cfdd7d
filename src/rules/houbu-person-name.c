/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-person-name.h"

#define MIDDLE_DOT 0x00B7

/* The dots that input methods give for the middle dot of a minority name, and the blanks. */
static gunichar
normal_character (gunichar character)
{
  if (character == 0x2022 || character == 0x2027 || character == 0x30FB)
    return MIDDLE_DOT;
  if (g_unichar_isspace (character))
    return ' ';
  if (character >= 0xFF21 && character <= 0xFF5A)
    return character - 0xFEE0;
  return character;
}

/* Canonical composition would replace these ideographs by others that people write differently. */
static gboolean
is_compatibility_ideograph (gunichar character)
{
  return (character >= 0xF900 && character <= 0xFAFF) ||
         (character >= 0x2F800 && character <= 0x2FA1F);
}

static gboolean
is_wide (gunichar character)
{
  return character == MIDDLE_DOT || character >= 0x2E80;
}

/* Composes what stands between compatibility ideographs, and leaves those alone. */
static char *
compose (const char *name)
{
  GString *composed = g_string_new (NULL);
  const char *run = name;

  for (const char *p = name;; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);
      if (character != 0 && !is_compatibility_ideograph (character))
        continue;
      g_autofree char *part = g_utf8_normalize (run, p - run, G_NORMALIZE_NFC);
      g_string_append (composed, part);
      if (character == 0)
        return g_string_free (composed, FALSE);
      g_string_append_unichar (composed, character);
      run = g_utf8_next_char (p);
    }
}

/**
 * houbu_person_name_normalise:
 * @name: a name as somebody typed it, UTF-8
 *
 * One form for each name, so that a person is found however the name was typed:
 *
 * 1. look-alikes of the middle dot (U+2022, U+2027, U+30FB) become U+00B7
 * 2. every kind of blank becomes a space; none at the ends, none beside an ideograph or a dot,
 *    never two in a row
 * 3. full-width Latin letters become ASCII
 * 4. letters and their accents are composed (NFC); no ideograph is ever replaced by another
 *
 * Returns: (transfer full): the normalised name, which may still be wrong
 */
char *
houbu_person_name_normalise (const char *name)
{
  g_autofree char *composed = NULL;
  GString *normalised;
  gunichar before = 0;
  gboolean blank = FALSE;

  g_return_val_if_fail (name != NULL, NULL);

  composed = compose (name);
  normalised = g_string_new (NULL);
  for (const char *p = composed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = normal_character (g_utf8_get_char (p));
      if (character == ' ')
        {
          blank = TRUE;
          continue;
        }
      if (blank && before != 0 && !is_wide (before) && !is_wide (character))
        g_string_append_c (normalised, ' ');
      blank = FALSE;
      before = character;
      g_string_append_unichar (normalised, character);
    }
  return g_string_free (normalised, FALSE);
}

/* Whatever is invisible, steers the direction of text, or is no character at all. GLib's tables
 * end with the Unicode of their day, so an unknown code point may be a new ideograph: it passes. */
static gboolean
is_bad (gunichar character)
{
  switch (g_unichar_type (character))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return TRUE;
    default:
      return (character & 0xFFFE) == 0xFFFE || (character >= 0xFDD0 && character <= 0xFDEF) ||
             character == 0xFFFC || character == 0xFFFD;
    }
}

/**
 * houbu_person_name_check:
 * @normalised: a name, from houbu_person_name_normalise()
 *
 * 1. nothing left                                   empty
 * 2. more than 50 characters                        too long
 * 3. a control, format or bidirectional character   bad character
 * 4. else, any ideograph of any extension           ok
 *
 * Returns: what is wrong first, or %HOUBU_PERSON_NAME_OK
 */
HoubuPersonNameProblem
houbu_person_name_check (const char *normalised)
{
  g_return_val_if_fail (normalised != NULL, HOUBU_PERSON_NAME_EMPTY);

  if (normalised[0] == '\0')
    return HOUBU_PERSON_NAME_EMPTY;
  if (!g_utf8_validate (normalised, -1, NULL))
    return HOUBU_PERSON_NAME_BAD_CHARACTER;
  if (g_utf8_strlen (normalised, -1) > HOUBU_PERSON_NAME_MAX_LENGTH)
    return HOUBU_PERSON_NAME_TOO_LONG;
  for (const char *p = normalised; *p != '\0'; p = g_utf8_next_char (p))
    if (is_bad (g_utf8_get_char (p)))
      return HOUBU_PERSON_NAME_BAD_CHARACTER;
  return HOUBU_PERSON_NAME_OK;
}

/**
 * houbu_person_name_equal:
 * @one: a name as somebody typed it
 * @other: a name as a school imported it
 *
 * Returns: whether they are the same name; upper and lower case do not matter
 */
gboolean
houbu_person_name_equal (const char *one, const char *other)
{
  g_autofree char *one_normal = NULL;
  g_autofree char *other_normal = NULL;
  g_autofree char *one_folded = NULL;
  g_autofree char *other_folded = NULL;

  g_return_val_if_fail (one != NULL && other != NULL, FALSE);

  one_normal = houbu_person_name_normalise (one);
  other_normal = houbu_person_name_normalise (other);
  one_folded = g_utf8_casefold (one_normal, -1);
  other_folded = g_utf8_casefold (other_normal, -1);
  return g_str_equal (one_folded, other_folded);
}
