/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "houbu-lab.h"
#include "houbu-places.h"
#include "houbu-wipe.h"

/* Who switches lab mode on: the environment before the server before an open setting. */
static void
test_source (void)
{
  static const struct
  {
    const char *environment;
    gboolean setting, server;
    HoubuLabSource source;
  } rows[] = {
    { NULL, FALSE, FALSE, HOUBU_LAB_OFF },         { "0", FALSE, FALSE, HOUBU_LAB_OFF },
    { NULL, TRUE, FALSE, HOUBU_LAB_BY_SETTING },   { NULL, FALSE, TRUE, HOUBU_LAB_BY_SERVER },
    { NULL, TRUE, TRUE, HOUBU_LAB_BY_SERVER },     { "1", FALSE, FALSE, HOUBU_LAB_BY_ENVIRONMENT },
    { "1", TRUE, TRUE, HOUBU_LAB_BY_ENVIRONMENT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GSettings) settings = houbu_places_open_settings ();
      g_autoptr (HoubuLab) lab = NULL;

      g_test_message ("row %u", i);
      if (rows[i].environment != NULL)
        g_setenv ("HOUBU_LAB", rows[i].environment, TRUE);
      else
        g_unsetenv ("HOUBU_LAB");
      g_settings_set_boolean (settings, HOUBU_LAB_KEY, rows[i].setting);
      lab = houbu_lab_new (settings);
      houbu_lab_follow_server (lab, rows[i].server);
      g_assert_cmpint (houbu_lab_get_source (lab), ==, rows[i].source);
      g_assert_cmpint (houbu_lab_is_on (lab), ==, rows[i].source != HOUBU_LAB_OFF);
    }
  g_unsetenv ("HOUBU_LAB");
  g_assert_false (houbu_lab_is_on (NULL));
}

static void
on_changed_cb (HoubuLab *lab, guint *n)
{
  (*n)++;
}

/* What is set in lab mode is there for this program, but is never written; without it, it is. */
static void
test_nothing_written (void)
{
  g_autoptr (GSettings) settings = houbu_places_open_settings ();
  g_autoptr (GSettings) written = houbu_places_open_settings ();
  g_autoptr (HoubuLab) lab = NULL;
  guint changes = 0;

  g_settings_set_boolean (settings, HOUBU_LAB_KEY, FALSE);
  g_settings_set_string (settings, "server", "");
  lab = houbu_lab_new (settings);
  g_signal_connect (lab, "changed", G_CALLBACK (on_changed_cb), &changes);
  houbu_lab_follow_server (lab, TRUE);
  g_assert_cmpuint (changes, ==, 1);
  g_settings_set_string (settings, "server", "https://exam.example");
  g_assert_true (g_settings_get_has_unapplied (settings));
  {
    g_autofree char *server = g_settings_get_string (written, "server");

    g_assert_cmpstr (server, ==, "");
  }
  g_settings_revert (settings);
  houbu_lab_follow_server (lab, FALSE);
  g_assert_cmpuint (changes, ==, 2);
  g_settings_set_string (settings, "server", "https://other.example");
  {
    g_autofree char *server = g_settings_get_string (written, "server");

    g_assert_cmpstr (server, ==, "https://other.example");
  }
  g_settings_reset (settings, "server");
}

/* What lies at an address, whoever owns it now. */
static gboolean
holds (gconstpointer address, const char *text)
{
  char found[64] = "";
  const int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (memory, >=, 0);
  g_assert_cmpint (pread (memory, found, strlen (text), (off_t) (gsize) address), >, 0);
  close (memory);
  return memcmp (found, text, strlen (text)) == 0;
}

#define SECRET "quiet-harbour-57"
#define AT 128 /* the allocator writes at the beginning of what it gets back */

/* What is given back is overwritten, also where a string outgrows its place; only while asked. */
static void
test_wipe (void)
{
  char *memory;
  gsize at;

  if (!houbu_wipe_can ())
    {
      g_test_skip ("a sanitizer keeps freed memory itself");
      return;
    }
  for (int on = 0; on < 2; on++)
    {
      houbu_wipe_set_on (on);
      memory = g_malloc0 (500);
      strcpy (memory + AT, SECRET);
      at = (gsize) memory + AT;
      g_assert_true (holds ((gconstpointer) at, SECRET));
      g_free (memory);
      g_assert_cmpint (holds ((gconstpointer) at, SECRET), ==, !on);
    }
  memory = g_malloc0 (500);
  strcpy (memory + AT, SECRET);
  at = (gsize) memory + AT;
  memory = g_realloc (memory, 500000);
  g_assert_cmpstr (memory + AT, ==, SECRET);
  g_assert_false (holds ((gconstpointer) at, SECRET));
  memory = g_realloc (memory, AT + 4);
  g_assert_cmpmem (memory + AT, 4, SECRET, 4);
  g_free (memory);
  houbu_wipe_set_on (FALSE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/lab/source", test_source);
  g_test_add_func ("/app/lab/nothing-written", test_nothing_written);
  g_test_add_func ("/app/lab/wipe", test_wipe);
  return g_test_run ();
}
