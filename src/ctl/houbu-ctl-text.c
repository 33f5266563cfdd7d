/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ctl-text.h"

#include "houbu-plain-text.h"

/**
 * houbu_ctl_text_harmless:
 * @text: (nullable): what came from elsewhere
 *
 * What a server sends must not move the cursor of the terminal that shows it, nor turn the line
 * around.
 *
 * Returns: (transfer full): valid UTF-8 without such characters
 */
char *
houbu_ctl_text_harmless (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autoptr (GString) result = g_string_new (NULL);

  for (const char *at = valid; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);
      gboolean harmful = g_unichar_iscntrl (character) || houbu_character_turns_text (character);

      g_string_append_unichar (result, harmful ? 0xFFFD : character);
    }
  return g_string_free (g_steal_pointer (&result), FALSE);
}

/**
 * houbu_ctl_text_width:
 * @text: UTF-8
 *
 * Returns: how many cells of a terminal it takes: Chinese characters take two, combining ones none
 */
guint
houbu_ctl_text_width (const char *text)
{
  guint width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (!g_unichar_iszerowidth (character))
        width += g_unichar_iswide (character) ? 2 : 1;
    }
  return width;
}
