/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-finished-row.h"

#include <glib/gi18n.h>

#include "houbu-text.h"

static char *
describe (HoubuEntry *entry)
{
  const HoubuEntryReason reason = houbu_entry_get_reason (entry);
  const char *note = houbu_entry_get_note (entry);
  const char *words = note != NULL && *note != '\0' ? note : houbu_text_entry_reason (reason);
  g_autofree char *since = houbu_text_time (houbu_entry_get_joined_at (entry));
  g_autofree char *until = houbu_text_time (houbu_entry_get_ended_at (entry));
  /* Translators: when the waiting began and when it ended */
  g_autofree char *span = g_strdup_printf (_ ("waited from %s to %s"), since, until);

  return *words != '\0' ? g_strdup_printf ("%s\n%s", words, span) : g_steal_pointer (&span);
}

/**
 * houbu_finished_row_new:
 * @item: (type HoubuEntry): a wait that has ended
 * @user_data: nothing
 *
 * Returns: (transfer floating): a row that says how it ended, why, and when
 */
GtkWidget *
houbu_finished_row_new (gpointer item, gpointer user_data)
{
  HoubuEntry *entry = item;
  g_autofree char *title =
      g_strdup_printf ("%s · %s", houbu_text_subject_name (houbu_entry_get_subject (entry)),
                       houbu_campus_get_name (houbu_entry_get_campus (entry)));
  g_autofree char *subtitle = describe (entry);
  GtkWidget *state = gtk_label_new (houbu_text_entry_state (houbu_entry_get_state (entry)));
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title,
                                 "subtitle", subtitle, NULL);

  gtk_widget_add_css_class (state, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), state);
  return row;
}
