/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-self-check-local.h"
#include "houbu-self-check-page.h"

#include "app-support.h"

/* From which difference on a clock is a doubt, and from which one nothing works. */
static void
test_clock (void)
{
  static const struct
  {
    gint64 seconds;
    HoubuSelfCheckState state;
  } rows[] = {
    { 0, HOUBU_SELF_CHECK_OK },         { 60, HOUBU_SELF_CHECK_OK },
    { -60, HOUBU_SELF_CHECK_OK },       { 61, HOUBU_SELF_CHECK_DOUBT },
    { -61, HOUBU_SELF_CHECK_DOUBT },    { 86399, HOUBU_SELF_CHECK_DOUBT },
    { 86400, HOUBU_SELF_CHECK_FAILED }, { -86400, HOUBU_SELF_CHECK_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      HoubuSelfCheckRow row = { HOUBU_SELF_CHECK_DOUBT, NULL };

      houbu_self_check_clock (&row, rows[i].seconds * G_USEC_PER_SEC);
      g_test_message ("%d s: %s", (int) rows[i].seconds, row.text);
      g_assert_cmpint (row.state, ==, rows[i].state);
      g_assert_cmpstr (row.text, !=, "");
      g_free (row.text);
    }
}

/* Little memory is a doubt; so is a system that does not say. */
static void
test_memory (void)
{
  static const struct
  {
    const char *meminfo;
    HoubuSelfCheckState state;
  } rows[] = {
    { "MemTotal: 4000000 kB\nMemAvailable:    2000000 kB\n", HOUBU_SELF_CHECK_OK },
    { "MemTotal: 4000000 kB\nMemAvailable:     100000 kB\n", HOUBU_SELF_CHECK_DOUBT },
    { "MemTotal: 4000000 kB\n", HOUBU_SELF_CHECK_DOUBT },
    { NULL, HOUBU_SELF_CHECK_DOUBT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      HoubuSelfCheckRow row = { HOUBU_SELF_CHECK_OK, NULL };

      houbu_self_check_memory (&row, rows[i].meminfo);
      g_assert_cmpint (row.state, ==, rows[i].state);
      g_free (row.text);
    }
}

static void
on_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuSelfCheck **check = user_data;

  *check = houbu_self_check_run_finish (result, NULL);
}

static HoubuSelfCheck *
run (HoubuConnection *connection)
{
  g_autoptr (HoubuLab) lab = houbu_lab_new (NULL);
  HoubuSelfCheck *check = NULL;

  houbu_self_check_run_async (connection, lab, NULL, on_checked_cb, &check);
  while (check == NULL)
    g_main_context_iteration (NULL, TRUE);
  return check;
}

/* Without a server candidates cannot register; the rest is looked at all the same, here on a screen
 * that is drawn without GL, without a bus. Each has its line in the report. */
static void
test_without_server (void)
{
  g_autoptr (HoubuSelfCheck) check = run (NULL);
  g_autofree char *text = houbu_self_check_to_text (check);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpint (check->rows[HOUBU_SELF_CHECK_SERVER].state, ==, HOUBU_SELF_CHECK_FAILED);
  g_assert_cmpint (check->rows[HOUBU_SELF_CHECK_SCREEN].state, ==, HOUBU_SELF_CHECK_DOUBT);
  g_assert_cmpint (check->rows[HOUBU_SELF_CHECK_KEYRING].state, ==, HOUBU_SELF_CHECK_DOUBT);
  g_assert_cmpint (check->rows[HOUBU_SELF_CHECK_NOTIFICATIONS].state, ==, HOUBU_SELF_CHECK_DOUBT);
  g_assert_cmpint (check->rows[HOUBU_SELF_CHECK_LAB].state, ==, HOUBU_SELF_CHECK_OK);
  g_assert_true (houbu_self_check_has_failed (check));
  g_assert_cmpuint (g_strv_length (lines), ==, HOUBU_SELF_CHECK_N_ROWS + 1);
  for (guint i = 0; i < HOUBU_SELF_CHECK_N_ROWS; i++)
    g_assert_nonnull (strstr (lines[i], houbu_self_check_get_title (i)));
}

/* A server that nobody is at fails, in words. */
static void
test_dead_server (void)
{
  g_autoptr (HoubuConnection) connection =
      houbu_connection_new_for_text ("http://127.0.0.1:1", NULL);
  g_autoptr (HoubuSelfCheck) check = NULL;

  houbu_connection_set_patience (connection, 1, 5);
  check = run (connection);
  g_assert_cmpint (check->rows[HOUBU_SELF_CHECK_SERVER].state, ==, HOUBU_SELF_CHECK_FAILED);
  g_assert_nonnull (strstr (check->rows[HOUBU_SELF_CHECK_SERVER].text, "http://127.0.0.1:1"));
  g_assert_cmpint (check->rows[HOUBU_SELF_CHECK_CLOCK].state, ==, HOUBU_SELF_CHECK_DOUBT);
}

/* The page says the outcome, and has its rows, as soon as it comes to the front; left in the middle
 * of a check, it begins another one when it comes back. */
static void
test_page (void)
{
  g_autoptr (HoubuServices) services = app_support_services ();
  GtkWidget *page = g_object_new (HOUBU_TYPE_SELF_CHECK_PAGE, "services", services, NULL);
  GtkWidget *window = app_support_window (page, 360, 720);

  houbu_page_activate (HOUBU_PAGE (page));
  houbu_page_deactivate (HOUBU_PAGE (page));
  houbu_page_activate (HOUBU_PAGE (page));
  while (houbu_page_get_state (HOUBU_PAGE (page)) != HOUBU_PAGE_READY)
    g_main_context_iteration (NULL, TRUE);
  app_support_settle ();
  g_assert_nonnull (app_support_find_shown (page, "Candidates Cannot Register Here Yet"));
  for (guint i = 0; i < HOUBU_SELF_CHECK_N_ROWS; i++)
    g_assert_nonnull (app_support_find_shown (page, houbu_self_check_get_title (i)));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  app_support_init (&argc, &argv);
  g_test_add_func ("/app/self-check/clock", test_clock);
  g_test_add_func ("/app/self-check/memory", test_memory);
  g_test_add_func ("/app/self-check/without-server", test_without_server);
  g_test_add_func ("/app/self-check/dead-server", test_dead_server);
  g_test_add_func ("/app/self-check/page", test_page);
  return g_test_run ();
}
