/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "queue-fixture.h"

#include "houbu-offering-lock.h"
#include "houbu-store-enrolments.h"
#include "houbu-store-exam.h"
#include "houbu-store-import.h"
#include "houbu-store-offerings.h"

/* What one transaction has read it does not read again; what it writes itself it must not miss. */

static gboolean
change_exam (HoubuTx *tx, gpointer data, GError **error)
{
  g_autoptr (HoubuExamRow) before = houbu_store_exam_load_current (tx, error);
  g_autoptr (HoubuExamRow) again = houbu_store_exam_load_current (tx, error);
  g_autoptr (HoubuExamRow) after = NULL;
  gint64 hold = before->window.hold_us;

  g_assert_cmpint (again->window.hold_us, ==, hold);
  before->window.hold_us = hold + G_TIME_SPAN_HOUR;
  g_assert_true (houbu_store_exam_update (tx, before, error));
  after = houbu_store_exam_load_current (tx, error);
  g_assert_cmpint (after->window.hold_us, ==, hold + G_TIME_SPAN_HOUR);
  return TRUE;
}

/* A changed exam session is read anew in the same transaction. */
static void
test_exam (void)
{
  g_autoptr (TestWorld) world = queue_world_new (1);

  world->unchecked = TRUE; /* the change is not in the journal */
  test_world_write (world, change_exam, NULL);
}

static HoubuOfferingRow *
load_locked (HoubuTx *tx, TestWorld *world, GError **error)
{
  gint64 key = 0;
  HoubuOfferingLock *lock = NULL;

  g_assert_true (houbu_store_offering_find_key (tx, world->exam, CET4, &key, error));
  lock = houbu_tx_lock_offering (tx, key, error);
  return houbu_store_offering_load_locked (tx, lock, error);
}

static gboolean
change_offering (HoubuTx *tx, gpointer data, GError **error)
{
  TestWorld *world = data;
  g_autoptr (HoubuOfferingRow) before = load_locked (tx, world, error);
  g_autoptr (HoubuOfferingRow) after = NULL;
  g_autoptr (HoubuOfferingRow) renamed = NULL;

  before->fee_fen = QUEUE_FEE + 1;
  g_assert_true (houbu_store_offering_update (tx, before, error));
  after = load_locked (tx, world, error);
  g_assert_cmpint (after->fee_fen, ==, QUEUE_FEE + 1);
  g_assert_cmpint (after->capacity, ==, 3);

  g_assert_true (houbu_store_import_set_campus (tx, "993010", "99301", "Renamed campus", error));
  renamed = load_locked (tx, world, error);
  g_assert_cmpstr (renamed->place.campus_name, ==, "Renamed campus");
  return TRUE;
}

/* So are an offering's fee and the name of its campus; its counters are the lock's. */
static void
test_offering (void)
{
  g_autoptr (TestWorld) world = queue_world_new (3);

  world->unchecked = TRUE;
  test_world_write (world, change_offering, world);
}

static gboolean
take_short_hold (HoubuTx *tx, gpointer data, GError **error)
{
  TestWorld *world = data;
  g_autoptr (HoubuOfferingRow) offering = load_locked (tx, world, error);
  g_autoptr (GPtrArray) before =
      houbu_store_enrolment_list_due (tx, offering->key, TEST_NOW + 10, error);
  g_autoptr (GPtrArray) after = NULL;
  HoubuNewEnrolment enrolment = {
    .id = "short",
    .registration = 1,
    .offering = offering->key,
    .exam = world->exam,
    .person = 1,
    .subject = offering->subject,
    .obtained_by = HOUBU_OBTAINED_DIRECT,
    .fee_fen = QUEUE_FEE,
    .deadline = TEST_NOW + 5,
    .created_at = TEST_NOW,
  };
  gint64 key = 0;

  g_assert_cmpuint (before->len, ==, 0);
  g_assert_true (houbu_store_enrolment_insert (tx, &enrolment, &key, error));
  after = houbu_store_enrolment_list_due (tx, offering->key, TEST_NOW + 10, error);
  g_assert_cmpuint (after->len, ==, 1);
  return TRUE;
}

/* A hold that ends sooner than any that was known is found due in the same transaction. */
static void
test_first_deadline (void)
{
  g_autoptr (TestWorld) world = queue_world_new (3);
  g_autoptr (HoubuCaller) caller = queue_candidate (world, "MEM0001");

  world->unchecked = TRUE;
  test_world_write (world, take_short_hold, world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/queue-memory/exam", test_exam);
  g_test_add_func ("/engine/queue-memory/offering", test_offering);
  g_test_add_func ("/engine/queue-memory/first-deadline", test_first_deadline);
  return g_test_run ();
}
