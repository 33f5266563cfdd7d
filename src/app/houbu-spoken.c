/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-spoken.h"

/**
 * houbu_spoken_set:
 * @widget: a control
 * @text: what a screen reader calls it
 *
 * Replaces the name that a control has from its label, which would be read as well.
 */
void
houbu_spoken_set (GtkWidget *widget, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget) && text != NULL);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/**
 * houbu_spoken_strip_mnemonic:
 * @label: a label with a mnemonic, "_Close" or "关闭(_C)"
 *
 * Returns: (transfer full): the words alone
 */
char *
houbu_spoken_strip_mnemonic (const char *label)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (label != NULL, NULL);
  for (const char *p = label; *p != '\0'; p++)
    {
      if (p[0] == '(' && p[1] == '_' && p[2] != '\0' && p[3] == ')')
        p += 3;
      else if (*p == '_' && p[1] == '_')
        g_string_append_c (text, *p++);
      else if (*p != '_')
        g_string_append_c (text, *p);
    }
  return g_string_free (text, FALSE);
}

/**
 * houbu_spoken_set_button_label:
 * @button: a button
 * @label: its label, with a mnemonic
 *
 * GTK 4.8 reads the mnemonic's underscore aloud, and then the label once more.
 */
void
houbu_spoken_set_button_label (GtkButton *button, const char *label)
{
  g_autofree char *text = houbu_spoken_strip_mnemonic (label);

  gtk_button_set_label (button, label);
  houbu_spoken_set (GTK_WIDGET (button), text);
}

static void
tidy_button (GtkButton *button)
{
  const char *label = gtk_button_get_label (button);
  const char *tooltip = gtk_widget_get_tooltip_text (GTK_WIDGET (button));
  g_autofree char *text = NULL;

  if (gtk_button_get_icon_name (button) != NULL && tooltip != NULL)
    houbu_spoken_set (GTK_WIDGET (button), tooltip);
  if (label == NULL || !gtk_button_get_use_underline (button))
    return;
  text = houbu_spoken_strip_mnemonic (label);
  houbu_spoken_set (GTK_WIDGET (button), text);
}

/**
 * houbu_spoken_tidy:
 * @root: a widget
 *
 * Gives each button with a mnemonic in and below @root a name without it, and each button that
 * shows only an icon, also those inside the library's rows, its tooltip as a name.
 */
void
houbu_spoken_tidy (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));
  if (GTK_IS_BUTTON (root))
    {
      tidy_button (GTK_BUTTON (root));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    houbu_spoken_tidy (child);
}
