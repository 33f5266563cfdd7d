/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-window-private.h"

#include <glib/gi18n.h>

#include "houbu-confirm-dialog.h"
#include "houbu-pages.h"
#include "houbu-places.h"
#include "houbu-preferences-dialog.h"

/* What the menu offers: it needs no more of the window than everybody may use. */

static void
home_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  houbu_window_show_page (HOUBU_WINDOW (widget), HOUBU_PAGE_NAME_HOME, NULL);
}

static void
help_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  houbu_window_show_page (HOUBU_WINDOW (widget), HOUBU_PAGE_NAME_HELP, NULL);
}

static void
self_check_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  houbu_window_show_page (HOUBU_WINDOW (widget), HOUBU_PAGE_NAME_SELF_CHECK, NULL);
}

static void
change_phone_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  houbu_window_show_page (HOUBU_WINDOW (widget), HOUBU_PAGE_NAME_CHANGE_PHONE, NULL);
}

static void
preferences_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  houbu_preferences_dialog_show (HOUBU_WINDOW (widget));
}

static void
change_server_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HoubuWindow *self = HOUBU_WINDOW (widget);
  GSettings *settings = houbu_window_get_settings (self);

  /* Locked: there is no other one. */
  if (houbu_places_get_server () != NULL)
    return;
  if (settings != NULL && !g_settings_set_string (settings, "server", ""))
    return;
  houbu_window_set_services (self, NULL);
  houbu_window_show_page (self, HOUBU_PAGE_NAME_WELCOME, NULL);
}

static void
on_afresh_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuWindow *self = HOUBU_WINDOW (source);
  g_autoptr (GObject) practice = user_data;

  if (!houbu_confirm_dialog_ask_finish (result))
    return;
  houbu_window_set_services (self, NULL);
  houbu_window_show_page (self, HOUBU_PAGE_NAME_WELCOME, practice);
}

static void
practise_afresh_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HoubuServices *services = houbu_window_get_services (HOUBU_WINDOW (widget));
  const HoubuConfirm confirm = {
    .heading = _ ("Start Practice Afresh?"),
    .body = _ ("What you did in practice is thrown away: registrations, seats and places in "
               "queues of all sample accounts."),
    .accept = _ ("_Start Afresh"),
    .destructive = TRUE,
  };

  houbu_confirm_dialog_ask_async (widget, &confirm, NULL, on_afresh_asked_cb,
                                  g_object_ref (houbu_services_get_practice (services)));
}

static void
on_signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  /* Signed out here in any case; a server that was away lets the session run out. */
  houbu_candidate_sign_out_finish (HOUBU_CANDIDATE (source), result, NULL);
}

static void
sign_out_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HoubuServices *services = houbu_window_get_services (HOUBU_WINDOW (widget));

  houbu_candidate_sign_out_async (houbu_services_get_candidate (services), FALSE, NULL,
                                  on_signed_out_cb, NULL);
}

/* The actions of the menu with their keys; for the class of the window. */
void
houbu_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.change-phone", NULL, change_phone_action);
  gtk_widget_class_install_action (widget_class, "win.change-server", NULL, change_server_action);
  gtk_widget_class_install_action (widget_class, "win.help", NULL, help_action);
  gtk_widget_class_install_action (widget_class, "win.home", NULL, home_action);
  gtk_widget_class_install_action (widget_class, "win.practise-afresh", NULL,
                                   practise_afresh_action);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_action);
  gtk_widget_class_install_action (widget_class, "win.self-check", NULL, self_check_action);
  gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, sign_out_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Home, GDK_ALT_MASK, "win.home", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F1, 0, "win.help", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_comma, GDK_CONTROL_MASK,
                                       "win.preferences", NULL);
}
