/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-glyphs.h"

#include <fontconfig/fontconfig.h>

/* Last of the families that a text asks for: before any font that nobody asked for, after each that
 * somebody did. */
static const FcChar8 rule[] =
    "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
    "<match target=\"pattern\"><edit name=\"family\" mode=\"append_last\" binding=\"weak\">"
    "<string>Noto Sans CJK SC</string><string>Source Han Sans SC</string>"
    "<string>WenQuanYi Micro Hei</string></edit></match></fontconfig>";

/**
 * houbu_glyphs_prefer_chinese:
 *
 * A locale that is not Chinese has the first font of all draw Chinese characters, and that is often
 * a Japanese one, with other forms. Called before anything is set.
 */
void
houbu_glyphs_prefer_chinese (void)
{
  if (!FcConfigParseAndLoadFromMemory (FcConfigGetCurrent (), rule, FcFalse))
    g_debug ("the fonts stay as they are");
}

/**
 * houbu_glyphs_set_chinese:
 * @context: how text is set on paper
 *
 * Has Chinese characters drawn in the forms of China, whatever the locale is.
 */
void
houbu_glyphs_set_chinese (PangoContext *context)
{
  g_return_if_fail (PANGO_IS_CONTEXT (context));
  pango_context_set_language (context, pango_language_from_string ("zh-cn"));
}

/* What the common fonts lack: the extensions, private ones and whatever came after Unicode 5. */
static gboolean
is_rare (gunichar character)
{
  return (character >= 0x3400 && character < 0x4E00) ||
         (character > 0x9FA5 && character < 0xF900) || character > 0xFFFF;
}

static gboolean
is_missing (PangoLayout *layout, gunichar character)
{
  char text[6];

  pango_layout_set_text (layout, text, g_unichar_to_utf8 (character, text));
  return pango_layout_get_unknown_glyphs_count (layout) > 0;
}

/**
 * houbu_glyphs_spell:
 * @context: how the text is going to be set
 * @text: plain text, such as a name
 *
 * A character that no font has is drawn as a box that hardly anybody can read; its code point is
 * written beside it.
 *
 * Returns: (transfer full): @text, such as "郎𫞣(U+2B7A3)"
 */
char *
houbu_glyphs_spell (PangoContext *context, const char *text)
{
  GString *spelt = g_string_new (NULL);
  PangoLayout *layout = NULL;

  g_return_val_if_fail (PANGO_IS_CONTEXT (context) && text != NULL, NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar character = g_utf8_get_char (p);

      g_string_append_unichar (spelt, character);
      if (!is_rare (character))
        continue;
      if (layout == NULL)
        layout = pango_layout_new (context);
      if (is_missing (layout, character))
        g_string_append_printf (spelt, "(U+%04X)", character);
    }
  g_clear_object (&layout);
  return g_string_free (spelt, FALSE);
}
