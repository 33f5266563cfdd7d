/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-preferences-dialog.h"

#include <glib/gi18n.h>

#include "houbu-confirm-dialog.h"
#include "houbu-error-text.h"
#include "houbu-places.h"
#include "houbu-spoken.h"

/* The rows that lab mode changes, of one dialog. */
typedef struct
{
  /* (borrowed): the dialog's */
  AdwActionRow *row;
  GtkSwitch *row_switch;
  AdwActionRow *background_row;
  GtkSwitch *background_switch;

  /* (borrowed): the window's, which outlives the dialog */
  GSettings *settings; /* (nullable) */
  HoubuLab *lab;
} LabRows;

#define LAB_ROWS "houbu-lab-rows"

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

static void
on_phone_clicked_cb (GtkButton *button, GtkWindow *dialog)
{
  GtkWindow *window = gtk_window_get_transient_for (dialog);

  gtk_window_close (dialog);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.change-phone", NULL);
}

static void
on_signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;

  if (houbu_candidate_sign_out_finish (HOUBU_CANDIDATE (source), result, &error))
    {
      houbu_confirm_dialog_tell (GTK_WIDGET (window), _ ("You Are Signed Out Everywhere"),
                                 _ ("Every device has to sign in again. Seats and places in queues "
                                    "stay."));
      return;
    }
  /* This device is signed out in any case; whether the others are is not known. */
  title = houbu_error_text_get_title (error);
  text = g_strdup_printf (
      _ ("%s This device is signed out, but the others may not be. Sign in and try again."), title);
  houbu_confirm_dialog_tell (GTK_WIDGET (window), _ ("Other Devices May Still Be Signed In"), text);
}

static void
on_everywhere_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuWindow *window = HOUBU_WINDOW (source);
  HoubuServices *services = houbu_window_get_services (window);

  if (houbu_confirm_dialog_ask_finish (result) && services != NULL)
    houbu_candidate_sign_out_async (houbu_services_get_candidate (services), TRUE, NULL,
                                    on_signed_out_cb, g_object_ref (window));
}

static void
on_everywhere_clicked_cb (GtkButton *button, GtkWindow *dialog)
{
  const HoubuConfirm confirm = {
    .heading = _ ("Sign Out on Every Device?"),
    .body = _ ("Every device that is signed in with this account, this one too, has to sign in "
               "again. Seats and places in queues stay."),
    .accept = _ ("_Sign Out Everywhere"),
    .destructive = TRUE,
  };
  GtkWindow *window = gtk_window_get_transient_for (dialog);

  gtk_window_close (dialog);
  houbu_confirm_dialog_ask_async (GTK_WIDGET (window), &confirm, NULL, on_everywhere_asked_cb,
                                  NULL);
}

static void
set_up_account (GtkBuilder *builder, GtkWindow *dialog, HoubuServices *services)
{
  HoubuAccountInfo *account =
      services != NULL ? houbu_candidate_get_account (houbu_services_get_candidate (services))
                       : NULL;
  GObject *phone_row = gtk_builder_get_object (builder, "phone_row");

  gtk_widget_set_visible (GTK_WIDGET (gtk_builder_get_object (builder, "account_group")),
                          account != NULL);
  if (account == NULL)
    return;
  adw_action_row_set_subtitle (ADW_ACTION_ROW (phone_row),
                               houbu_account_info_get_phone_masked (account));
  g_signal_connect_object (gtk_builder_get_object (builder, "phone_button"), "clicked",
                           G_CALLBACK (on_phone_clicked_cb), dialog, 0);
  g_signal_connect_object (gtk_builder_get_object (builder, "everywhere_button"), "clicked",
                           G_CALLBACK (on_everywhere_clicked_cb), dialog, 0);
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

/* A switch that could not be remembered cannot be set. */
static void
bind_switch (GtkBuilder *builder, const char *id, GSettings *settings, const char *key)
{
  GtkWidget *widget = GTK_WIDGET (gtk_builder_get_object (builder, id));

  if (settings != NULL)
    g_settings_bind (settings, key, widget, "active", G_SETTINGS_BIND_DEFAULT);
  else
    gtk_widget_set_sensitive (widget, FALSE);
}

/* Whoever only uses this computer cannot undo what its keeper or the server wants. */
static gboolean
can_switch_lab (GSettings *settings, HoubuLab *lab)
{
  const HoubuLabSource source = houbu_lab_get_source (lab);

  return settings != NULL && g_settings_is_writable (settings, HOUBU_LAB_KEY) &&
         (source == HOUBU_LAB_OFF || source == HOUBU_LAB_BY_SETTING);
}

static void
show_lab (LabRows *rows)
{
  const gboolean on = houbu_lab_is_on (rows->lab);
  g_autofree char *state = houbu_lab_describe (rows->lab);

  adw_action_row_set_subtitle (rows->row, state);
  gtk_switch_set_active (rows->row_switch, on);
  gtk_widget_set_sensitive (GTK_WIDGET (rows->row_switch),
                            can_switch_lab (rows->settings, rows->lab));
  adw_action_row_set_subtitle (
      rows->background_row,
      on ? _ ("Not on a computer that others use too")
         : _ ("The app goes on when its window is closed, to tell you of seats and deadlines. A "
              "notification says so and ends it; quitting ends it too."));
  gtk_widget_set_sensitive (GTK_WIDGET (rows->background_switch), rows->settings != NULL && !on);
}

static void
on_lab_changed_cb (GtkWindow *dialog)
{
  show_lab (g_object_get_data (G_OBJECT (dialog), LAB_ROWS));
}

static void
on_lab_switched_cb (GtkWindow *dialog)
{
  LabRows *rows = g_object_get_data (G_OBJECT (dialog), LAB_ROWS);
  const gboolean wanted = gtk_switch_get_active (rows->row_switch);

  if (wanted != houbu_lab_is_on (rows->lab) && can_switch_lab (rows->settings, rows->lab))
    g_settings_set_boolean (rows->settings, HOUBU_LAB_KEY, wanted);
}

static void
set_up_lab (GtkBuilder *builder, GtkWindow *dialog, HoubuWindow *window)
{
  LabRows *rows = g_new0 (LabRows, 1);

  *rows = (LabRows){
    .row = ADW_ACTION_ROW (gtk_builder_get_object (builder, "lab_row")),
    .row_switch = GTK_SWITCH (gtk_builder_get_object (builder, "lab_switch")),
    .background_row = ADW_ACTION_ROW (gtk_builder_get_object (builder, "background_row")),
    .background_switch = GTK_SWITCH (gtk_builder_get_object (builder, "background_switch")),
    .settings = houbu_window_get_settings (window),
    .lab = houbu_window_get_lab (window),
  };
  g_object_set_data_full (G_OBJECT (dialog), LAB_ROWS, rows, g_free);
  if (rows->settings != NULL)
    g_settings_bind (rows->settings, "background-watch", rows->background_switch, "active",
                     G_SETTINGS_BIND_NO_SENSITIVITY);
  show_lab (rows);
  g_signal_connect_object (rows->row_switch, "notify::active", G_CALLBACK (on_lab_switched_cb),
                           dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (rows->lab, "changed", G_CALLBACK (on_lab_changed_cb), dialog,
                           G_CONNECT_SWAPPED);
}

/* The address, and the way to another one unless the keeper of this computer has locked it. */
static void
set_up_server (GtkBuilder *builder, GtkWindow *dialog, HoubuWindow *window)
{
  AdwActionRow *row = ADW_ACTION_ROW (gtk_builder_get_object (builder, "server_row"));
  GtkWidget *button = GTK_WIDGET (gtk_builder_get_object (builder, "change_button"));
  HoubuServices *services = houbu_window_get_services (window);
  GSettings *settings = houbu_window_get_settings (window);
  const gboolean locked = houbu_places_get_server () != NULL ||
                          (settings != NULL && !g_settings_is_writable (settings, "server"));
  g_autofree char *text = NULL;

  if (locked)
    text = g_strdup_printf ("%s\n%s", describe_server (services),
                            _ ("Locked by the administrator of this computer"));
  adw_action_row_set_subtitle (row, locked ? text : describe_server (services));
  gtk_widget_set_sensitive (button, services != NULL && !locked);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_change_clicked_cb), dialog, 0);
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

  set_up_server (builder, dialog, window);
  set_up_account (builder, dialog, houbu_window_get_services (window));
  bind_switch (builder, "seats_switch", houbu_window_get_settings (window), "notify-seats");
  bind_switch (builder, "deadlines_switch", houbu_window_get_settings (window), "notify-deadlines");
  set_up_lab (builder, dialog, window);
  gtk_window_set_transient_for (dialog, GTK_WINDOW (window));
  houbu_spoken_tidy (GTK_WIDGET (dialog));
  gtk_window_present (dialog);
}
