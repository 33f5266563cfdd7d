/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-support.h"

#include "houbu-app-resources.h"

/* Nobody listens there: a request fails at once and no test waits for a network. */
#define NOBODY "http://127.0.0.1:1"

#define SETTLE_MS 250

/**
 * app_support_init:
 * @argc: as main() got it
 * @argv: as main() got it
 *
 * What every test with widgets begins with.
 */
void
app_support_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  g_resources_register (houbu_app_get_resource ());
  gtk_init ();
  adw_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/org/houbu/Houbu/icons");
}

/**
 * app_support_services:
 *
 * Returns: (transfer full): services of a server that is not there
 */
HoubuServices *
app_support_services (void)
{
  g_autoptr (HoubuConnection) connection = houbu_connection_new_for_text (NOBODY, NULL);

  houbu_connection_set_patience (connection, 1, 1);
  return houbu_services_new (connection, NULL);
}

static gboolean
stop_waiting_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/**
 * app_support_settle:
 *
 * Lets layout and transitions come to an end.
 */
void
app_support_settle (void)
{
  gboolean done = FALSE;

  g_timeout_add (SETTLE_MS, stop_waiting_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/**
 * app_support_window:
 * @child: (transfer floating): what to show
 * @width: pixels
 * @height: pixels
 *
 * Returns: (transfer none): a window on screen, to be destroyed
 */
GtkWidget *
app_support_window (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  app_support_settle ();
  return window;
}

/**
 * app_support_visit:
 * @root: a widget
 * @visit: called for it and everything below
 * @user_data: for @visit
 */
void
app_support_visit (GtkWidget *root, AppVisitFunc visit, gpointer user_data)
{
  visit (root, user_data);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    app_support_visit (child, visit, user_data);
}
