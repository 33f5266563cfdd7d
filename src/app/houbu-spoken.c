/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-spoken.h"

#include <adwaita.h>
#include <glib/gi18n.h>

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

/* The text of a row has the focus; GTK 4.8 tells of the row alone, later ones of the text. */
static GtkAccessible *
find_text (GtkWidget *field)
{
  GtkEditable *text = GTK_IS_EDITABLE (field) ? GTK_EDITABLE (field) : NULL;

  while (text != NULL && gtk_editable_get_delegate (text) != NULL)
    text = gtk_editable_get_delegate (text);
  return text != NULL ? GTK_ACCESSIBLE (text) : GTK_ACCESSIBLE (field);
}

/**
 * houbu_spoken_mark:
 * @field: a field of a form
 * @wrong: whether what is in it is wrong, or missing
 *
 * Shows it and says it.
 */
void
houbu_spoken_mark (GtkWidget *field, gboolean wrong)
{
  GtkAccessible *told[] = { GTK_ACCESSIBLE (field), find_text (field) };

  g_return_if_fail (GTK_IS_WIDGET (field));
  if (wrong)
    gtk_widget_add_css_class (field, "error");
  else
    gtk_widget_remove_css_class (field, "error");
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    gtk_accessible_update_state (told[i], GTK_ACCESSIBLE_STATE_INVALID,
                                 wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                                 -1);
}

/**
 * houbu_spoken_explain:
 * @field: a field of a form
 * @why: (nullable): what is wrong with it; %NULL for nothing
 *
 * What a screen reader says after the name when the focus comes there.
 */
void
houbu_spoken_explain (GtkWidget *field, const char *why)
{
  GtkAccessible *told[] = { GTK_ACCESSIBLE (field), find_text (field) };

  g_return_if_fail (GTK_IS_WIDGET (field));
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    if (why != NULL)
      gtk_accessible_update_property (told[i], GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, why, -1);
    else
      gtk_accessible_reset_property (told[i], GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

static void
tidy_button (GtkButton *button)
{
  const char *label = gtk_button_get_label (button);
  const char *tooltip = gtk_widget_get_tooltip_text (GTK_WIDGET (button));
  g_autofree char *text = NULL;

  if (gtk_button_get_icon_name (button) != NULL && tooltip != NULL)
    houbu_spoken_set (GTK_WIDGET (button), tooltip);
  else if (g_strcmp0 (gtk_button_get_icon_name (button), "window-close-symbolic") == 0)
    houbu_spoken_set (GTK_WIDGET (button), _ ("Close this message"));
  if (label == NULL || !gtk_button_get_use_underline (button))
    return;
  text = houbu_spoken_strip_mnemonic (label);
  houbu_spoken_set (GTK_WIDGET (button), text);
}

/* Decoration: whatever an image stands for is said by what it stands in. Without a name as well, as
 * one that is shown later would be back. */
static void
tidy_image (GtkWidget *image)
{
  houbu_spoken_set (image, "");
  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
}

/* The row's title, that of a group of rows, or that of the first row in a group without one. */
static const char *
find_list_title (GtkWidget *list)
{
  GtkWidget *row = gtk_widget_get_ancestor (list, ADW_TYPE_PREFERENCES_ROW);
  GtkWidget *group = gtk_widget_get_ancestor (list, ADW_TYPE_PREFERENCES_GROUP);
  const char *title = NULL;

  if (row == NULL && group != NULL)
    {
      title = adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group));
      row = gtk_widget_get_first_child (list);
    }
  if ((title == NULL || *title == '\0') && ADW_IS_PREFERENCES_ROW (row))
    title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  return title;
}

static void
tidy_list (GtkWidget *list)
{
  const char *title = find_list_title (list);

  if (title != NULL)
    houbu_spoken_set (list, title);
}

static void
tidy_menu_button (GtkMenuButton *button)
{
  const char *tooltip = gtk_widget_get_tooltip_text (GTK_WIDGET (button));
  GtkPopover *popover = gtk_menu_button_get_popover (button);

  if (tooltip != NULL && popover != NULL)
    houbu_spoken_set (GTK_WIDGET (popover), tooltip);
}

/**
 * houbu_spoken_tidy:
 * @root: a widget
 *
 * Gives each button with a mnemonic in and below @root a name without it, and each button that
 * shows only an icon, also those inside the library's rows, its tooltip as a name. Lists and menus
 * get the name of what they belong to, images none.
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
  if (GTK_IS_IMAGE (root))
    tidy_image (root);
  else if (GTK_IS_LIST_BOX (root) || GTK_IS_LIST_VIEW (root))
    tidy_list (root);
  else if (GTK_IS_MENU_BUTTON (root))
    tidy_menu_button (GTK_MENU_BUTTON (root));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    houbu_spoken_tidy (child);
}

#define TOASTS "houbu-spoken-toasts"

static void
on_overlay_children_changed_cb (
    GListModel *children, guint position, guint removed, guint added, AdwToastOverlay *overlay)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) child = g_list_model_get_item (children, i);

      if (child != adw_toast_overlay_get_child (overlay))
        houbu_spoken_tidy (child);
    }
}

/**
 * houbu_spoken_add_toast:
 * @overlay: where it appears
 * @toast: (transfer full): a toast, whose closing button has no name by itself
 *
 * One that has to wait for another gets its name when its turn comes.
 */
void
houbu_spoken_add_toast (AdwToastOverlay *overlay, AdwToast *toast)
{
  GListModel *children;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));
  if (g_object_get_data (G_OBJECT (overlay), TOASTS) == NULL)
    {
      children = gtk_widget_observe_children (GTK_WIDGET (overlay));
      g_signal_connect_object (children, "items-changed",
                               G_CALLBACK (on_overlay_children_changed_cb), overlay, 0);
      g_object_set_data_full (G_OBJECT (overlay), TOASTS, children, g_object_unref);
    }
  adw_toast_overlay_add_toast (overlay, toast);
}
