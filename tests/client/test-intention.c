/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-backoff.h"
#include "houbu-intention.h"
#include "houbu-last-server.h"

#include <glib/gstdio.h>
#include <string.h>

/* One key as long as the outcome of the same content is open. */
static void
test_same_key (void)
{
  g_autoptr (HoubuIntention) intention = houbu_intention_new ();
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_autofree char *first = g_strdup (houbu_intention_begin (intention, "POST /a", body));

  g_assert_true (houbu_intention_is_open (intention));
  g_assert_cmpuint (strlen (first), <=, 64);
  g_assert_cmpstr (houbu_intention_begin (intention, "POST /a", body), ==, first);
}

/* Other content, another path or a definite answer: another key. */
static void
test_other_key (void)
{
  g_autoptr (HoubuIntention) intention = houbu_intention_new ();
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr (GBytes) other = g_bytes_new_static ("{ }", 3);
  g_autofree char *first = g_strdup (houbu_intention_begin (intention, "POST /a", body));
  g_autofree char *second = g_strdup (houbu_intention_begin (intention, "POST /a", other));
  g_autofree char *third = g_strdup (houbu_intention_begin (intention, "POST /b", other));
  g_autofree char *fourth = g_strdup (houbu_intention_begin (intention, "POST /b", NULL));

  g_assert_cmpstr (first, !=, second);
  g_assert_cmpstr (second, !=, third);
  g_assert_cmpstr (third, !=, fourth);
  houbu_intention_settle (intention);
  g_assert_false (houbu_intention_is_open (intention));
  g_assert_cmpstr (houbu_intention_begin (intention, "POST /b", NULL), !=, fourth);
}

/* Waits double up to the bound and lie in the upper half of it. */
static void
test_backoff (void)
{
  for (guint attempt = 1; attempt < 100; attempt++)
    {
      guint64 bound = MIN (attempt < 20 ? 1000ULL << (attempt - 1) : G_MAXUINT, 30000);

      g_assert_cmpuint (houbu_backoff_delay_ms (attempt, 1000, 30000, 0), ==, bound / 2);
      g_assert_cmpuint (houbu_backoff_delay_ms (attempt, 1000, 30000, 0.999), <=, bound);
      g_assert_cmpuint (houbu_backoff_delay_ms (attempt, 1000, 30000, 0.999), >, bound * 9 / 10);
    }
}

/* Nobody comes back before the time that the server asked for. */
static void
test_retry_after (void)
{
  g_assert_cmpuint (houbu_backoff_after_ms (5, 1000, 0), ==, 5000);
  g_assert_cmpuint (houbu_backoff_after_ms (5, 1000, 0.5), ==, 5500);
  g_assert_cmpuint (houbu_backoff_after_ms (-5, 1000, 0), ==, 0);
  g_assert_cmpuint (houbu_backoff_after_ms (G_MAXINT64, 1000, 0), ==, 24 * 60 * 60 * 1000);
}

/* The last server is remembered, replaced and forgotten; nonsense in the file is nothing. */
static void
test_last_server (void)
{
  g_autofree char *none = houbu_last_server_load ();
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "houbu", NULL);
  g_autofree char *remembered = NULL;
  g_autofree char *forgotten = NULL;

  g_assert_null (none);
  g_assert_true (houbu_last_server_save ("https://a.example", NULL));
  g_assert_true (houbu_last_server_save ("https://b.example", NULL));
  remembered = houbu_last_server_load ();
  g_assert_cmpstr (remembered, ==, "https://b.example");
  houbu_last_server_forget ();
  forgotten = houbu_last_server_load ();
  g_assert_null (forgotten);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("houbu-intention-XXXXXX", NULL);
  int status = 0;

  /* Not G_TEST_OPTION_ISOLATE_DIRS: GLib 2.74 leaks when it removes its folders. */
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/intention/same-key", test_same_key);
  g_test_add_func ("/intention/other-key", test_other_key);
  g_test_add_func ("/backoff/delay", test_backoff);
  g_test_add_func ("/backoff/retry-after", test_retry_after);
  g_test_add_func ("/last-server", test_last_server);
  status = g_test_run ();
  g_rmdir (home);
  return status;
}
