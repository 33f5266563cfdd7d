/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-work-row.h"

#include "app-support.h"
#include "client-support.h"
#include "scripted-peer.h"

#include <string.h>

/* More than any machine finds while a test waits. */
#define ENDLESS 32
#define EASY 8

typedef struct
{
  ScriptedPeer *peer;
  HoubuServices *services;
  GtkWidget *window;
  HoubuCaptchaRow *captcha_row;
  GtkWidget *work_row;
} Fixture;

static void
say_challenge (Fixture *fixture, guint difficulty, const char *expires_at)
{
  g_autofree char *json =
      g_strdup_printf ("{\"id\":\"c7k2m9\",\"expires_at\":\"%s\",\"challenge\":\"k3v9q0\","
                       "\"difficulty\":%u}",
                       expires_at, difficulty);

  scripted_peer_say_json (fixture->peer, "POST /v1/captchas", 201, json);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HoubuConnection) connection = NULL;
  GtkWidget *box = gtk_list_box_new ();

  fixture->peer = scripted_peer_new ();
  connection = houbu_connection_new_for_text (scripted_peer_get_url (fixture->peer), NULL);
  fixture->services = houbu_services_new (connection, NULL);
  fixture->captcha_row = g_object_new (HOUBU_TYPE_CAPTCHA_ROW, NULL);
  fixture->work_row = g_object_new (HOUBU_TYPE_WORK_ROW, "captcha-row", fixture->captcha_row, NULL);
  houbu_captcha_row_set_services (fixture->captcha_row, fixture->services);
  gtk_list_box_append (GTK_LIST_BOX (box), GTK_WIDGET (fixture->captcha_row));
  gtk_list_box_append (GTK_LIST_BOX (box), fixture->work_row);
  fixture->window = app_support_window (box, 400, 200);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_support_settle ();
  g_object_unref (fixture->services);
  scripted_peer_free (fixture->peer);
}

static void
find_button_cb (GtkWidget *widget, gpointer user_data)
{
  GtkWidget **button = user_data;

  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    *button = widget;
}

static GtkWidget *
find_button (Fixture *fixture)
{
  GtkWidget *button = NULL;

  app_support_visit (fixture->work_row, find_button_cb, &button);
  return button;
}

static void
press (Fixture *fixture)
{
  gtk_widget_grab_focus (find_button (fixture));
  g_signal_emit_by_name (find_button (fixture), "clicked");
}

static const char *
get_title (Fixture *fixture)
{
  return adw_preferences_row_get_title (ADW_PREFERENCES_ROW (fixture->work_row));
}

static void
find_bar_cb (GtkWidget *widget, gpointer user_data)
{
  if (GTK_IS_PROGRESS_BAR (widget))
    *(GtkProgressBar **) user_data = GTK_PROGRESS_BAR (widget);
}

/* Nothing is read: the answer is there, the focus tells so, and the picture's row is out of use. */
static void
test_solved (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = NULL;
  g_autofree char *hash = NULL;

  say_challenge (fixture, EASY, "2099-01-01T00:00:00Z");
  g_assert_false (houbu_captcha_row_is_working (fixture->captcha_row));
  press (fixture);
  g_assert_true (houbu_captcha_row_is_working (fixture->captcha_row));
  g_assert_null (houbu_captcha_row_get_answer (fixture->captcha_row));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (fixture->captcha_row)));
  wait_until (!houbu_captcha_row_is_working (fixture->captcha_row));
  g_assert_cmpstr (houbu_captcha_row_get_id (fixture->captcha_row), ==, "c7k2m9");
  whole = g_strconcat ("k3v9q0", houbu_captcha_row_get_answer (fixture->captcha_row), NULL);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, whole, -1);
  g_assert_true (g_str_has_prefix (hash, "00"));
  g_assert_cmpstr (get_title (fixture), ==, "The captcha is solved by computation");
  g_assert_true (gtk_widget_has_focus (fixture->work_row));
  g_assert_true (houbu_captcha_row_get_field (fixture->captcha_row) == fixture->work_row);
}

/* What was used up is computed once more, without being asked and without taking the focus. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  say_challenge (fixture, EASY, "2099-01-01T00:00:00Z");
  press (fixture);
  wait_until (!houbu_captcha_row_is_working (fixture->captcha_row));
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  houbu_captcha_row_renew (fixture->captcha_row);
  g_assert_null (houbu_captcha_row_get_answer (fixture->captcha_row));
  wait_until (!houbu_captcha_row_is_working (fixture->captcha_row));
  g_assert_cmpuint (scripted_peer_count (fixture->peer, "POST /v1/captchas"), ==, 2);
  g_assert_false (gtk_widget_has_focus (fixture->work_row));
}

/* It moves while it lasts and ends when it is told to; then there is a picture to read again. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  GtkProgressBar *bar = NULL;

  say_challenge (fixture, ENDLESS, "2099-01-01T00:00:00Z");
  app_support_visit (fixture->work_row, find_bar_cb, &bar);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar)));
  press (fixture);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (bar)));
  wait_until (gtk_progress_bar_get_fraction (bar) > 0);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (find_button (fixture))), ==, "Cancel");
  press (fixture);
  g_assert_false (houbu_captcha_row_is_working (fixture->captcha_row));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar)));
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (fixture->captcha_row)));
  wait_until (scripted_peer_count (fixture->peer, "POST /v1/captchas") == 2);
  g_assert_true (houbu_captcha_row_get_field (fixture->captcha_row) ==
                 GTK_WIDGET (fixture->captcha_row));
}

/* A challenge that has run out is given up, and so is one that the server does not give. */
static void
test_failed (Fixture *fixture, gconstpointer data)
{
  say_challenge (fixture, ENDLESS, "2001-01-01T00:00:00Z");
  press (fixture);
  wait_until (!houbu_captcha_row_is_working (fixture->captcha_row));
  g_assert_cmpstr (get_title (fixture), ==, "The computation did not succeed");
  g_assert_true (gtk_widget_has_focus (fixture->work_row));
  scripted_peer_say_problem (fixture->peer, "POST /v1/captchas", 429, "too_many_requests", "");
  press (fixture);
  g_assert_cmpstr (get_title (fixture), ==, "Computing…");
  wait_until (!houbu_captcha_row_is_working (fixture->captcha_row));
  g_assert_cmpstr (get_title (fixture), ==, "The computation did not succeed");
  g_assert_cmpuint (strlen (adw_action_row_get_subtitle (ADW_ACTION_ROW (fixture->work_row))), >,
                    0);
}

/* Whoever comes to the page next finds it as it was at first. */
static void
test_left (Fixture *fixture, gconstpointer data)
{
  say_challenge (fixture, ENDLESS, "2099-01-01T00:00:00Z");
  press (fixture);
  gtk_widget_set_visible (gtk_widget_get_parent (fixture->work_row), FALSE);
  g_assert_false (houbu_captcha_row_is_working (fixture->captcha_row));
  g_assert_cmpstr (get_title (fixture), ==, "Solve by computation instead of reading the picture");
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/app/captcha/solved", test_solved },       { "/app/captcha/again", test_again },
    { "/app/captcha/cancelled", test_cancelled }, { "/app/captcha/failed", test_failed },
    { "/app/captcha/left", test_left },
  };

  app_support_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
