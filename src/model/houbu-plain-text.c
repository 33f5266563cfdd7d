/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-plain-text.h"

#include <string.h>

/**
 * houbu_character_turns_text:
 * @character: a character
 *
 * Returns: whether it changes the direction of the text around it, so that something else can be
 *   read than what is there
 */
gboolean
houbu_character_turns_text (gunichar character)
{
  return character == 0x061C || character == 0x200E || character == 0x200F ||
         (character >= 0x202A && character <= 0x202E) ||
         (character >= 0x2066 && character <= 0x2069);
}

/**
 * houbu_plain_text_unturned:
 * @text: UTF-8
 *
 * Returns: (transfer full): the text without characters that turn it around
 */
char *
houbu_plain_text_unturned (const char *text)
{
  g_autoptr (GString) result = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  result = g_string_sized_new (strlen (text));
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (!houbu_character_turns_text (g_utf8_get_char (at)))
      g_string_append_len (result, at, g_utf8_next_char (at) - at);
  return g_string_free (g_steal_pointer (&result), FALSE);
}

/* Every way to end a line is a newline; other control characters go, a tab is a space. */
static char *
read_lines (const char *text)
{
  g_autofree char *unturned = houbu_plain_text_unturned (text);
  g_autoptr (GString) result = g_string_sized_new (strlen (unturned));

  for (const char *at = unturned; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (character == '\r')
        g_string_append (result, at[1] == '\n' ? "" : "\n");
      else if (character == 0x2028 || character == 0x2029)
        g_string_append_c (result, '\n');
      else if (character == '\t')
        g_string_append_c (result, ' ');
      else if (character == '\n' || !g_unichar_iscntrl (character))
        g_string_append_unichar (result, character);
    }
  return g_strstrip (g_string_free (g_steal_pointer (&result), FALSE));
}

/**
 * houbu_plain_text_line:
 * @text: UTF-8, as somebody typed it
 *
 * Returns: (transfer full): one line of plain text, perhaps empty
 */
char *
houbu_plain_text_line (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return g_strdelimit (read_lines (text), "\n", ' ');
}

/**
 * houbu_plain_text_paragraphs:
 * @text: UTF-8, as somebody typed it
 *
 * Returns: (transfer full): lines of plain text, perhaps none
 */
char *
houbu_plain_text_paragraphs (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return read_lines (text);
}
