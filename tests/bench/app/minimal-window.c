/* SPDX-License-Identifier: GPL-3.0-or-later */
/* minimal-window TEXT: what any libadwaita program costs, a window with a header bar and one label.
 * Houbu's start is measured against it. */
#include <adwaita.h>

#define MINIMAL_WINDOW_ID "org.houbu.MinimalWindow"
/* As large as Houbu's own. */
#define WIDTH 960
#define HEIGHT 720

static void
on_activate_cb (GtkApplication *application, gpointer user_data)
{
  const char *text = user_data;
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_set_vexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), label);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), text);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  g_autoptr (AdwApplication) application =
      adw_application_new (MINIMAL_WINDOW_ID, G_APPLICATION_DEFAULT_FLAGS);

  g_return_val_if_fail (argc == 2, 2);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate_cb), argv[1]);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
