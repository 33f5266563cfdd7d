/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-preferences-dialog.h"

#include <glib/gi18n.h>

#include "houbu-confirm-dialog.h"
#include "houbu-spoken.h"

static void
on_change_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  if (houbu_confirm_dialog_ask_finish (result))
    gtk_widget_activate_action (GTK_WIDGET (source), "win.change-server", NULL);
}

static void
on_change_clicked_cb (GtkButton *button, GtkWindow *dialog)
{
  const HoubuConfirm confirm = {
    .heading = _ ("Use Another Server?"),
    .body = _ ("This window leaves the server and goes back to the first page. What you have there "
               "stays: seats, places in queues, and the account."),
    .accept = _ ("_Leave This Server"),
  };
  GtkWindow *window = gtk_window_get_transient_for (dialog);

  gtk_window_close (dialog);
  houbu_confirm_dialog_ask_async (GTK_WIDGET (window), &confirm, NULL, on_change_asked_cb, NULL);
}

static const char *
describe_server (HoubuServices *services)
{
  if (services == NULL)
    return _ ("None yet");
  if (houbu_services_get_practice (services) != NULL)
    return _ ("Practice on this computer");
  return houbu_connection_get_server (houbu_services_get_connection (services));
}

/**
 * houbu_preferences_dialog_show:
 * @window: the window whose preferences they are
 *
 * Shows the preferences.
 */
void
houbu_preferences_dialog_show (HoubuWindow *window)
{
  g_autoptr (GtkBuilder) builder =
      gtk_builder_new_from_resource ("/org/houbu/Houbu/ui/houbu-preferences-dialog.ui");
  GtkWindow *dialog = GTK_WINDOW (gtk_builder_get_object (builder, "dialog"));
  AdwActionRow *row = ADW_ACTION_ROW (gtk_builder_get_object (builder, "server_row"));
  GtkWidget *button = GTK_WIDGET (gtk_builder_get_object (builder, "change_button"));
  HoubuServices *services = houbu_window_get_services (window);

  adw_action_row_set_subtitle (row, describe_server (services));
  gtk_widget_set_sensitive (button, services != NULL);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_change_clicked_cb), dialog, 0);
  gtk_window_set_transient_for (dialog, GTK_WINDOW (window));
  houbu_spoken_tidy (GTK_WIDGET (dialog));
  gtk_window_present (dialog);
}
