/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "houbu-error.h"
#include "houbu-sqlite-driver.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#define PATIENCE_US (20 * G_USEC_PER_SEC)
#define BREATH_US (250 * 1000)

static const HoubuSql put_setting = {
  "put-setting",
  "INSERT INTO setting (key, value) VALUES ($key, $value)",
};

/* Writes a row of some size. */
typedef struct
{
  guint number;
  guint bytes;
} Row;

static gboolean
put_row (HoubuTx *tx, gpointer data, GError **error)
{
  const Row *row = data;
  HoubuStatement *insert = houbu_tx_statement (tx, &put_setting);
  g_autofree char *key = g_strdup_printf ("row-%u", row->number);
  g_autofree char *value = g_strnfill (row->bytes, 'x');

  houbu_statement_bind_text (insert, "key", key);
  houbu_statement_bind_text (insert, "value", value);
  return houbu_statement_run (insert, error);
}

/* Leaves nothing behind but the log of it. */
static gboolean
replace_row (HoubuTx *tx, gpointer data, GError **error)
{
  static const HoubuSql delete_rows = { "delete-rows", "DELETE FROM setting" };

  return houbu_statement_run (houbu_tx_statement (tx, &delete_rows), error) &&
         put_row (tx, data, error);
}

static gint64
rows_of (StoreFixture *fixture)
{
  return store_fixture_number (fixture, "SELECT count(*) FROM setting WHERE key LIKE 'row-%'");
}

static void
wait_until_healthy (StoreFixture *fixture)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_US;

  while (!houbu_store_healthy (fixture->store))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, until);
      g_usleep (20000);
    }
}

static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/*
 * When files cannot grow any more, writes are refused as busy and nothing of them stays, reading
 * goes on, and the store comes back by itself when there is room again.
 */
static void
test_full_disk (StoreFixture *fixture, gconstpointer data)
{
  Row row = { .number = 0, .bytes = 4000 };
  g_autoptr (GError) error = NULL;
  gint64 acknowledged = 0;

  limit_files (600 * 1024);
  while (houbu_store_write (fixture->store, put_row, &row, &error))
    {
      acknowledged++;
      row.number++;
      g_assert_cmpint (acknowledged, <, 1000);
    }
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_BUSY);
  g_assert_cmpint (houbu_error_get_retry_after (error), >, 0);
  g_assert_false (houbu_store_healthy (fixture->store));
  g_assert_cmpint (rows_of (fixture), ==, acknowledged);

  limit_files (RLIM_INFINITY);
  wait_until_healthy (fixture);
  store_fixture_run (fixture, fixture_enrol, (FixtureChange){ .offering = 1, .person = 1 });
  g_assert_cmpint (rows_of (fixture), ==, acknowledged);
}

/* One job too big for the disk is refused; those beside it are not. */
static void
test_one_too_big (StoreFixture *fixture, gconstpointer data)
{
  Row big = { .number = 1, .bytes = 3000000 };
  Row small = { .number = 2, .bytes = 10 };
  g_autoptr (GError) error = NULL;

  limit_files (1200 * 1024);
  g_assert_false (houbu_store_write (fixture->store, put_row, &big, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_BUSY);
  g_clear_error (&error);
  houbu_store_write (fixture->store, put_row, &small, &error);
  limit_files (RLIM_INFINITY);
  g_assert_no_error (error);
  g_assert_true (houbu_store_healthy (fixture->store));
  g_assert_cmpint (rows_of (fixture), ==, 1);
}

/* --------------------------------------------------------------------------------------------- */

static HoubuDriver faulty_driver;
static int commits_to_fail; /* atomic */
static gboolean lose_answer;

/* Fails like a disk that errs at the very end: before the commit, or after it took effect. */
static gboolean
faulty_commit (gpointer connection, GError **error)
{
  gboolean fail = g_atomic_int_get (&commits_to_fail) > 0;

  if (!fail)
    return houbu_sqlite_driver.commit (connection, error);
  g_atomic_int_add (&commits_to_fail, -1);
  if (lose_answer)
    houbu_sqlite_driver.commit (connection, NULL);
  g_set_error_literal (error, HOUBU_STORE_FAILURE, HOUBU_STORE_FAILURE_IO, "Injected");
  return FALSE;
}

static void
set_up_faulty (StoreFixture *fixture, gconstpointer data)
{
  faulty_driver = houbu_sqlite_driver;
  faulty_driver.commit = faulty_commit;
  lose_answer = FALSE;
  store_fixture_set_up (fixture, &faulty_driver);
}

/* A commit that fails without end: busy to whoever asks, nothing half done, and then recovery. */
static void
test_failing_commit (StoreFixture *fixture, gconstpointer data)
{
  FixtureChange change = { .offering = 1, .person = 1 };
  g_autoptr (GError) error = NULL;

  g_atomic_int_set (&commits_to_fail, 5);
  g_assert_false (houbu_store_write (fixture->store, fixture_enrol, &change, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_BUSY);
  g_assert_cmpint (store_fixture_number (fixture, "SELECT count(*) FROM enrolment"), ==, 0);
  g_assert_cmpint (
      store_fixture_number (fixture, "SELECT seats_in_use FROM offering WHERE key = 1"), ==, 0);
  wait_until_healthy (fixture);
  store_fixture_run (fixture, fixture_enrol, change);
  g_assert_cmpint (store_fixture_number (fixture, "SELECT count(*) FROM enrolment"), ==, 1);
}

/*
 * A commit that took effect although it reported a failure: the caller hears busy, which means
 * unknown, and the change is not made a second time.
 */
static void
test_lost_answer (StoreFixture *fixture, gconstpointer data)
{
  FixtureChange change = { .offering = 1, .person = 1 };
  g_autoptr (GError) error = NULL;

  lose_answer = TRUE;
  g_atomic_int_set (&commits_to_fail, 1);
  g_assert_false (houbu_store_write (fixture->store, fixture_enrol, &change, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_BUSY);
  g_assert_cmpint (store_fixture_number (fixture, "SELECT count(*) FROM enrolment"), ==, 1);
  wait_until_healthy (fixture);
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  houbu_store_write_finish (HOUBU_STORE (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* Another process that keeps the lock is waited for. */
static void
test_locked_by_other (StoreFixture *fixture, gconstpointer data)
{
  sqlite3 *other = NULL;
  Row row = { .number = 1, .bytes = 10 };
  gboolean answered = FALSE;

  g_assert_cmpint (sqlite3_open (fixture->location, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  houbu_store_write_async (fixture->store, put_row, &row, NULL, NULL, on_answered, &answered);
  g_usleep (300000);
  g_assert_cmpint (sqlite3_exec (other, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (other);
  while (!answered)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (rows_of (fixture), ==, 1);
  g_assert_true (houbu_store_healthy (fixture->store));
}

typedef struct
{
  HoubuStore *store;
  int stop; /* atomic */
} Reader;

static gboolean
read_slowly (HoubuTx *tx, gpointer data, GError **error)
{
  static const HoubuSql count_settings = { "count-settings", "SELECT count(*) AS n FROM setting" };

  if (!houbu_statement_step (houbu_tx_statement (tx, &count_settings), error))
    return FALSE;
  g_usleep (50000);
  return TRUE;
}

static gpointer
read_on (gpointer data)
{
  Reader *reader = data;

  while (!g_atomic_int_get (&reader->stop))
    houbu_store_read (reader->store, read_slowly, NULL, NULL);
  return NULL;
}

static gint64
log_bytes (StoreFixture *fixture)
{
  g_autofree char *path = g_strconcat (fixture->location, "-wal", NULL);
  GStatBuf status;

  return g_stat (path, &status) == 0 ? status.st_size : 0;
}

/*
 * Readings that overlap without a break do not make the log grow without end: before long it begins
 * anew and is smaller than what was written. A busy machine may need more than one attempt.
 */
static void
test_log_is_bounded (StoreFixture *fixture, gconstpointer data)
{
  const gint64 enough = 100000000;
  const gint64 plenty = 200000000;
  const gint64 too_much = 600000000;
  Reader reader = { .store = fixture->store };
  Row row = { .number = 0, .bytes = 4000000 };
  GThread *threads[2];
  gint64 until = g_get_monotonic_time () + 2 * PATIENCE_US;
  gint64 written = 0;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      threads[i] = g_thread_new ("reader", read_on, &reader);
      g_usleep (25000);
    }
  while (written - log_bytes (fixture) < enough && written < too_much &&
         g_get_monotonic_time () < until)
    {
      g_autoptr (GError) error = NULL;

      houbu_store_write (fixture->store, replace_row, &row, &error);
      g_assert_no_error (error);
      written += row.bytes;
      if (written > plenty) /* the first attempts failed: leave time for the next ones */
        g_usleep (BREATH_US);
    }
  g_atomic_int_set (&reader.stop, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_test_message ("written %" G_GINT64_FORMAT ", log %" G_GINT64_FORMAT " bytes", written,
                  log_bytes (fixture));
  g_assert_cmpint (written - log_bytes (fixture), >=, enough);
}

/*
 * A log that readings leave alone begins anew long before the writer waits for readers: most of it
 * was copied aside while commits went on.
 */
static void
test_log_begins_anew (StoreFixture *fixture, gconstpointer data)
{
  const gint64 enough = 20000000;
  const gint64 plenty = 50000000;
  const gint64 too_much = 125000000;
  Row row = { .number = 0, .bytes = 400000 };
  gint64 written = 0;

  while (written - log_bytes (fixture) < enough)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (written, <, too_much);
      houbu_store_write (fixture->store, replace_row, &row, &error);
      g_assert_no_error (error);
      written += row.bytes;
      if (written > plenty) /* a slow disk: leave time to copy */
        g_usleep (BREATH_US);
    }
  g_assert_true (houbu_store_healthy (fixture->store));
}

/* --------------------------------------------------------------------------------------------- */
/* A disk that takes what is written to the database and loses it, which the next sync reports, once
 * and no more. */

static sqlite3_vfs lossy_vfs;
static sqlite3_vfs *sound_vfs;
static sqlite3_io_methods lossy_methods;
static const sqlite3_io_methods *sound_methods;
static GMutex lossy_mutex;
static gboolean losing;
static guint losses;
static GHashTable *lost; /* (element-type gint64 GBytes): what the disk has instead, by place */

static int
lossy_write (sqlite3_file *file, const void *bytes, int n, sqlite3_int64 place)
{
  int code;

  g_mutex_lock (&lossy_mutex);
  if (!losing)
    g_hash_table_remove (lost, &place);
  else if (!g_hash_table_contains (lost, &place))
    {
      char *before = g_malloc0 ((gsize) n);

      sound_methods->xRead (file, before, n, place);
      g_hash_table_insert (lost, g_memdup2 (&place, sizeof place),
                           g_bytes_new_take (before, (gsize) n));
    }
  code = sound_methods->xWrite (file, bytes, n, place);
  g_mutex_unlock (&lossy_mutex);
  return code;
}

static int
lossy_sync (sqlite3_file *file, int flags)
{
  gboolean fails;

  g_mutex_lock (&lossy_mutex);
  fails = losing && g_hash_table_size (lost) > 0;
  losing = losing && !fails;
  losses += fails ? 1 : 0;
  g_mutex_unlock (&lossy_mutex);
  return fails ? SQLITE_IOERR_FSYNC : sound_methods->xSync (file, flags);
}

static int
lossy_open (sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *given)
{
  int code = sound_vfs->xOpen (sound_vfs, name, file, flags, given);

  if (code != SQLITE_OK || (flags & SQLITE_OPEN_MAIN_DB) == 0)
    return code;
  sound_methods = file->pMethods;
  lossy_methods = *sound_methods;
  lossy_methods.xWrite = lossy_write;
  lossy_methods.xSync = lossy_sync;
  file->pMethods = &lossy_methods;
  return SQLITE_OK;
}

static void
set_up_lossy (StoreFixture *fixture, gconstpointer data)
{
  if (g_test_subprocess ())
    {
      lost = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                    (GDestroyNotify) g_bytes_unref);
      sound_vfs = sqlite3_vfs_find (NULL);
      lossy_vfs = *sound_vfs;
      lossy_vfs.zName = "lossy";
      lossy_vfs.xOpen = lossy_open;
      g_assert_cmpint (sqlite3_vfs_register (&lossy_vfs, TRUE), ==, SQLITE_OK);
    }
  store_fixture_set_up (fixture, data);
}

static void
set_losing (gboolean value)
{
  g_mutex_lock (&lossy_mutex);
  losing = value;
  g_mutex_unlock (&lossy_mutex);
}

static guint
count_losses (void)
{
  guint n;

  g_mutex_lock (&lossy_mutex);
  n = losses;
  g_mutex_unlock (&lossy_mutex);
  return n;
}

/* As after the loss of power: nothing is left of what only memory had. */
static void
lose (const char *location)
{
  int fd = g_open (location, O_RDWR | O_CLOEXEC, 0);
  GHashTableIter iter;
  gpointer place = NULL;
  gpointer bytes = NULL;

  g_assert_cmpint (fd, >=, 0);
  g_hash_table_iter_init (&iter, lost);
  while (g_hash_table_iter_next (&iter, &place, &bytes))
    {
      gsize length = 0;
      gconstpointer before = g_bytes_get_data (bytes, &length);

      g_assert_cmpint (pwrite (fd, before, length, *(gint64 *) place), ==, length);
    }
  close (fd);
}

/*
 * What the disk lost while the log was copied aside is copied once more from the log: no later sync
 * that succeeds, and no orderly end, takes it away.
 */
static void
test_lost_copy (StoreFixture *fixture, gconstpointer data)
{
  Row row = { .number = 0, .bytes = 400000 };
  gint64 until = g_get_monotonic_time () + PATIENCE_US;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  set_losing (TRUE);
  while (count_losses () == 0)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (g_get_monotonic_time (), <, until);
      houbu_store_write (fixture->store, put_row, &row, &error);
      g_assert_no_error (error);
      row.number++;
    }
  set_losing (FALSE);
  store_fixture_run (fixture, fixture_enrol, (FixtureChange){ .offering = 1, .person = 1 });
  store_fixture_close (fixture);
  g_assert_cmpuint (g_hash_table_size (lost), >, 0);
  lose (fixture->location);
  store_fixture_reopen (fixture);
  g_assert_cmpint (rows_of (fixture), ==, row.number);
  store_fixture_assert_clean (fixture);
}

#define ADD(name, set_up, func)                                                                    \
  g_test_add (name, StoreFixture, &houbu_sqlite_driver, set_up, func, store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGXFSZ, SIG_IGN);
  ADD ("/store/faults/full-disk", store_fixture_set_up, test_full_disk);
  ADD ("/store/faults/one-too-big", store_fixture_set_up, test_one_too_big);
  ADD ("/store/faults/failing-commit", set_up_faulty, test_failing_commit);
  ADD ("/store/faults/lost-answer", set_up_faulty, test_lost_answer);
  ADD ("/store/faults/log-is-bounded", store_fixture_set_up, test_log_is_bounded);
  ADD ("/store/faults/log-begins-anew", store_fixture_set_up, test_log_begins_anew);
  ADD ("/store/faults/lost-copy", set_up_lossy, test_lost_copy);
  ADD ("/store/faults/locked-by-other", store_fixture_set_up, test_locked_by_other);
  return g_test_run ();
}
