/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-message-row.h"

#include <glib/gi18n.h>

struct _HoubuMessageRow
{
  AdwActionRow parent_instance;

  HoubuPracticePhone *phone; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HoubuMessageRow, houbu_message_row, ADW_TYPE_ACTION_ROW)

static void
update (HoubuMessageRow *self)
{
  const char *number = self->phone != NULL ? houbu_practice_phone_get_number (self->phone) : NULL;
  g_autofree char *title = NULL;
  g_autofree char *spoken = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), number != NULL);
  if (number == NULL)
    return;
  /* Translators: %s is a phone number; shown when practising, where no real phone is reached */
  title = g_strdup_printf (_ ("Practice message to %s"), number);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), houbu_practice_phone_get_text (self->phone));
  spoken = g_strdup_printf ("%s: %s", title, houbu_practice_phone_get_text (self->phone));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
houbu_message_row_dispose (GObject *object)
{
  g_clear_object (&HOUBU_MESSAGE_ROW (object)->phone);
  G_OBJECT_CLASS (houbu_message_row_parent_class)->dispose (object);
}

static void
houbu_message_row_class_init (HoubuMessageRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = houbu_message_row_dispose;
}

static void
houbu_message_row_init (HoubuMessageRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (self), "mail-unread-symbolic");
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  update (self);
}

/**
 * houbu_message_row_set_phone:
 * @self: a row
 * @phone: (nullable): the phone of practice; %NULL where messages go to real ones
 */
void
houbu_message_row_set_phone (HoubuMessageRow *self, HoubuPracticePhone *phone)
{
  g_return_if_fail (HOUBU_IS_MESSAGE_ROW (self));
  if (!g_set_object (&self->phone, phone))
    return;
  if (phone != NULL)
    g_signal_connect_object (phone, "notify::text", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
