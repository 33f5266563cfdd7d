/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include "houbu-config.h"

#include "houbu-about.h"
#include "houbu-background-portal.h"
#include "houbu-notifier.h"
#include "houbu-pages.h"
#include "houbu-places.h"
#include "houbu-self-check-command.h"
#include "houbu-window.h"

struct _HoubuApplication
{
  AdwApplication parent_instance;

  GSettings *settings;     /* (owned) (nullable) */
  HoubuLab *lab;           /* (owned) */
  HoubuNotifier *notifier; /* (owned) */
  gboolean watching;       /* holds the program without a window */
  guint signals[3];        /* sources of those that end it */
};

static const int end_signals[] = { SIGTERM, SIGINT, SIGHUP };

G_DEFINE_FINAL_TYPE (HoubuApplication, houbu_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "server", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Connect to this server at once"),
    /* Translators: stands for a web address in the help of the command line */
    N_ ("ADDRESS") },
  { "self-check", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_ ("Check whether candidates can register on this computer, and end"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version and end"), NULL },
  { NULL },
};

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  houbu_about_show (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

/* A window that is still signing somebody out keeps the program until it is done. */
static void
quit (HoubuApplication *self)
{
  g_autolist (GtkWindow) windows = NULL;
  gboolean leaving = FALSE;

  if (self->notifier != NULL)
    houbu_notifier_set_services (self->notifier, NULL);
  windows = g_list_copy_deep (gtk_application_get_windows (GTK_APPLICATION (self)),
                              (GCopyFunc) (void *) g_object_ref, NULL);
  for (GList *link = windows; link != NULL; link = link->next)
    {
      /* Closing, not only leaving: each window then remembers its size. */
      gtk_window_close (link->data);
      if (HOUBU_IS_WINDOW (link->data) && houbu_window_is_leaving (link->data))
        leaving = TRUE;
      else
        gtk_window_destroy (link->data);
    }
  if (!leaving)
    g_application_quit (G_APPLICATION (self));
}

/* The desktop ends, or whoever keeps the computer ends us. */
static gboolean
on_end_signal_cb (gpointer user_data)
{
  quit (HOUBU_APPLICATION (user_data));
  return G_SOURCE_CONTINUE;
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  quit (HOUBU_APPLICATION (user_data));
}

/* Watching without a window */

static void
set_watching (HoubuApplication *self, gboolean watching)
{
  if (self->watching == watching)
    return;
  self->watching = watching;
  if (watching)
    g_application_hold (G_APPLICATION (self));
  houbu_notifier_tell_watching (self->notifier, watching);
  if (!watching)
    g_application_release (G_APPLICATION (self));
}

static void
stop_watching_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HoubuApplication *self = HOUBU_APPLICATION (user_data);

  if (self->settings != NULL)
    g_settings_set_boolean (self->settings, "background-watch", FALSE);
  set_watching (self, FALSE);
}

static void
on_background_watch_changed_cb (HoubuApplication *self)
{
  if (g_settings_get_boolean (self->settings, "background-watch"))
    houbu_background_portal_ask (G_APPLICATION (self));
  else
    set_watching (self, FALSE);
}

/* Windows */

static void
on_services_changed_cb (HoubuApplication *self, HoubuWindow *window)
{
  houbu_notifier_set_services (self->notifier, houbu_window_get_services (window));
}

static HoubuWindow *
open_window (HoubuApplication *self, const char *server)
{
  HoubuWindow *window = houbu_window_new (GTK_APPLICATION (self), self->settings, self->lab);
  g_autoptr (HoubuServices) watched = NULL;

  if (self->watching && server == NULL)
    watched = g_object_ref (houbu_notifier_get_services (self->notifier));
  g_signal_connect_object (window, "services-changed", G_CALLBACK (on_services_changed_cb), self,
                           G_CONNECT_SWAPPED);
  if (watched != NULL)
    houbu_window_resume (window, watched);
  else
    houbu_window_begin (window, server);
  set_watching (self, FALSE);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
show_page_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HoubuApplication *self = HOUBU_APPLICATION (user_data);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));
  const char *name = g_variant_get_string (parameter, NULL);

  /* Anybody on the session bus may call it. */
  if (houbu_pages_find (name) == NULL)
    return;
  if (window == NULL || !HOUBU_IS_WINDOW (window))
    window = GTK_WINDOW (open_window (self, NULL));
  houbu_window_want_page (HOUBU_WINDOW (window), name);
  gtk_window_present (window);
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = about_action },
  { .name = "quit", .activate = quit_action },
  { .name = "show-page", .activate = show_page_action, .parameter_type = "s" },
  { .name = "stop-watching", .activate = stop_watching_action },
};

/* The last window goes: the program goes with it, unless somebody is to be watched for. */
static void
houbu_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  HoubuApplication *self = HOUBU_APPLICATION (application);
  GList *windows = gtk_application_get_windows (application);
  const gboolean is_last = windows == NULL || (windows->data == window && windows->next == NULL);

  if (is_last && houbu_notifier_can_watch (self->notifier))
    set_watching (self, TRUE);
  GTK_APPLICATION_CLASS (houbu_application_parent_class)->window_removed (application, window);
}

static void
houbu_application_startup (GApplication *application)
{
  HoubuApplication *self = HOUBU_APPLICATION (application);

  G_APPLICATION_CLASS (houbu_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (HOUBU_APP_ID);
  self->settings = houbu_places_open_settings ();
  self->lab = houbu_lab_new (self->settings);
  for (guint i = 0; i < G_N_ELEMENTS (self->signals); i++)
    self->signals[i] = g_unix_signal_add (end_signals[i], on_end_signal_cb, self);
  self->notifier = houbu_notifier_new (GTK_APPLICATION (self), self->settings, self->lab);
  if (self->settings != NULL)
    g_signal_connect_object (self->settings, "changed::background-watch",
                             G_CALLBACK (on_background_watch_changed_cb), self, G_CONNECT_SWAPPED);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit",
                                         (const char *[]){ "<Control>q", NULL });
}

static void
houbu_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    open_window (HOUBU_APPLICATION (application), NULL);
}

/* Before anything is shown or looked for on the bus: both also help where neither works. */
static int
houbu_application_handle_local_options (GApplication *application, GVariantDict *given)
{
  const char *server = NULL;

  if (g_variant_dict_contains (given, "version"))
    {
      fputs ("houbu " HOUBU_VERSION "\n", stdout);
      return 0;
    }
  if (!g_variant_dict_contains (given, "self-check"))
    return G_APPLICATION_CLASS (houbu_application_parent_class)
        ->handle_local_options (application, given);
  g_variant_dict_lookup (given, "server", "&s", &server);
  return houbu_self_check_command (server);
}

static int
houbu_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  GVariantDict *given = g_application_command_line_get_options_dict (command_line);
  const char *server = NULL;

  if (g_variant_dict_lookup (given, "server", "&s", &server))
    open_window (HOUBU_APPLICATION (application), server);
  else
    g_application_activate (application);
  return 0;
}

static void
houbu_application_shutdown (GApplication *application)
{
  HoubuApplication *self = HOUBU_APPLICATION (application);

  if (self->watching)
    houbu_notifier_tell_watching (self->notifier, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (self->signals); i++)
    g_clear_handle_id (&self->signals[i], g_source_remove);
  g_clear_object (&self->notifier);
  G_APPLICATION_CLASS (houbu_application_parent_class)->shutdown (application);
}

static void
houbu_application_dispose (GObject *object)
{
  g_clear_object (&HOUBU_APPLICATION (object)->notifier);
  g_clear_object (&HOUBU_APPLICATION (object)->settings);
  g_clear_object (&HOUBU_APPLICATION (object)->lab);
  G_OBJECT_CLASS (houbu_application_parent_class)->dispose (object);
}

static void
houbu_application_class_init (HoubuApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_application_dispose;
  application_class->startup = houbu_application_startup;
  application_class->activate = houbu_application_activate;
  application_class->handle_local_options = houbu_application_handle_local_options;
  application_class->command_line = houbu_application_command_line;
  application_class->shutdown = houbu_application_shutdown;
  GTK_APPLICATION_CLASS (klass)->window_removed = houbu_application_window_removed;
}

static void
houbu_application_init (HoubuApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * houbu_application_new:
 *
 * Returns: (transfer full): the program
 */
GApplication *
houbu_application_new (void)
{
  return g_object_new (HOUBU_TYPE_APPLICATION, "application-id", HOUBU_APP_ID, "resource-base-path",
                       "/org/houbu/Houbu", "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_CAN_OVERRIDE_APP_ID,
                       NULL);
}
