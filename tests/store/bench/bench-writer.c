/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sqlite-driver.h"
#include "store-fixture.h"

/*
 * How fast joins are: one commit each, and in groups with many outstanding, in one run, so that the
 * ratio means something on any machine. A join here is what the engine's is: the entry, its journal
 * row, its idempotency row, the offering's counters.
 *
 *   bench-writer [SECONDS]
 */

#define OUTSTANDING 256
#define PERSONS 400000
#define FIRST_PERSON 1000

static const HoubuSql make_persons[] = {
  { "persons",
    "WITH RECURSIVE n (i) AS (SELECT $first UNION ALL SELECT i + 1 FROM n WHERE i < $last)"
    " INSERT INTO person (key, lookup, id_type, id_cipher, id_masked)"
    " SELECT i, CAST (i AS BLOB), 'passport', x'00', '***' FROM n" },
  { "accounts",
    "INSERT INTO account (key, id, phone, password_hash, person, created_at)"
    " SELECT key, key, key, '-', key, 0 FROM person WHERE key BETWEEN $first AND $last" },
  { "registrations",
    "INSERT INTO registration (key, id, exam, account, person, state, name, sex, campus,"
    " education_level, study_years, entry_year, grade, department, major, class_name,"
    " student_number, qualified, created_at) SELECT key, key, 1, key, key, 'active', 'N', 'male',"
    " '993010', '-', 4, 2020, '-', '-', '-', '-', '-', '1;2;F', 0 FROM person"
    " WHERE key BETWEEN $first AND $last" },
};

static const HoubuSql remember = {
  "remember",
  "INSERT INTO idempotency (actor, key, body_digest, status, body, created_at)"
  " VALUES ($actor, $key, $digest, 201, $body, $now)",
};

typedef struct
{
  HoubuStore *store;
  GMainLoop *loop;
  gint64 next_person;
  gint64 until;
  guint outstanding;
  guint done;
} Load;

static gboolean
make_people (HoubuTx *tx, gpointer data, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (make_persons); i++)
    {
      HoubuStatement *make = houbu_tx_statement (tx, &make_persons[i]);

      houbu_statement_bind_int64 (make, "first", FIRST_PERSON);
      houbu_statement_bind_int64 (make, "last", FIRST_PERSON + PERSONS - 1);
      if (!houbu_statement_run (make, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
join_once (HoubuTx *tx, gpointer data, GError **error)
{
  static const guint8 body[400];
  const FixtureChange *change = data;
  HoubuStatement *insert;
  g_autofree char *key = g_uuid_string_random ();

  if (!fixture_join (tx, data, error))
    return FALSE;
  insert = houbu_tx_statement (tx, &remember);
  houbu_statement_bind_text (insert, "actor", "account:1");
  houbu_statement_bind_text (insert, "key", key);
  houbu_statement_bind_blob (insert, "digest", body, 32);
  houbu_statement_bind_blob (insert, "body", body, sizeof body);
  houbu_statement_bind_int64 (insert, "now", change->person);
  return houbu_statement_run (insert, error);
}

static void on_joined (GObject *source, GAsyncResult *result, gpointer user_data);

static void
start_join (Load *load)
{
  FixtureChange *change = g_new0 (FixtureChange, 1);

  change->offering = 1;
  change->person = load->next_person++;
  load->outstanding++;
  houbu_store_write_async (load->store, join_once, change, g_free, NULL, on_joined, load);
}

static void
on_joined (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Load *load = user_data;
  g_autoptr (GError) error = NULL;

  if (!houbu_store_write_finish (load->store, result, &error))
    g_error ("%s", error->message);
  load->outstanding--;
  load->done++;
  if (g_get_monotonic_time () < load->until)
    start_join (load);
  else if (load->outstanding == 0)
    g_main_loop_quit (load->loop);
}

static double
measure (Load *load, guint outstanding, guint seconds)
{
  gint64 start = g_get_monotonic_time ();
  HoubuStoreStats before;
  HoubuStoreStats after;
  double rate;

  houbu_store_get_stats (load->store, &before);
  load->done = 0;
  load->until = start + (gint64) seconds * G_USEC_PER_SEC;
  for (guint i = 0; i < outstanding; i++)
    start_join (load);
  g_main_loop_run (load->loop);
  houbu_store_get_stats (load->store, &after);
  rate = load->done * (double) G_USEC_PER_SEC / (double) (g_get_monotonic_time () - start);
  g_print ("%4u outstanding: %8.0f joins/s, %.1f a commit\n", outstanding, rate,
           (double) load->done / (double) (after.commits - before.commits));
  return rate;
}

int
main (int argc, char *argv[])
{
  guint seconds = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 3;
  StoreFixture fixture = { 0 };
  Load load = { .next_person = FIRST_PERSON };
  g_autoptr (GError) error = NULL;
  double alone;
  double together;

  store_fixture_set_up (&fixture, &houbu_sqlite_driver);
  if (!houbu_store_write (fixture.store, make_people, NULL, &error))
    g_error ("%s", error->message);
  load.store = fixture.store;
  load.loop = g_main_loop_new (NULL, FALSE);
  alone = measure (&load, 1, seconds);
  together = measure (&load, OUTSTANDING, seconds);
  g_print ("ratio: %.1f\n", together / alone);
  g_main_loop_unref (load.loop);
  store_fixture_tear_down (&fixture, NULL);
  return 0;
}
