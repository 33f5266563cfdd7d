/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "houbu-error.h"
#include "houbu-sqlite-driver.h"

/*
 * What every database has to do for the store, run once for each driver.
 */

static const HoubuSql put_setting = {
  "put-setting",
  "INSERT INTO setting (key, value) VALUES ($key, $value)",
};
static const HoubuSql get_setting = {
  "get-setting",
  "SELECT value FROM setting WHERE key = $key",
};
static const HoubuSql count_settings = {
  "count-settings",
  "SELECT count(*) AS n FROM setting WHERE key <> 'probe'",
};
static const HoubuSql delete_settings = { "delete-settings", "DELETE FROM setting" };

/* What one store function of these tests does. */
typedef struct
{
  const char *key;
  const char *value;
  gboolean refuse;      /* before writing */
  gboolean refuse_late; /* after it */
  gboolean twice;       /* writes the same key again, which no database takes */
  gboolean swallow;     /* and says that all is well */
  guint runs;           /* how often it was run */
  gboolean done;
  GError *error;
} Put;

static gboolean
put (HoubuTx *tx, gpointer data, GError **error)
{
  Put *self = data;

  self->runs++;
  if (self->refuse)
    {
      houbu_error_set (error, HOUBU_ERROR_NO_SEAT, HOUBU_PROBLEM_NONE, NULL);
      return FALSE;
    }
  for (int i = 0; i < (self->twice ? 2 : 1); i++)
    {
      HoubuStatement *insert = houbu_tx_statement (tx, &put_setting);

      houbu_statement_bind_text (insert, "key", self->key);
      houbu_statement_bind_text (insert, "value", self->value);
      if (!houbu_statement_run (insert, self->swallow ? NULL : error) && !self->swallow)
        return FALSE;
    }
  if (self->refuse_late)
    {
      houbu_error_set (error, HOUBU_ERROR_NO_SEAT, HOUBU_PROBLEM_NONE, NULL);
      return FALSE;
    }
  return TRUE;
}

static gboolean
get (HoubuTx *tx, gpointer data, GError **error)
{
  char **value = data;
  HoubuStatement *select = houbu_tx_statement (tx, &get_setting);

  houbu_statement_bind_text (select, "key", "a");
  if (houbu_statement_step (select, error))
    *value = houbu_statement_dup_text (select, "value");
  return TRUE;
}

static gboolean
count (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuStatement *select = houbu_tx_statement (tx, &count_settings);

  if (!houbu_statement_step (select, error))
    return FALSE;
  *(gint64 *) data = houbu_statement_get_int64 (select, "n");
  return TRUE;
}

static gint64
settings_of (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  houbu_store_read (fixture->store, count, &n, &error);
  g_assert_no_error (error);
  return n;
}

static void
on_put (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Put *self = houbu_store_result_get_data (result);

  g_assert_true (user_data == self);
  houbu_store_write_finish (HOUBU_STORE (source), result, &self->error);
  self->done = TRUE;
}

/* Holds the writer until the test has queued what belongs in one batch. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean entered;
  gboolean open;
} Gate;

static gboolean
wait_at_gate (HoubuTx *tx, gpointer data, GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->mutex);
  gate->entered = TRUE;
  g_cond_broadcast (&gate->cond);
  while (!gate->open)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
  return TRUE;
}

static void
close_gate (StoreFixture *fixture, Gate *gate)
{
  *gate = (Gate){ 0 };
  g_mutex_init (&gate->mutex);
  g_cond_init (&gate->cond);
  houbu_store_write_async (fixture->store, wait_at_gate, gate, NULL, NULL, NULL, NULL);
  g_mutex_lock (&gate->mutex);
  while (!gate->entered)
    g_cond_wait (&gate->cond, &gate->mutex);
  g_mutex_unlock (&gate->mutex);
}

static void
open_gate (Gate *gate)
{
  g_mutex_lock (&gate->mutex);
  gate->open = TRUE;
  g_cond_broadcast (&gate->cond);
  g_mutex_unlock (&gate->mutex);
}

/* Queues all of them, lets the writer go, and waits for all the answers. */
static void
run_together (StoreFixture *fixture, Put *puts, guint n)
{
  Gate gate;
  gboolean all = FALSE;

  close_gate (fixture, &gate);
  for (guint i = 0; i < n; i++)
    houbu_store_write_async (fixture->store, put, &puts[i], NULL, NULL, on_put, &puts[i]);
  open_gate (&gate);
  while (!all)
    {
      g_main_context_iteration (NULL, TRUE);
      all = TRUE;
      for (guint i = 0; i < n; i++)
        all = all && puts[i].done;
    }
}

/* What was written is read back, by another connection. */
static void
test_write_then_read (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  Put a = { .key = "a", .value = "第一" };

  houbu_store_write (fixture->store, put, &a, &error);
  g_assert_no_error (error);
  houbu_store_read (fixture->store, get, &value, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, "第一");
}

/* A reader's connection cannot write. */
static void
test_reader_cannot_write (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Put a = { .key = "a", .value = "1" };

  g_assert_false (houbu_store_read (fixture->store, put, &a, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_INTERNAL);
  g_assert_cmpint (settings_of (fixture), ==, 0);
}

/* Those who queue up are committed together, and a refusal in their middle costs nobody anything.
 */
static void
test_refusal_in_batch (StoreFixture *fixture, gconstpointer data)
{
  Put puts[] = { { .key = "a", .value = "1" },
                 { .key = "b", .value = "1", .refuse = TRUE },
                 { .key = "c", .value = "1" } };
  HoubuStoreStats before;
  HoubuStoreStats after;

  houbu_store_get_stats (fixture->store, &before);
  run_together (fixture, puts, G_N_ELEMENTS (puts));
  houbu_store_get_stats (fixture->store, &after);
  g_assert_no_error (puts[0].error);
  g_assert_error (puts[1].error, HOUBU_ERROR, HOUBU_ERROR_NO_SEAT);
  g_assert_no_error (puts[2].error);
  g_assert_cmpint (settings_of (fixture), ==, 2);
  /* The gate's, and theirs. */
  g_assert_cmpint (after.commits - before.commits, ==, 2);
  g_assert_cmpint (after.refusals - before.refusals, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (puts); i++)
    g_assert_cmpint (puts[i].runs, ==, 1);
  g_clear_error (&puts[1].error);
}

/* A store told to let nobody share commits each by itself, and says how long that took. */
static void
test_batch_of_one (StoreFixture *fixture, gconstpointer data)
{
  Put puts[] = { { .key = "a", .value = "1" }, { .key = "b", .value = "1" } };
  HoubuStoreStats before;
  HoubuStoreStats after;

  houbu_store_set_batch (fixture->store, 1);
  houbu_store_get_stats (fixture->store, &before);
  run_together (fixture, puts, G_N_ELEMENTS (puts));
  houbu_store_get_stats (fixture->store, &after);
  /* The gate is one of them. */
  g_assert_cmpint (after.commits - before.commits, ==, G_N_ELEMENTS (puts) + 1);
  g_assert_cmpint (settings_of (fixture), ==, 2);
  g_assert_cmpint (after.longest_hold, >, 0);
}

/* A refusal that comes after a write is undone all the same. */
static void
test_late_refusal (StoreFixture *fixture, gconstpointer data)
{
  Put puts[] = { { .key = "a", .value = "1" },
                 { .key = "b", .value = "1", .refuse_late = TRUE },
                 { .key = "c", .value = "1" } };

  run_together (fixture, puts, G_N_ELEMENTS (puts));
  g_assert_no_error (puts[0].error);
  g_assert_error (puts[1].error, HOUBU_ERROR, HOUBU_ERROR_NO_SEAT);
  g_assert_no_error (puts[2].error);
  g_assert_cmpint (settings_of (fixture), ==, 2);
  g_clear_error (&puts[1].error);
}

/* A statement that fails takes only its own function down; the others are run again alone. */
static void
test_failure_in_batch (StoreFixture *fixture, gconstpointer data)
{
  Put puts[] = { { .key = "a", .value = "1" },
                 { .key = "b", .value = "1", .twice = TRUE },
                 { .key = "c", .value = "1" } };

  run_together (fixture, puts, G_N_ELEMENTS (puts));
  g_assert_no_error (puts[0].error);
  g_assert_error (puts[1].error, HOUBU_ERROR, HOUBU_ERROR_INTERNAL);
  g_assert_no_error (puts[2].error);
  g_assert_cmpint (settings_of (fixture), ==, 2);
  g_assert_cmpint (puts[0].runs, ==, 2);
  g_assert_true (houbu_store_healthy (fixture->store));
  g_clear_error (&puts[1].error);
}

/* A function cannot hide a failed statement: the transaction is lost with it. */
static void
test_swallowed_failure (StoreFixture *fixture, gconstpointer data)
{
  Put puts[] = { { .key = "a", .value = "1" },
                 { .key = "b", .value = "1", .twice = TRUE, .swallow = TRUE } };

  run_together (fixture, puts, G_N_ELEMENTS (puts));
  g_assert_no_error (puts[0].error);
  g_assert_error (puts[1].error, HOUBU_ERROR, HOUBU_ERROR_INTERNAL);
  g_assert_cmpint (settings_of (fixture), ==, 1);
  g_clear_error (&puts[1].error);
}

/* A cancelled function that has not been run yet never is. */
static void
test_cancelled (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Put a = { .key = "a", .value = "1" };
  Gate gate;

  close_gate (fixture, &gate);
  houbu_store_write_async (fixture->store, put, &a, NULL, cancellable, on_put, &a);
  g_cancellable_cancel (cancellable);
  open_gate (&gate);
  while (!a.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (a.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (a.runs, ==, 0);
  g_assert_cmpint (settings_of (fixture), ==, 0);
  g_clear_error (&a.error);
}

static void
count_busy (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  guint *counts = user_data;

  if (houbu_store_write_finish (HOUBU_STORE (source), result, &error))
    counts[0]++;
  else
    {
      g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_BUSY);
      g_assert_cmpint (houbu_error_get_retry_after (error), >, 0);
      counts[1]++;
    }
}

/* Beyond its bound the queue says busy, at once, and serves those it took. */
static void
test_full_queue (StoreFixture *fixture, gconstpointer data)
{
  const guint n = 9000;
  guint counts[2] = { 0, 0 };
  gint64 ignored = 0;
  Gate gate;

  close_gate (fixture, &gate);
  for (guint i = 0; i < n; i++)
    houbu_store_write_async (fixture->store, count, &ignored, NULL, NULL, count_busy, counts);
  open_gate (&gate);
  while (counts[0] + counts[1] < n)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (counts[0], >=, 8192);
  g_assert_cmpint (counts[1], >, 0);
}

/* Closing serves what is queued; later work is refused as busy. */
static void
test_close_drains (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Put puts[50] = { 0 };
  g_autofree char *keys = g_strnfill (50, 'k');
  Put late = { .key = "late", .value = "1" };

  for (guint i = 0; i < G_N_ELEMENTS (puts); i++)
    {
      puts[i].key = keys + i;
      puts[i].value = "1";
      houbu_store_write_async (fixture->store, put, &puts[i], NULL, NULL, on_put, &puts[i]);
    }
  houbu_store_close (fixture->store);
  g_assert_false (houbu_store_write (fixture->store, put, &late, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_BUSY);
  while (!puts[49].done)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (puts); i++)
    g_assert_no_error (puts[i].error);
  store_fixture_reopen (fixture);
  g_assert_cmpint (settings_of (fixture), ==, 50);
}

typedef struct
{
  GThread *thread;
  StoreFixture *fixture;
  gint64 offering;
  gint64 last_number;
  guint n;
} Joiner;

static gpointer
join_and_cancel (gpointer data)
{
  Joiner *self = data;

  for (guint i = 0; i < self->n; i++)
    {
      g_autoptr (GError) error = NULL;
      FixtureChange change = { .offering = self->offering, .person = self->last_number };
      FixtureChange cancel;

      houbu_store_write (self->fixture->store, fixture_join, &change, &error);
      g_assert_no_error (error);
      cancel.item = change.item;
      houbu_store_write (self->fixture->store, fixture_cancel_entry, &cancel, &error);
      g_assert_no_error (error);
    }
  return NULL;
}

/* Threads that write at once never share a queue number, and no number is lost. */
static void
test_concurrent_writers (StoreFixture *fixture, gconstpointer data)
{
  Joiner joiners[8];

  for (guint i = 0; i < G_N_ELEMENTS (joiners); i++)
    {
      joiners[i] = (Joiner){ .fixture = fixture, .offering = 1, .last_number = i + 1, .n = 50 };
      joiners[i].thread = g_thread_new ("joiner", join_and_cancel, &joiners[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (joiners); i++)
    g_thread_join (joiners[i].thread);
  g_assert_cmpint (store_fixture_number (fixture, "SELECT count(*) FROM entry"), ==, 400);
  g_assert_cmpint (store_fixture_number (fixture, "SELECT max(queue_number) FROM entry"), ==, 400);
  g_assert_cmpint (
      store_fixture_number (fixture, "SELECT last_queue_number FROM offering WHERE key = 1"), ==,
      400);
  g_assert_cmpint (store_fixture_number (fixture, "SELECT waiting FROM offering WHERE key = 1"), ==,
                   0);
}

/* A reading keeps one snapshot while the writer goes on. */
static gboolean
count_twice (HoubuTx *tx, gpointer data, GError **error)
{
  StoreFixture *fixture = data;
  Put a = { .key = "a", .value = "1" };
  gint64 before = -1;
  gint64 after = -1;

  if (!count (tx, &before, error))
    return FALSE;
  houbu_store_write (fixture->store, put, &a, NULL);
  if (!count (tx, &after, error))
    return FALSE;
  g_assert_cmpint (before, ==, 0);
  g_assert_cmpint (after, ==, 0);
  return TRUE;
}

static void
test_snapshot (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  houbu_store_read (fixture->store, count_twice, fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (settings_of (fixture), ==, 1);
}

static void
on_committed (gint64 last_seq, gpointer data)
{
  *(gint64 *) data = last_seq;
}

static gboolean
delete_all (HoubuTx *tx, gpointer data, GError **error)
{
  return houbu_statement_run (houbu_tx_statement (tx, &delete_settings), error);
}

/* Commits with journal rows are told of, once durable, in the main context; others are not. */
static void
test_committed_func (StoreFixture *fixture, gconstpointer data)
{
  gint64 before = store_fixture_number (fixture, "SELECT max(seq) FROM journal");
  gint64 told = 0;

  while (g_main_context_iteration (NULL, FALSE))
    ;
  houbu_store_set_committed_func (fixture->store, on_committed, &told, NULL);
  houbu_store_write (fixture->store, delete_all, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (told, ==, 0);
  store_fixture_run (fixture, fixture_enrol, (FixtureChange){ .offering = 1, .person = 1 });
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (told, ==, before + 1);
}

/* Takes a seat in memory that is not there. */
static gboolean
oversell (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuOfferingLock *lock = houbu_tx_lock_offering (tx, 1, error);

  for (int i = 0; i < 3; i++)
    houbu_offering_lock_take_seat (lock);
  return TRUE;
}

/* A path that forgets to ask for a free seat fails as a whole, over capacity or not. */
static void
test_never_oversold (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (houbu_store_write (fixture->store, oversell, NULL, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_INTERNAL);
  g_clear_error (&error);
  store_fixture_run (fixture, fixture_enrol, (FixtureChange){ .offering = 1, .person = 1 });
  store_fixture_run (fixture, fixture_enrol, (FixtureChange){ .offering = 1, .person = 2 });
  store_fixture_run (fixture, fixture_set_capacity, (FixtureChange){ .offering = 1, .item = 0 });
  g_assert_false (houbu_store_write (fixture->store, oversell, NULL, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_INTERNAL);
  g_assert_cmpint (
      store_fixture_number (fixture,
                            "SELECT seats_in_use * 10 + over_capacity FROM offering WHERE key = 1"),
      ==, 21);
}

/* The database itself refuses a second item of one level and person, and a journal row's change. */
static void
test_backstops (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  FixtureChange again = { .offering = 1, .person = 1 };

  store_fixture_run (fixture, fixture_enrol, again);
  g_assert_false (houbu_store_write (fixture->store, fixture_enrol, &again, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_INTERNAL);
  g_assert_cmpint (store_fixture_number (fixture, "SELECT count(*) FROM enrolment"), ==, 1);
  g_assert_cmpint (
      store_fixture_number (fixture, "SELECT seats_in_use FROM offering WHERE key = 1"), ==, 1);
}

/* The counters that a batch keeps in memory are what the next transaction reads. */
static void
test_counters_flushed (StoreFixture *fixture, gconstpointer data)
{
  store_fixture_run (fixture, fixture_enrol, (FixtureChange){ .offering = 1, .person = 1 });
  store_fixture_run (fixture, fixture_enrol, (FixtureChange){ .offering = 1, .person = 2 });
  store_fixture_run (fixture, fixture_join, (FixtureChange){ .offering = 1, .person = 3 });
  store_fixture_run (fixture, fixture_set_capacity, (FixtureChange){ .offering = 1, .item = 3 });
  store_fixture_run (fixture, fixture_promote, (FixtureChange){ .offering = 1 });
  g_assert_cmpint (
      store_fixture_number (fixture, "SELECT seats_in_use * 1000 + capacity * 100 + waiting * 10 +"
                                     " last_queue_number FROM offering WHERE key = 1"),
      ==, 3301);
}

#define ADD(name, func)                                                                            \
  g_test_add (name, StoreFixture, driver, store_fixture_set_up, func, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  static const HoubuDriver *const drivers[] = { &houbu_sqlite_driver };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (drivers); i++)
    {
      const HoubuDriver *driver = drivers[i];

      ADD ("/store/write-then-read", test_write_then_read);
      ADD ("/store/reader-cannot-write", test_reader_cannot_write);
      ADD ("/store/refusal-in-batch", test_refusal_in_batch);
      ADD ("/store/batch-of-one", test_batch_of_one);
      ADD ("/store/late-refusal", test_late_refusal);
      ADD ("/store/failure-in-batch", test_failure_in_batch);
      ADD ("/store/swallowed-failure", test_swallowed_failure);
      ADD ("/store/cancelled", test_cancelled);
      ADD ("/store/full-queue", test_full_queue);
      ADD ("/store/close-drains", test_close_drains);
      ADD ("/store/concurrent-writers", test_concurrent_writers);
      ADD ("/store/snapshot", test_snapshot);
      ADD ("/store/committed-func", test_committed_func);
      ADD ("/store/never-oversold", test_never_oversold);
      ADD ("/store/backstops", test_backstops);
      ADD ("/store/counters-flushed", test_counters_flushed);
    }
  return g_test_run ();
}
