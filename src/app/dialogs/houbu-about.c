/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-about.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include "houbu-config.h"

/**
 * houbu_about_show:
 * @parent: (nullable): the window it belongs to
 *
 * Shows what this program is.
 */
void
houbu_about_show (GtkWindow *parent)
{
  adw_show_about_window (
      parent, "application-name", _ ("Houbu"), "application-icon", HOUBU_APP_ID, "version",
      HOUBU_VERSION, "comments",
      _ ("Register for CET exams and wait for a seat. Not an official program of any examination "
         "authority."),
      "license-type", GTK_LICENSE_GPL_3_0, "developer-name", _ ("The Houbu developers"),
      /* Translators: your names, one a line; they are shown in the about window */
      "translator-credits", _ ("translator-credits"), NULL);
}
