/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>

#include "houbu-config.h"

#include "houbu-app-resources.h"
#include "houbu-application.h"
#include "houbu-glyphs.h"
#include "houbu-places.h"

#define LARGE_BLOCK (256 * 1024)

/* A frame's pixels, megabytes, go back to the system when it is drawn. By itself glibc would soon
 * take them from the heap, where they leave holes; and an arena for each helping thread is wasted
 * on a program that works in one. */
static void
keep_memory_small (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, LARGE_BLOCK);
  mallopt (M_ARENA_MAX, 1);
#endif
}

int
main (int argc, char *argv[])
{
  g_autofree char *locale_dir = NULL;
  g_autoptr (GApplication) application = NULL;

  keep_memory_small ();
  /* A program that we write to may have ended: that is an error, not our end. */
  signal (SIGPIPE, SIG_IGN);
  locale_dir = houbu_places_get_locale_dir ();
  /* libsoup 3.2 ends the program over HTTP/2 when an answer comes before the whole body went. */
  g_setenv ("SOUP_FORCE_HTTP1", "1", FALSE);
  setlocale (LC_ALL, "");
  bindtextdomain (HOUBU_GETTEXT_DOMAIN, locale_dir);
  bind_textdomain_codeset (HOUBU_GETTEXT_DOMAIN, "UTF-8");
  textdomain (HOUBU_GETTEXT_DOMAIN);
  houbu_glyphs_prefer_chinese ();
  g_set_prgname ("houbu");
  g_resources_register (houbu_app_get_resource ());

  application = houbu_application_new ();
  return g_application_run (application, argc, argv);
}
