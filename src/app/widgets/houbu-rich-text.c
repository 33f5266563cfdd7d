/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-rich-text.h"

#include <string.h>

#define HEADING_MARK "# "

/**
 * houbu_rich_text_paragraph:
 * @text: plain text
 * @css_class: (nullable): how it looks
 *
 * Returns: (transfer floating): a label that wraps
 */
GtkWidget *
houbu_rich_text_paragraph (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/**
 * houbu_rich_text_fill:
 * @box: an empty or filled box
 * @text: plain text as the contract has it: a blank line parts paragraphs, a line that begins with
 *   `# ` is a heading
 *
 * Replaces what is in @box by the paragraphs of @text.
 */
void
houbu_rich_text_fill (GtkBox *box, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", "\n\n", -1);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *line = g_strstrip (parts[i]);
      char *rest;

      if (g_str_has_prefix (line, HEADING_MARK))
        {
          rest = strchr (line, '\n');
          if (rest != NULL)
            *rest++ = '\0';
          gtk_box_append (box, houbu_rich_text_paragraph (line + strlen (HEADING_MARK), "heading"));
          line = rest != NULL ? rest : line + strlen (line);
        }
      if (*line != '\0')
        gtk_box_append (box, houbu_rich_text_paragraph (line, NULL));
    }
}
