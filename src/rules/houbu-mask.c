/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-mask.h"

#include <string.h>

#define PHONE_LENGTH 11

/* Shows @head and @tail characters of an ASCII text, a star for each of the rest. */
static char *
mask (const char *text, gsize head, gsize tail)
{
  gsize length = strlen (text);
  char *masked = g_strdup (text);

  for (gsize i = head; i + tail < length; i++)
    masked[i] = '*';
  return masked;
}

/**
 * houbu_mask_identity:
 * @number: a document number, normalised
 *
 * Leaves enough to recognise one's own number, three characters in front and four at the end of a
 * resident ID card's, fewer of a shorter one, and never more than four in ten.
 *
 * Returns: (transfer full): such as "110***********1234"
 */
char *
houbu_mask_identity (const char *number)
{
  gsize length;

  g_return_val_if_fail (number != NULL, NULL);

  length = strlen (number);
  return mask (number, MIN (3, length / 6), MIN (4, length * 4 / 17));
}

/**
 * houbu_mask_phone:
 * @phone: a phone number, normalised
 *
 * Returns: (transfer full): such as "138****1234"
 */
char *
houbu_mask_phone (const char *phone)
{
  gsize length;

  g_return_val_if_fail (phone != NULL, NULL);

  length = strlen (phone);
  return mask (phone, MIN (3, length / 3), MIN (4, length * 4 / PHONE_LENGTH));
}

/**
 * houbu_mask_name:
 * @name: of a person
 *
 * Returns: (transfer full): its first character and three stars: an operator needs to tell people
 *   apart, not to know their names
 */
char *
houbu_mask_name (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  return g_strdup_printf ("%.*s***", *name != '\0' ? (int) (g_utf8_next_char (name) - name) : 0,
                          name);
}

/**
 * houbu_phone_normalise:
 * @phone: a mobile number as somebody typed it, UTF-8
 *
 * Full-width digits become ASCII; blanks, hyphens and the country code of the mainland go.
 *
 * Returns: (transfer full): the number, which may still be wrong
 */
char *
houbu_phone_normalise (const char *phone)
{
  GString *normalised;

  g_return_val_if_fail (phone != NULL, NULL);

  normalised = g_string_sized_new (PHONE_LENGTH);
  for (const char *p = phone; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);
      if (character >= 0xFF01 && character <= 0xFF5E)
        character -= 0xFEE0;
      if (g_unichar_isspace (character) || character == '-' ||
          g_unichar_type (character) == G_UNICODE_FORMAT)
        continue;
      g_string_append_unichar (normalised, character);
    }
  if (g_str_has_prefix (normalised->str, "+86"))
    g_string_erase (normalised, 0, 3);
  return g_string_free (normalised, FALSE);
}

/**
 * houbu_phone_is_valid:
 * @normalised: a number, from houbu_phone_normalise()
 *
 * Returns: whether it is a mobile number of the mainland: 11 digits, 1 and then 3–9 in front
 */
gboolean
houbu_phone_is_valid (const char *normalised)
{
  g_return_val_if_fail (normalised != NULL, FALSE);

  if (strlen (normalised) != PHONE_LENGTH || normalised[0] != '1' || normalised[1] < '3')
    return FALSE;
  return strspn (normalised, "0123456789") == PHONE_LENGTH;
}
