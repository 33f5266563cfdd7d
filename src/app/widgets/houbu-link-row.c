/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-link-row.h"

#include "houbu-spoken.h"

struct _HoubuLinkRow
{
  AdwActionRow parent_instance;

  /* borrowed */
  GtkWidget *button;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HoubuLinkRow, houbu_link_row, ADW_TYPE_ACTION_ROW)

static void
on_title_notify_cb (HoubuLinkRow *self)
{
  houbu_spoken_set (self->button, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));
}

static void
on_button_clicked_cb (HoubuLinkRow *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
houbu_link_row_class_init (HoubuLinkRowClass *klass)
{
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/* The row is what the keyboard comes to, the button what assistive technology presses. */
static void
houbu_link_row_init (HoubuLinkRow *self)
{
  self->button = gtk_button_new_from_icon_name ("go-next-symbolic");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (self->button, FALSE);
  gtk_widget_add_css_class (self->button, "flat");
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (on_button_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), self->button);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  g_signal_connect (self, "notify::title", G_CALLBACK (on_title_notify_cb), NULL);
}

/**
 * houbu_link_row_new:
 * @title: where it leads
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
houbu_link_row_new (const char *title)
{
  g_return_val_if_fail (title != NULL, NULL);
  return g_object_new (HOUBU_TYPE_LINK_ROW, "title", title, NULL);
}
