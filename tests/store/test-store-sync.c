/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "houbu-error.h"
#include "houbu-sqlite-driver.h"

/*
 * Nobody hears of a commit before the disk has it: with a disk that takes as long as the test
 * wants.
 */

#define PATIENCE_US (20 * G_USEC_PER_SEC)
/* For what must not happen. */
#define BREATH_US (100 * 1000)

static HoubuDriver slow_driver;

static struct
{
  GMutex mutex;
  GCond changed;
  gboolean stuck; /* syncs begin and do not end */
  gboolean broken;
  guint begun;
} disk;

static gboolean
slow_sync (gpointer connection, GError **error)
{
  gboolean broken;

  g_mutex_lock (&disk.mutex);
  disk.begun++;
  g_cond_broadcast (&disk.changed);
  while (disk.stuck)
    g_cond_wait (&disk.changed, &disk.mutex);
  broken = disk.broken;
  g_mutex_unlock (&disk.mutex);
  if (!broken)
    return houbu_sqlite_driver.sync (connection, error);
  g_set_error_literal (error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_IO, "Injected");
  return FALSE;
}

static void
set_stuck (gboolean stuck)
{
  g_mutex_lock (&disk.mutex);
  disk.stuck = stuck;
  g_cond_broadcast (&disk.changed);
  g_mutex_unlock (&disk.mutex);
}

static guint
count_syncs (void)
{
  guint begun;

  g_mutex_lock (&disk.mutex);
  begun = disk.begun;
  g_mutex_unlock (&disk.mutex);
  return begun;
}

static void
wait_for_sync (guint number)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_US;

  g_mutex_lock (&disk.mutex);
  while (disk.begun < number)
    g_assert_true (g_cond_wait_until (&disk.changed, &disk.mutex, until));
  g_mutex_unlock (&disk.mutex);
}

static void
set_up_slow (StoreFixture *fixture, gconstpointer data)
{
  slow_driver = houbu_sqlite_driver;
  slow_driver.sync = slow_sync;
  store_fixture_set_up (fixture, &slow_driver);
  /* Nobody waits where a seat is free. */
  store_fixture_run (fixture, fixture_set_capacity, (FixtureChange){ .offering = 1, .item = 0 });
}

/* One change or reading under way. */
typedef struct
{
  FixtureChange change;
  HoubuStoreFunc func;
  int runs; /* atomic */
  gboolean done;
  GError *error; /* (owned) (nullable) */
} Job;

static gboolean
run_job (HoubuTx *tx, gpointer data, GError **error)
{
  Job *self = data;

  g_atomic_int_inc (&self->runs);
  houbu_tx_declare_journaled (tx);
  return self->func (tx, &self->change, error);
}

static gboolean
read_waiting (HoubuTx *tx, gpointer data, GError **error)
{
  static const HoubuSql count_waiting = { "count-waiting", "SELECT waiting FROM offering"
                                                           " WHERE key = 1" };
  Job *self = data;
  HoubuStatement *select = houbu_tx_statement (tx, &count_waiting);

  if (!houbu_statement_step (select, error))
    return FALSE;
  self->change.item = houbu_statement_get_int64 (select, "waiting");
  g_atomic_int_inc (&self->runs);
  return TRUE;
}

/* Decides by what the database holds, as a rule does. */
static gboolean
refuse_when_somebody_waits (HoubuTx *tx, gpointer data, GError **error)
{
  Job *self = data;

  if (!read_waiting (tx, data, error))
    return FALSE;
  if (self->change.item == 0)
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_QUEUE_NOT_EMPTY, HOUBU_PROBLEM_NONE, NULL);
  return FALSE;
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *self = user_data;

  houbu_store_write_finish (HOUBU_STORE (source), result, &self->error);
  self->done = TRUE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *self = user_data;

  houbu_store_read_finish (HOUBU_STORE (source), result, &self->error);
  self->done = TRUE;
}

static void
start_join (StoreFixture *fixture, Job *job, gint64 person)
{
  *job = (Job){ .change = { .offering = 1, .person = person }, .func = fixture_join };
  houbu_store_write_async (fixture->store, run_job, job, NULL, NULL, on_written, job);
}

static void
wait_until_run (Job *job)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_US;

  while (g_atomic_int_get (&job->runs) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (1000);
    }
}

/* Lets answers come that are not to come. */
static void
breathe (void)
{
  g_usleep (BREATH_US);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
wait_for_answer (Job *job)
{
  while (!job->done)
    g_main_context_iteration (NULL, TRUE);
}

static gint64
waiting_of (StoreFixture *fixture)
{
  return store_fixture_number (fixture, "SELECT waiting FROM offering WHERE key = 1");
}

/*
 * The first join is committed and not on the disk: nobody is told, neither who joined nor who
 * reads; the next one is at work already and is not committed.
 */
static void
test_nobody_hears (StoreFixture *fixture, gconstpointer data)
{
  guint syncs = count_syncs ();
  Job first, second, reading = { .done = FALSE };

  set_stuck (TRUE);
  start_join (fixture, &first, 1);
  wait_for_sync (syncs + 1);
  start_join (fixture, &second, 2);
  wait_until_run (&second);
  houbu_store_read_async (fixture->store, read_waiting, &reading, NULL, NULL, on_read, &reading);
  wait_until_run (&reading);
  breathe ();
  g_assert_false (first.done || second.done || reading.done);
  g_assert_cmpint (waiting_of (fixture), ==, 1);

  set_stuck (FALSE);
  wait_for_answer (&first);
  wait_for_answer (&second);
  wait_for_answer (&reading);
  g_assert_no_error (first.error);
  g_assert_no_error (second.error);
  g_assert_cmpint (reading.change.item, ==, 1);
  g_assert_cmpint (waiting_of (fixture), ==, 2);
  g_assert_cmpuint (count_syncs (), ==, syncs + 2);
  store_fixture_assert_clean (fixture);
}

/* A refusal says what is in the queue, so it waits for the queue to be on the disk. */
static void
test_refusals_wait (StoreFixture *fixture, gconstpointer data)
{
  guint syncs = count_syncs ();
  Job first, refused = { .done = FALSE };

  set_stuck (TRUE);
  start_join (fixture, &first, 1);
  wait_for_sync (syncs + 1);
  houbu_store_write_async (fixture->store, refuse_when_somebody_waits, &refused, NULL, NULL,
                           on_written, &refused);
  wait_until_run (&refused);
  breathe ();
  g_assert_false (refused.done);

  set_stuck (FALSE);
  wait_for_answer (&refused);
  g_assert_true (first.done);
  g_assert_error (refused.error, HOUBU_ERROR, HOUBU_ERROR_QUEUE_NOT_EMPTY);
  g_clear_error (&refused.error);
  /* It wrote nothing, so the disk was not asked for it. */
  g_assert_cmpuint (count_syncs (), ==, syncs + 1);
}

/* Nothing about the offering is taken from an answer that was kept, old or new. */
static void
test_kept_answers (StoreFixture *fixture, gconstpointer data)
{
  const HoubuTopic topic = houbu_topic_of_offering (1);
  guint64 before = houbu_store_look (fixture->store).time;
  guint syncs = count_syncs ();
  Job join;

  g_assert_true (houbu_store_holds (fixture->store, before, &topic, 1));
  set_stuck (TRUE);
  start_join (fixture, &join, 1);
  wait_for_sync (syncs + 1);
  g_assert_false (
      houbu_store_holds (fixture->store, houbu_store_look (fixture->store).time, &topic, 1));
  set_stuck (FALSE);
  wait_for_answer (&join);
  g_assert_true (
      houbu_store_holds (fixture->store, houbu_store_look (fixture->store).time, &topic, 1));
  g_assert_false (houbu_store_holds (fixture->store, before, &topic, 1));
}

/* What another process commits meanwhile is not taken for ours, nor ours for its. */
static void
test_others_meanwhile (StoreFixture *fixture, gconstpointer data)
{
  const HoubuTopic topic = houbu_topic_of_offering (2);
  guint64 before = houbu_store_look (fixture->store).time;
  guint64 between;
  guint syncs = count_syncs ();
  Job join;

  set_stuck (TRUE);
  start_join (fixture, &join, 1);
  wait_for_sync (syncs + 1);
  g_assert_true (houbu_store_holds (fixture->store, before, &topic, 1));
  store_fixture_execute (fixture, "UPDATE offering SET capacity = 3 WHERE key = 2");
  g_assert_false (houbu_store_holds (fixture->store, before, &topic, 1));
  between = houbu_store_look (fixture->store).time;
  set_stuck (FALSE);
  wait_for_answer (&join);
  store_fixture_execute (fixture, "UPDATE offering SET capacity = 4 WHERE key = 2");
  g_assert_false (houbu_store_holds (fixture->store, between, &topic, 1));
}

/* One commit each means one wait for the disk each. */
static void
test_one_each (StoreFixture *fixture, gconstpointer data)
{
  Job jobs[9];
  guint syncs = count_syncs ();

  houbu_store_set_batch (fixture->store, 1);
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    start_join (fixture, &jobs[i], i + 1);
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      wait_for_answer (&jobs[i]);
      g_assert_no_error (jobs[i].error);
    }
  g_assert_cmpuint (count_syncs (), ==, syncs + G_N_ELEMENTS (jobs));
}

/* What waits when the store is closed is still made durable and answered. */
static void
test_close (StoreFixture *fixture, gconstpointer data)
{
  guint syncs = count_syncs ();
  Job join;

  start_join (fixture, &join, 1);
  houbu_store_close (fixture->store);
  g_assert_cmpuint (count_syncs (), ==, syncs + 1);
  wait_for_answer (&join);
  g_assert_no_error (join.error);
}

/* Nothing can be promised after that: the daemon ends, and nobody has been answered. */
static void
test_broken_disk (StoreFixture *fixture, gconstpointer data)
{
  Job join;

  if (g_test_subprocess ())
    {
      disk.broken = TRUE;
      start_join (fixture, &join, 1);
      wait_for_answer (&join);
      g_printerr ("answered\n");
      return;
    }
  g_test_trap_subprocess (NULL, PATIENCE_US, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*The disk did not take what was committed (*Injected*");
  g_test_trap_assert_stderr_unmatched ("*answered*");
}

#define ADD(name, func)                                                                            \
  g_test_add (name, StoreFixture, NULL, set_up_slow, func, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/sync/nobody-hears", test_nobody_hears);
  ADD ("/store/sync/refusals-wait", test_refusals_wait);
  ADD ("/store/sync/kept-answers", test_kept_answers);
  ADD ("/store/sync/others-meanwhile", test_others_meanwhile);
  ADD ("/store/sync/one-each", test_one_each);
  ADD ("/store/sync/close", test_close);
  ADD ("/store/sync/broken-disk", test_broken_disk);
  return g_test_run ();
}
