/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "houbu-chain.h"
#include "houbu-journal-data.h"
#include "houbu-replay.h"
#include "houbu-sqlite-driver.h"

#include <string.h>

/* Data reads back as it was written, whatever characters a text has. */
static void
test_data_round_trip (void)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  const char *json;
  gint64 number = 0;
  g_autofree char *text = NULL;

  g_assert_cmpstr (houbu_journal_data_get_text (data), ==, "{}");
  houbu_journal_data_add_int64 (data, "capacity", G_MININT64 + 1);
  houbu_journal_data_add_text (data, "reason", "a \"b\" \\ \n 候补");
  houbu_journal_data_add_null (data, "deadline");
  houbu_journal_data_add_int64_or_null (data, "fee_fen", -1, -1);
  json = houbu_journal_data_get_text (data);
  g_assert_cmpstr (
      json, ==,
      "{\"capacity\":-9223372036854775807,\"reason\":\"a \\\"b\\\" \\\\ \\u000a 候补\","
      "\"deadline\":null,\"fee_fen\":null}");
  g_assert_cmpint (houbu_journal_data_lookup (json, "capacity", &number, NULL), ==,
                   HOUBU_JOURNAL_VALUE_INT64);
  g_assert_cmpint (number, ==, G_MININT64 + 1);
  g_assert_cmpint (houbu_journal_data_lookup (json, "reason", NULL, &text), ==,
                   HOUBU_JOURNAL_VALUE_TEXT);
  g_assert_cmpstr (text, ==, "a \"b\" \\ \n 候补");
  g_assert_cmpint (houbu_journal_data_lookup (json, "deadline", &number, NULL), ==,
                   HOUBU_JOURNAL_VALUE_NULL);
  g_assert_cmpint (houbu_journal_data_lookup (json, "lock", &number, NULL), ==,
                   HOUBU_JOURNAL_VALUE_ABSENT);
}

/* What is not ours is read as having nothing, without a crash. */
static void
test_data_foreign (void)
{
  static const char *const texts[] = {
    "",
    "{",
    "{}",
    "[1]",
    "{\"a\"",
    "{\"a\":",
    "{\"a\":}",
    "{\"a\":\"",
    "{\"a\":\"\\",
    "{\"a\":[1]}",
    "{\"a\":\"\\u12",
    "{\"b\":1,",
    "{\"b\":{\"a\":1}}",
    "{\"a\":tru",
    "{a:1}",
    "{\"b\":1 \"a\":2}",
  };

  g_assert_cmpint (houbu_journal_data_lookup (NULL, "a", NULL, NULL), ==,
                   HOUBU_JOURNAL_VALUE_ABSENT);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpint (houbu_journal_data_lookup (texts[i], "a", NULL, NULL), ==,
                     HOUBU_JOURNAL_VALUE_ABSENT);
}

/* Each type has a word of its own that leads back to it. */
static void
test_type_words (void)
{
  for (int type = HOUBU_JOURNAL_EXAM_CREATED; type <= HOUBU_JOURNAL_REVIEW_CHANGED; type++)
    {
      HoubuJournalType back;
      const char *word = houbu_journal_type_to_string ((HoubuJournalType) type);

      g_assert_true (houbu_journal_type_from_string (word, &back));
      g_assert_cmpint (back, ==, type);
    }
}

static char *
hash_of (const HoubuJournalEvent *event, const guint8 *before)
{
  guint8 hash[HOUBU_CHAIN_BYTES];
  GString *hex = g_string_new (NULL);

  houbu_chain_hash (event, houbu_journal_type_to_string (event->type), before, hash);
  for (guint i = 0; i < sizeof hash; i++)
    g_string_append_printf (hex, "%02x", hash[i]);
  return g_string_free (hex, FALSE);
}

/* The hash is that of the documented text, computed here by another program once and for all. */
static void
test_known_hash (void)
{
  HoubuJournalEvent event = { .at = 1668000000000000,
                              .type = HOUBU_JOURNAL_ENTRY_JOINED,
                              .actor = (char *) "account:7",
                              .exam = 1,
                              .offering = 2,
                              .registration = 3,
                              .item = 4,
                              .to_state = (char *) "waiting",
                              .queue_number = 5,
                              .chain_number = 6 };
  guint8 zeros[HOUBU_CHAIN_BYTES] = { 0 };
  g_autofree char *first = hash_of (&event, NULL);
  g_autofree char *chained = hash_of (&event, zeros);

  g_assert_cmpstr (first, ==, "c38ed176d97586766380fe375ca33a8281389626aca4971f11ac4669c729de4b");
  g_assert_cmpstr (chained, ==, "10ecfd1dec580a420c6e3488705b1468c5272186090c9ba6c020b97e2cea9fe8");
}

/* A field cannot slip into its neighbour unseen. */
static void
test_fields_apart (void)
{
  HoubuJournalEvent a = { .actor = (char *) "ab", .request = (char *) "c" };
  HoubuJournalEvent b = { .actor = (char *) "a", .request = (char *) "bc" };
  HoubuJournalEvent c = { .actor = (char *) "ab", .request = NULL, .from_state = (char *) "c" };
  g_autofree char *hash_a = hash_of (&a, NULL);
  g_autofree char *hash_b = hash_of (&b, NULL);
  g_autofree char *hash_c = hash_of (&c, NULL);

  g_assert_cmpstr (hash_a, !=, hash_b);
  g_assert_cmpstr (hash_a, !=, hash_c);
}

typedef struct
{
  gint64 after;
  guint limit;
  GPtrArray *events; /* (owned) */
  gint64 last_seq;
} Reading;

static gboolean
read_journal (HoubuTx *tx, gpointer data, GError **error)
{
  Reading *reading = data;

  g_clear_pointer (&reading->events, g_ptr_array_unref);
  reading->events = houbu_journal_read (tx, reading->after, reading->limit, error);
  return reading->events != NULL && houbu_journal_last_seq (tx, &reading->last_seq, error);
}

/* Rows come back in order, from where one asks, no more than one asks for, with all they have. */
static void
test_read_after (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Reading reading = { .after = 3, .limit = 4 };
  const HoubuJournalEvent *event;

  store_fixture_run (fixture, fixture_join, (FixtureChange){ .offering = 1, .person = 1 });
  houbu_store_read (fixture->store, read_journal, &reading, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reading.events->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      event = g_ptr_array_index (reading.events, i);
      g_assert_cmpint (event->seq, ==, 4 + i);
    }
  g_assert_cmpint (reading.last_seq, ==, 14);

  reading.after = 13;
  houbu_store_read (fixture->store, read_journal, &reading, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reading.events->len, ==, 1);
  event = g_ptr_array_index (reading.events, 0);
  g_assert_cmpint (event->type, ==, HOUBU_JOURNAL_ENTRY_JOINED);
  g_assert_cmpstr (event->actor, ==, "account:1");
  g_assert_cmpint (event->offering, ==, 1);
  g_assert_cmpint (event->registration, ==, 1);
  g_assert_cmpint (event->item, ==, 1);
  g_assert_null (event->from_state);
  g_assert_cmpstr (event->to_state, ==, "waiting");
  g_assert_cmpint (event->queue_number, ==, 1);
  g_assert_cmpint (event->chain_number, ==, 2);
  g_clear_pointer (&reading.events, g_ptr_array_unref);
}

/* --------------------------------------------------------------------------------------------- */

static void
count_difference (const HoubuViolation *violation, gpointer data)
{
  g_test_message ("%s: %s", violation->invariant, violation->text);
  (*(guint *) data)++;
}

static gboolean
replay (HoubuTx *tx, gpointer data, GError **error)
{
  return houbu_replay_compare (tx, count_difference, data, error);
}

static guint
differences_of (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  guint differences = 0;

  houbu_store_read (fixture->store, replay, &differences, &error);
  g_assert_no_error (error);
  return differences;
}

/* One random change; those that the rules of the fixture or the database refuse change nothing. */
static void
change_at_random (StoreFixture *fixture)
{
  static const HoubuStoreFunc funcs[] = { fixture_enrol,        fixture_join,
                                          fixture_cancel_entry, fixture_end_enrolment,
                                          fixture_promote,      fixture_set_capacity };
  FixtureChange change = { .offering = g_test_rand_int_range (1, 4),
                           .person = g_test_rand_int_range (1, 10),
                           .item = g_test_rand_int_range (1, 20),
                           .word = "cancelled" };

  houbu_store_write (fixture->store, funcs[g_test_rand_int_range (0, G_N_ELEMENTS (funcs))],
                     &change, NULL);
}

/* Whatever happened, the journal replayed from empty gives the present state. */
static void
test_replay_random (StoreFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 400; i++)
    change_at_random (fixture);
  g_assert_cmpint (store_fixture_number (fixture, "SELECT count(*) FROM entry"), >, 5);
  g_assert_cmpint (store_fixture_number (fixture, "SELECT count(*) FROM enrolment"), >, 5);
  g_assert_cmpuint (differences_of (fixture), ==, 0);
}

/* A single change that the journal does not tell of is seen. */
static void
test_replay_difference (StoreFixture *fixture, gconstpointer data)
{
  store_fixture_run (fixture, fixture_join, (FixtureChange){ .offering = 1, .person = 1 });
  g_assert_cmpuint (differences_of (fixture), ==, 0);
  store_fixture_execute (fixture, "UPDATE entry SET joined_at = joined_at + 1");
  g_assert_cmpuint (differences_of (fixture), ==, 1);
}

#define ADD(name, func)                                                                            \
  g_test_add (name, StoreFixture, &houbu_sqlite_driver, store_fixture_set_up, func,                \
              store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/journal/data-round-trip", test_data_round_trip);
  g_test_add_func ("/store/journal/data-foreign", test_data_foreign);
  g_test_add_func ("/store/journal/type-words", test_type_words);
  g_test_add_func ("/store/journal/known-hash", test_known_hash);
  g_test_add_func ("/store/journal/fields-apart", test_fields_apart);
  ADD ("/store/journal/read-after", test_read_after);
  ADD ("/store/journal/replay-random", test_replay_random);
  ADD ("/store/journal/replay-difference", test_replay_difference);
  return g_test_run ();
}
