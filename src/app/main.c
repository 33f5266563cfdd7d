/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>

#include "houbu-config.h"

#include "houbu-app-resources.h"
#include "houbu-application.h"
#include "houbu-places.h"

int
main (int argc, char *argv[])
{
  g_autofree char *locale_dir = houbu_places_get_locale_dir ();
  g_autoptr (GApplication) application = NULL;

  /* A program that we write to may have ended: that is an error, not our end. */
  signal (SIGPIPE, SIG_IGN);
  setlocale (LC_ALL, "");
  bindtextdomain (HOUBU_GETTEXT_DOMAIN, locale_dir);
  bind_textdomain_codeset (HOUBU_GETTEXT_DOMAIN, "UTF-8");
  textdomain (HOUBU_GETTEXT_DOMAIN);
  g_set_prgname ("houbu");
  g_resources_register (houbu_app_get_resource ());

  application = houbu_application_new ();
  return g_application_run (application, argc, argv);
}
