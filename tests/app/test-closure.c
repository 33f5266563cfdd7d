/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-closure.h"
#include "houbu-details-page.h"
#include "houbu-home-page.h"

#include <string.h>

#include "app-support.h"

#define AGAIN "_Register Again"
#define DELETED "The registration was deleted"
#define WHY "because for 24 hours it had neither a subject nor a wait."
#define NOT_OPEN "Registration is not open now."

typedef struct
{
  HoubuServices *services;
  HoubuCandidate *candidate;
  HoubuPage *page;
  GtkWidget *window;
} Fixture;

/* The app sees an exam that is open for a day more, or was open until an hour ago. */
static void
have_exam (Fixture *fixture, gboolean open)
{
  g_autoptr (HoubuExam) exam = houbu_exam_new ();
  const gint64 now = g_get_real_time ();

  houbu_exam_set_registration_opens_at (exam, now - 2 * G_TIME_SPAN_DAY);
  houbu_exam_set_registration_closes_at (exam,
                                         open ? now + G_TIME_SPAN_DAY : now - G_TIME_SPAN_HOUR);
  houbu_exam_set_hold_seconds (exam, 24 * 60 * 60);
  houbu_candidate_apply (fixture->candidate, HOUBU_RECORD (exam));
}

static void
have_registration (Fixture *fixture, HoubuRegistrationStatus status, guint reason)
{
  g_autoptr (HoubuRegistration) registration = houbu_registration_new ();

  houbu_registration_set_status (registration, status);
  if (status != HOUBU_REGISTRATION_STATUS_NONE)
    houbu_registration_set_id (registration, "g1");
  if (reason != HOUBU_REGISTRATION_CLOSE_REASON_UNSET)
    {
      houbu_registration_set_closed_at (registration, G_GINT64_CONSTANT (1661914380000000));
      houbu_registration_set_closed_reason (registration, reason);
    }
  houbu_candidate_apply (fixture->candidate, HOUBU_RECORD (registration));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->services = app_support_services ();
  fixture->candidate = houbu_services_get_candidate (fixture->services);
  have_exam (fixture, TRUE);
  have_registration (fixture, HOUBU_REGISTRATION_STATUS_EMPTY,
                     HOUBU_REGISTRATION_CLOSE_REASON_UNSET);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_support_settle ();
  g_clear_object (&fixture->services);
}

static void
show_page (Fixture *fixture, GType type)
{
  fixture->page = g_object_new (type, "services", fixture->services, NULL);
  fixture->window = app_support_window (GTK_WIDGET (fixture->page), 800, 1100);
  houbu_page_set_state (fixture->page, HOUBU_PAGE_READY);
}

static void
check_shown (Fixture *fixture, const char *text, gboolean wanted)
{
  g_test_message ("%s", text);
  g_assert_true ((app_support_find_shown (fixture->window, text) != NULL) == wanted);
}

static gboolean
says (Fixture *fixture, const char *part)
{
  g_autofree char *text = houbu_closure_describe (fixture->candidate);

  return strstr (text, part) != NULL && strstr (text, "31 Aug 2022, 02:53") != NULL;
}

/* Each page, from the moment that it is closed by itself to the new registration; the button goes
 * with the time in which one may register. */
static void
check_page (Fixture *fixture, GType type)
{
  g_autofree char *text = NULL;

  show_page (fixture, type);
  check_shown (fixture, DELETED, FALSE);
  check_shown (fixture, AGAIN, FALSE);
  have_registration (fixture, HOUBU_REGISTRATION_STATUS_NONE,
                     HOUBU_REGISTRATION_CLOSE_REASON_EMPTY);
  text = houbu_closure_describe (fixture->candidate);
  check_shown (fixture, DELETED, TRUE);
  check_shown (fixture, text, TRUE);
  check_shown (fixture, AGAIN, TRUE);
  have_exam (fixture, FALSE);
  have_registration (fixture, HOUBU_REGISTRATION_STATUS_NONE,
                     HOUBU_REGISTRATION_CLOSE_REASON_EMPTY);
  check_shown (fixture, DELETED, TRUE);
  check_shown (fixture, AGAIN, FALSE);
  have_exam (fixture, TRUE);
  have_registration (fixture, HOUBU_REGISTRATION_STATUS_EMPTY,
                     HOUBU_REGISTRATION_CLOSE_REASON_UNSET);
  check_shown (fixture, DELETED, FALSE);
  check_shown (fixture, AGAIN, FALSE);
}

static void
test_home (Fixture *fixture, gconstpointer data)
{
  check_page (fixture, HOUBU_TYPE_HOME_PAGE);
}

/* What needs a registration is not offered without one. */
static void
test_details (Fixture *fixture, gconstpointer data)
{
  check_page (fixture, HOUBU_TYPE_DETAILS_PAGE);
  check_shown (fixture, "_Delete Registration…", TRUE);
  have_registration (fixture, HOUBU_REGISTRATION_STATUS_NONE,
                     HOUBU_REGISTRATION_CLOSE_REASON_DELETED);
  check_shown (fixture, "_Delete Registration…", FALSE);
  check_shown (fixture, "Choose _Written Subjects", FALSE);
}

/* Who deleted it is not told that it went by itself; who never had one is told nothing; who
 * registered with another account has to be told that instead. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  g_assert_false (houbu_closure_is_told (fixture->candidate));
  have_registration (fixture, HOUBU_REGISTRATION_STATUS_NONE,
                     HOUBU_REGISTRATION_CLOSE_REASON_UNSET);
  g_assert_false (houbu_closure_is_told (fixture->candidate));
  have_registration (fixture, HOUBU_REGISTRATION_STATUS_NONE,
                     HOUBU_REGISTRATION_CLOSE_REASON_EMPTY);
  g_assert_true (houbu_closure_was_by_itself (fixture->candidate));
  g_assert_true (says (fixture, WHY));
  g_assert_true (says (fixture, "You can register again until"));
  have_registration (fixture, HOUBU_REGISTRATION_STATUS_NONE,
                     HOUBU_REGISTRATION_CLOSE_REASON_DELETED);
  g_assert_true (houbu_closure_is_told (fixture->candidate));
  g_assert_false (houbu_closure_was_by_itself (fixture->candidate));
  g_assert_true (says (fixture, "You deleted it on"));
  g_assert_false (says (fixture, WHY));
  have_exam (fixture, FALSE);
  g_assert_true (says (fixture, NOT_OPEN));
  houbu_registration_set_registered_elsewhere (
      houbu_candidate_get_registration (fixture->candidate), TRUE);
  g_assert_false (houbu_closure_is_told (fixture->candidate));
}

int
main (int argc, char *argv[])
{
  app_support_init (&argc, &argv);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/app/closure/words", test_words);
  ADD ("/app/closure/home", test_home);
  ADD ("/app/closure/details", test_details);
#undef ADD
  return g_test_run ();
}
