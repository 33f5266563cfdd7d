/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-application.h"

#include <glib/gi18n.h>
#include "houbu-config.h"

#include "houbu-about.h"
#include "houbu-places.h"
#include "houbu-window.h"

struct _HoubuApplication
{
  AdwApplication parent_instance;

  GSettings *settings; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (HoubuApplication, houbu_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "server", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Connect to this server at once"),
    /* Translators: stands for a web address in the help of the command line */
    N_ ("ADDRESS") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version and end"), NULL },
  { NULL },
};

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  houbu_about_show (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window;

  /* Closing, not only leaving: each window then remembers its size. */
  while ((window = gtk_application_get_active_window (GTK_APPLICATION (user_data))) != NULL)
    {
      gtk_window_close (window);
      gtk_window_destroy (window);
    }
  g_application_quit (G_APPLICATION (user_data));
}

static const GActionEntry actions[] = {
  { .name = "about", .activate = about_action },
  { .name = "quit", .activate = quit_action },
};

static void
open_window (HoubuApplication *self, const char *server)
{
  HoubuWindow *window = houbu_window_new (GTK_APPLICATION (self), self->settings);

  houbu_window_begin (window, server);
  gtk_window_present (GTK_WINDOW (window));
}

static void
houbu_application_startup (GApplication *application)
{
  HoubuApplication *self = HOUBU_APPLICATION (application);

  G_APPLICATION_CLASS (houbu_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (HOUBU_APP_ID);
  self->settings = houbu_places_open_settings ();
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

static int
houbu_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  GVariantDict *given = g_application_command_line_get_options_dict (command_line);
  const char *server = NULL;

  if (g_variant_dict_contains (given, "version"))
    {
      g_application_command_line_print (command_line, "houbu %s\n", HOUBU_VERSION);
      return 0;
    }
  if (g_variant_dict_lookup (given, "server", "&s", &server))
    open_window (HOUBU_APPLICATION (application), server);
  else
    g_application_activate (application);
  return 0;
}

static void
houbu_application_dispose (GObject *object)
{
  g_clear_object (&HOUBU_APPLICATION (object)->settings);
  G_OBJECT_CLASS (houbu_application_parent_class)->dispose (object);
}

static void
houbu_application_class_init (HoubuApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = houbu_application_dispose;
  application_class->startup = houbu_application_startup;
  application_class->activate = houbu_application_activate;
  application_class->command_line = houbu_application_command_line;
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
