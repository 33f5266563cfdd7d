/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "houbu-sqlite-driver.h"
#include "houbu-store-private.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS 6
/* How long a child lives, in milliseconds; one of them until its log begins anew. */
#define SHORT_LIFE 150
#define LONG_LIFE 2500
#define CHILD_THREADS 4

/* --------------------------------------------------------------------------------------------- */
/* The child: joins and cancels without end, and says so when it was told that it is durable. */

typedef struct
{
  HoubuStore *store;
  gint64 person;
} Child;

static void
acknowledge (const FixtureChange *change)
{
  char line[64];
  int length = g_snprintf (line, sizeof line, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                           change->item, change->queue_number);

  /* One write: lines of threads do not mix. */
  if (write (STDOUT_FILENO, line, (gsize) length) != length)
    _exit (1);
}

static gpointer
join_for_ever (gpointer data)
{
  Child *self = data;

  for (;;)
    {
      FixtureChange change = { .offering = 1, .person = self->person };

      if (!houbu_store_write (self->store, fixture_join, &change, NULL))
        _exit (2);
      acknowledge (&change);
      if (!houbu_store_write (self->store, fixture_cancel_entry, &change, NULL))
        _exit (3);
    }
  return NULL;
}

static int
run_child (const char *location)
{
  g_autoptr (HoubuStore) store = houbu_store_open_with (&houbu_sqlite_driver, location, NULL);
  Child children[CHILD_THREADS];

  if (store == NULL)
    return 4;
  for (guint i = 0; i < CHILD_THREADS; i++)
    {
      children[i] = (Child){ .store = store, .person = i + 1 };
      g_thread_unref (g_thread_new ("child", join_for_ever, &children[i]));
    }
  for (;;)
    pause ();
}

/* --------------------------------------------------------------------------------------------- */

static char *own_path;

/* Lets a child work for a moment, kills it, and gives back what it had been told. */
static char *
run_and_kill (StoreFixture *fixture, guint delay_ms)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                                    own_path, "--child", fixture->location, NULL);
  g_autoptr (GOutputStream) told = g_memory_output_stream_new_resizable ();
  char first[1];

  g_assert_no_error (error);
  g_assert_cmpint (
      g_input_stream_read (g_subprocess_get_stdout_pipe (child), first, 1, NULL, &error), ==, 1);
  g_output_stream_write_all (told, first, 1, NULL, NULL, NULL);
  g_usleep (delay_ms * 1000);
  g_subprocess_send_signal (child, SIGKILL);
  g_output_stream_splice (told, g_subprocess_get_stdout_pipe (child),
                          G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait (child, NULL, NULL);
  return g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (told)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (told)));
}

static const HoubuSql find_entry = {
  "find-entry",
  "SELECT count(*) AS n FROM entry WHERE key = $key AND queue_number = $queue_number",
};

static gboolean
find_all (HoubuTx *tx, gpointer data, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (data, "\n", -1);

  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      HoubuStatement *select = houbu_tx_statement (tx, &find_entry);
      char *rest = NULL;

      houbu_statement_bind_int64 (select, "key", g_ascii_strtoll (lines[i], &rest, 10));
      houbu_statement_bind_int64 (select, "queue_number", g_ascii_strtoll (rest, NULL, 10));
      g_assert_true (houbu_statement_step (select, error));
      g_assert_cmpint (houbu_statement_get_int64 (select, "n"), ==, 1);
    }
  return TRUE;
}

static const HoubuSql find_waiting = {
  "find-waiting",
  "SELECT min(key) AS key FROM entry WHERE active = 1",
};

/* Ends the waits that the last child left, one a call. */
static gboolean
cancel_next (HoubuTx *tx, gpointer data, GError **error)
{
  FixtureChange *change = data;
  HoubuStatement *select = houbu_tx_statement (tx, &find_waiting);

  if (!houbu_statement_step (select, error))
    return FALSE;
  change->item = houbu_statement_get_int64 (select, "key");
  houbu_statement_reset (select);
  return change->item == 0 || fixture_cancel_entry (tx, change, error);
}

static void
cancel_waiting (StoreFixture *fixture)
{
  FixtureChange change = { 0 };

  do
    {
      g_autoptr (GError) error = NULL;

      houbu_store_write (fixture->store, cancel_next, &change, &error);
      g_assert_no_error (error);
    }
  while (change.item != 0);
}

/*
 * After kill -9 at any moment whatever was acknowledged is there, once, under the same number, and
 * no invariant is broken.
 */
static void
test_kill (StoreFixture *fixture, gconstpointer data)
{
  /* Without seats nobody who waits could have been promoted. */
  store_fixture_run (fixture, fixture_set_capacity, (FixtureChange){ .offering = 1, .item = 0 });
  store_fixture_close (fixture);
  for (guint round = 0; round < ROUNDS; round++)
    {
      int longest = round == 0 ? LONG_LIFE : SHORT_LIFE;
      g_autofree char *told = run_and_kill (fixture, (guint) g_test_rand_int_range (1, longest));
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (strlen (told), >, 0);
      store_fixture_reopen (fixture);
      houbu_store_read (fixture->store, find_all, told, &error);
      g_assert_no_error (error);
      store_fixture_assert_clean (fixture);
      cancel_waiting (fixture);
      store_fixture_close (fixture);
    }
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && strcmp (argv[1], "--child") == 0)
    return run_child (argv[2]);

  g_test_init (&argc, &argv, NULL);
  own_path = g_canonicalize_filename (argv[0], NULL);
  g_test_add ("/store/crash/kill", StoreFixture, &houbu_sqlite_driver, store_fixture_set_up,
              test_kill, store_fixture_tear_down);
  return g_test_run ();
}
