/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-state-watch.h"

#include "houbu-records.h"

typedef struct
{
  GListStore *records;
  HoubuStateWatch *watch;
  GString *heard; /* "+" or "!" and the id, one after the other */
} Fixture;

static void
on_appeared_cb (Fixture *fixture, HoubuEnrolment *record)
{
  g_string_append_printf (fixture->heard, "+%s", houbu_enrolment_get_id (record));
}

static void
on_changed_cb (Fixture *fixture, HoubuEnrolment *record)
{
  g_string_append_printf (fixture->heard, "!%s", houbu_enrolment_get_id (record));
}

static HoubuEnrolment *
make (const char *id, HoubuEnrolmentState state)
{
  HoubuEnrolment *record = houbu_enrolment_new ();

  houbu_enrolment_set_id (record, id);
  houbu_enrolment_set_state (record, state);
  return record;
}

/* Adds @id to the end and returns it. */
static HoubuEnrolment *
add (Fixture *fixture, const char *id, HoubuEnrolmentState state)
{
  g_autoptr (HoubuEnrolment) record = make (id, state);

  g_list_store_append (fixture->records, record);
  return record;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->records = g_list_store_new (HOUBU_TYPE_ENROLMENT);
  fixture->watch = houbu_state_watch_new ();
  fixture->heard = g_string_new (NULL);
  g_signal_connect_swapped (fixture->watch, "appeared", G_CALLBACK (on_appeared_cb), fixture);
  g_signal_connect_swapped (fixture->watch, "changed", G_CALLBACK (on_changed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->watch);
  g_object_unref (fixture->records);
  g_string_free (fixture->heard, TRUE);
}

static void
check_heard (Fixture *fixture, const char *wanted)
{
  g_assert_cmpstr (fixture->heard->str, ==, wanted);
  g_string_truncate (fixture->heard, 0);
}

/* What is there at first and what comes appears once; a state that changes is heard once, whether
 * the record changes or another one of the same id takes its place; what stays is silent. */
static void
test_changes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HoubuEnrolment) other = make ("a", HOUBU_ENROLMENT_STATE_PAID);
  HoubuEnrolment *first = add (fixture, "a", HOUBU_ENROLMENT_STATE_UNPAID);

  houbu_state_watch_follow (fixture->watch, G_LIST_MODEL (fixture->records));
  check_heard (fixture, "+a");
  add (fixture, "b", HOUBU_ENROLMENT_STATE_UNPAID);
  check_heard (fixture, "+b");
  houbu_enrolment_set_state (first, HOUBU_ENROLMENT_STATE_PAYING);
  check_heard (fixture, "!a");
  houbu_enrolment_set_state (first, HOUBU_ENROLMENT_STATE_PAYING);
  houbu_enrolment_set_room (first, "101");
  check_heard (fixture, "");
  g_list_store_splice (fixture->records, 0, 1, (gpointer *) &other, 1);
  check_heard (fixture, "!a");
  houbu_enrolment_set_state (other, HOUBU_ENROLMENT_STATE_REFUNDED);
  check_heard (fixture, "!a");
}

/* A record that has left the list is not heard any more, but its id is known when it comes back. */
static void
test_removed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HoubuEnrolment) first = make ("a", HOUBU_ENROLMENT_STATE_UNPAID);

  houbu_state_watch_follow (fixture->watch, G_LIST_MODEL (fixture->records));
  g_list_store_append (fixture->records, first);
  add (fixture, "b", HOUBU_ENROLMENT_STATE_UNPAID);
  check_heard (fixture, "+a+b");
  g_list_store_remove (fixture->records, 0);
  houbu_enrolment_set_state (first, HOUBU_ENROLMENT_STATE_PAID);
  check_heard (fixture, "");
  g_list_store_append (fixture->records, first);
  check_heard (fixture, "!a");
}

/* Nobody is followed any more, and nothing is known: the ids are given back once. */
static void
test_forget (Fixture *fixture, gconstpointer data)
{
  HoubuEnrolment *first = add (fixture, "a", HOUBU_ENROLMENT_STATE_UNPAID);
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) none = NULL;

  houbu_state_watch_follow (fixture->watch, G_LIST_MODEL (fixture->records));
  ids = houbu_state_watch_forget (fixture->watch);
  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  g_assert_cmpstr (ids[0], ==, "a");
  none = houbu_state_watch_forget (fixture->watch);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  check_heard (fixture, "+a");
  houbu_state_watch_follow (fixture->watch, NULL);
  houbu_enrolment_set_state (first, HOUBU_ENROLMENT_STATE_PAID);
  add (fixture, "b", HOUBU_ENROLMENT_STATE_UNPAID);
  check_heard (fixture, "");
  houbu_state_watch_follow (fixture->watch, G_LIST_MODEL (fixture->records));
  check_heard (fixture, "+a+b");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/app/state-watch/changes", test_changes);
  ADD ("/app/state-watch/removed", test_removed);
  ADD ("/app/state-watch/forget", test_forget);
#undef ADD
  return g_test_run ();
}
