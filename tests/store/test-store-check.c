/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "houbu-sqlite-driver.h"

#include <string.h>

/*
 * Each check sees what it is there for: a healthy store is damaged behind its back, or a journal is
 * written as a faulty program would, and the violation is found under its name.
 */

#define SECOND G_GINT64_CONSTANT (1000000)

/* What a faulty program might append. */
typedef struct
{
  HoubuJournalType type;
  gint64 offering;
  gint64 item;
  const char *from_state;
  const char *to_state;
  gint64 queue_number;
  const char *data;
} Forged;

typedef struct
{
  const char *name;
  const char *invariant;
  const char *damage; /* SQL, or NULL */
  Forged forged[2];   /* or rows appended the ordinary way */
} Case;

/*
 * The world: offering 1 has 3 seats with persons 1, 2 and the promoted 3 (entry 1); person 4
 * cancelled entry 2; persons 5 and 6 wait with entries 3 and 4. Person 1 has an oral seat in
 * offering 3 (enrolment 3). Person 7 cancelled enrolment 4 in offering 2, person 8 holds 5 there.
 * The seat of the promotion is enrolment 6.
 */
static void
build_world (StoreFixture *fixture)
{
  store_fixture_run (fixture, fixture_enrol, (FixtureChange){ .offering = 1, .person = 1 });
  store_fixture_run (fixture, fixture_enrol, (FixtureChange){ .offering = 1, .person = 2 });
  store_fixture_run (fixture, fixture_enrol, (FixtureChange){ .offering = 3, .person = 1 });
  for (gint64 person = 3; person <= 6; person++)
    store_fixture_run (fixture, fixture_join, (FixtureChange){ .offering = 1, .person = person });
  store_fixture_run (fixture, fixture_cancel_entry, (FixtureChange){ .item = 2 });
  store_fixture_run (fixture, fixture_enrol, (FixtureChange){ .offering = 2, .person = 7 });
  store_fixture_run (fixture, fixture_end_enrolment,
                     (FixtureChange){ .item = 4, .word = "cancelled" });
  store_fixture_run (fixture, fixture_enrol, (FixtureChange){ .offering = 2, .person = 8 });
  store_fixture_run (fixture, fixture_set_capacity, (FixtureChange){ .offering = 1, .item = 3 });
  store_fixture_run (fixture, fixture_promote, (FixtureChange){ .offering = 1 });
}

/* A vandal has no guards in the way. */
static const char NO_GUARDS[] = "PRAGMA ignore_check_constraints = ON;"
                                "PRAGMA foreign_keys = OFF;"
                                "DROP TRIGGER journal_keeps_rows;"
                                "DROP TRIGGER journal_keeps_words;"
                                "DROP INDEX enrolment_one_per_level;"
                                "DROP INDEX entry_one_per_level;"
                                "DROP INDEX entry_by_number;";

#define COPY_ENROLMENT(person_, offering_, state_)                                                 \
  "INSERT INTO enrolment (id, registration, offering, exam, person, level, kind, active, state,"   \
  " obtained_by, fee_fen, deadline, created_at) SELECT 'copy', " person_ ", " offering_            \
  ", 1, " person_ ", level, kind, 1, " state_ ", obtained_by, fee_fen, deadline, created_at"       \
  " FROM enrolment WHERE key = 1;"

#define COPY_ENTRY(person_, number_)                                                               \
  "INSERT INTO entry (id, registration, offering, exam, person, level, kind, queue_number, "       \
  "active,"                                                                                        \
  " state, joined_at) SELECT 'copy', " person_ ", 1, 1, " person_ ", level, kind, " number_        \
  ", 1, 'waiting', joined_at FROM entry WHERE key = 3;"

static const Case cases[] = {
  { "a-seat-too-many", "I-S1",
    COPY_ENROLMENT ("9", "1", "'unpaid'") "UPDATE offering SET seats_in_use = 4 WHERE key = 1" },
  { "over-capacity-mark", "I-S1", "UPDATE offering SET over_capacity = 1 WHERE key = 2" },
  { "a-seat-too-many-once",
    "I-S1",
    NULL,
    { { HOUBU_JOURNAL_ENROLMENT_CREATED, 1, 99, NULL, "unpaid", 0,
        "{\"obtained_by\":\"waitlist\"}" } } },
  { "seats-miscounted", "I-S2", "UPDATE offering SET seats_in_use = 2 WHERE key = 1" },
  { "waiting-miscounted", "I-S2", "UPDATE offering SET waiting = 3 WHERE key = 1" },
  { "two-seats-of-a-person", "I-S3", COPY_ENROLMENT ("2", "1", "'unpaid'") },
  { "oral-seat-alone", "I-S4",
    "UPDATE enrolment SET active = 0, state = 'cancelled', ended_at = 1, ended_reason = 'x'"
    " WHERE key = 1" },
  { "oral-wait-alone", "I-S4", "UPDATE entry SET kind = 'oral', offering = 3 WHERE key = 3" },
  { "enrolment-of-another-person", "I-S6", "UPDATE enrolment SET person = 9 WHERE key = 1" },
  { "enrolment-of-another-level", "I-S6", "UPDATE enrolment SET level = 6 WHERE key = 1" },
  { "entry-of-another-kind", "I-S6", "UPDATE entry SET kind = 'oral' WHERE key = 3" },
  { "not-qualified", "I-S6", "UPDATE registration SET qualified = '2;11' WHERE key = 1" },
  { "another-school", "I-S6",
    "INSERT INTO school VALUES ('99302', '99', 'Other');"
    "INSERT INTO campus VALUES ('993020', '99302', 'Other');"
    "UPDATE registration SET campus = '993020' WHERE key = 2" },
  { "hold-without-end", "I-S8", "UPDATE enrolment SET deadline = NULL WHERE key = 1" },
  { "lock-without-owner", "I-S8", "UPDATE enrolment SET state = 'locked' WHERE key = 1" },
  { "ended-but-active", "I-S8", "UPDATE enrolment SET active = 1 WHERE key = 4" },
  { "deleted-enrolment", "I-S9", "DELETE FROM enrolment WHERE key = 4" },
  { "seat-past-the-queue",
    "I-Q1",
    NULL,
    { { HOUBU_JOURNAL_ENROLMENT_CREATED, 1, 99, NULL, "unpaid", 0,
        "{\"obtained_by\":\"direct\"}" } } },
  { "seat-back-past-the-queue",
    "I-P7",
    NULL,
    { { HOUBU_JOURNAL_ENROLMENT_CHANGED, 1, 99, "expired", "paid", 0, NULL } } },
  { "seat-back-of-what-was-withdrawn",
    "I-P7",
    NULL,
    { { HOUBU_JOURNAL_OFFERING_CHANGED, 2, 2, NULL, NULL, 0, "{\"withdrawn\":1}" },
      { HOUBU_JOURNAL_ENROLMENT_CHANGED, 2, 99, "expired", "paid", 0, NULL } } },
  { "seat-back-after-registration",
    "I-P7",
    NULL,
    { { HOUBU_JOURNAL_EXAM_CHANGED, 0, 1, NULL, NULL, 0, "{\"registration_closes_at\":1}" },
      { HOUBU_JOURNAL_ENROLMENT_CHANGED, 2, 99, "expired", "paid", 0, NULL } } },
  { "swapped-queue-numbers", "I-Q2",
    "UPDATE entry SET queue_number = 7 - queue_number WHERE key IN (3, 4)" },
  { "shared-queue-number", "I-Q2", "UPDATE entry SET queue_number = 3 WHERE key = 4" },
  { "number-given-again",
    "I-Q2",
    NULL,
    { { HOUBU_JOURNAL_ENTRY_JOINED, 1, 99, NULL, "waiting", 3, NULL } } },
  { "promoted-past-the-head",
    "I-Q3",
    NULL,
    { { HOUBU_JOURNAL_ENTRY_PROMOTED, 1, 4, "waiting", "promoted", 4, "{\"enrolment\":9}" } } },
  { "ended-without-reason", "I-Q4", "UPDATE entry SET reason = NULL WHERE key = 2" },
  { "ended-twice",
    "I-Q4",
    NULL,
    { { HOUBU_JOURNAL_ENTRY_FAILED, 1, 2, "cancelled", "failed", 2,
        "{\"reason\":\"operator\"}" } } },
  { "revived",
    "I-Q4",
    NULL,
    { { HOUBU_JOURNAL_ENROLMENT_CHANGED, 2, 4, "cancelled", "unpaid", 0, NULL } } },
  { "waits-twice", "I-Q5", COPY_ENTRY ("5", "9") },
  { "waits-beside-seat", "I-Q5", COPY_ENTRY ("2", "9") },
  { "rejoined-in-front", "I-Q6", COPY_ENTRY ("4", "1") },
  { "promotion-without-seat", "I-Q8", "UPDATE enrolment SET obtained_by = 'direct' WHERE key = 6" },
  { "seat-from-no-entry", "I-Q8", "UPDATE enrolment SET obtained_by = 'waitlist' WHERE key = 1" },
  { "promotion-cut-in-two",
    "I-Q8",
    NULL,
    { { HOUBU_JOURNAL_ENTRY_PROMOTED, 1, 3, "waiting", "promoted", 3, "{\"enrolment\":9}" } } },
  { "seat-left-empty", "I-Q9", "UPDATE offering SET capacity = 4 WHERE key = 1" },
  { "number-still-to-come", "I-Q10", "UPDATE offering SET last_queue_number = 3 WHERE key = 1" },
  { "waits-after-the-close", "I-Q13",
    "UPDATE exam SET waitlist_closes_at = 1668000000000000 - 6000000" },
  { "promoted-after-the-close",
    "I-Q13",
    NULL,
    { { HOUBU_JOURNAL_EXAM_CHANGED, 0, 0, NULL, NULL, 0,
        "{\"waitlist_closes_at\":1668000000000000}" },
      { HOUBU_JOURNAL_ENTRY_PROMOTED, 1, 3, "waiting", "promoted", 3, "{\"enrolment\":9}" } } },
  { "expired-too-early",
    "I-H1",
    NULL,
    { { HOUBU_JOURNAL_ENROLMENT_CHANGED, 1, 1, "unpaid", "expired", 0, NULL } } },
  { "closed-with-seat", "I-H8",
    "UPDATE registration SET state = 'closed', closed_at = 1, closed_reason = 'x' WHERE key = 1" },
  { "closed-with-wait", "I-H8",
    "UPDATE registration SET state = 'closed', closed_at = 1, closed_reason = 'x' WHERE key = 5" },
  { "empty-with-seat", "I-H8", "UPDATE registration SET empty_since = 1 WHERE key = 1" },
  { "empty-for-ever", "P9", "UPDATE registration SET empty_since = NULL WHERE key = 9" },
  { "registration-not-told", "I-I2",
    "UPDATE registration SET state = 'closed', closed_at = 1, closed_reason = 'x' WHERE key = 9" },
  { "review-not-told", "O5",
    "INSERT INTO review (id, account, person, ticket, state, finding, created_at, decided_at)"
    " VALUES ('v', 1, 1, x'00', 'approved', 'passed', 1, 1)" },
  { "review-approved-by-nobody", "O5",
    "INSERT INTO review (id, account, person, ticket, state, finding, created_at, decided_at)"
    " VALUES ('v', 1, 1, x'00', 'approved', 'unknown_ticket', 1, 1)" },
  { "review-changed-after-approval",
    "O5",
    NULL,
    { { HOUBU_JOURNAL_REVIEW_CHANGED, 0, 1, "approved", "refused", 0, NULL } } },
  { "notice-not-told", "I-A5",
    "INSERT INTO notice (id, exam, title, body, published_at) VALUES ('n', 1, 'x', 'x', 1)" },
  { "edited-journal-row", "I-D5", "UPDATE journal SET actor = 'account:2' WHERE seq = 20" },
  { "edited-unchained-row", "I-D5", "UPDATE journal SET at = at + 1 WHERE seq = 1" },
  { "deleted-journal-row", "I-D5", "DELETE FROM journal WHERE seq = 18" },
  { "deleted-last-journal-row", "I-D5",
    "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)" },
  { "forged-hash", "I-D5", "UPDATE offering SET chain_hash = randomblob (32) WHERE key = 1" },
  { "swapped-numbers-replayed", "I-D5",
    "UPDATE entry SET queue_number = 7 - queue_number WHERE key IN (3, 4)" },
  { "capacity-not-told", "I-D5", "UPDATE offering SET capacity = 9 WHERE key = 2" },
  { "deadline-not-told", "I-D5", "UPDATE enrolment SET deadline = deadline + 1 WHERE key = 1" },
  { "entry-not-told", "I-D5", COPY_ENTRY ("9", "9") },
  { "vanished-item", "I-D5", "DELETE FROM entry WHERE key = 4" },
  { "row-against-its-rules", "I-D4", "UPDATE enrolment SET fee_fen = -5 WHERE key = 1" },
  { "dangling-key", "I-D4", "UPDATE entry SET registration = 77 WHERE key = 3" },
};

static gboolean
append_forged (HoubuTx *tx, gpointer data, GError **error)
{
  const Forged *forged = data;
  HoubuJournalRow row = { .at = FIXTURE_NOW + SECOND,
                          .type = forged->type,
                          .actor = "account:1",
                          .exam = 1,
                          .registration = 1,
                          .item = forged->item,
                          .from_state = forged->from_state,
                          .to_state = forged->to_state,
                          .queue_number = forged->queue_number,
                          .data = forged->data };

  if (forged->offering != 0)
    row.lock = houbu_tx_lock_offering (tx, forged->offering, error);
  return houbu_journal_append (tx, &row, error);
}

static void
damage (StoreFixture *fixture, const Case *what)
{
  if (what->damage != NULL)
    {
      g_autofree char *text = g_strconcat (NO_GUARDS, what->damage, NULL);

      store_fixture_execute (fixture, text);
    }
  for (guint i = 0;
       i < G_N_ELEMENTS (what->forged) && what->forged[i].type != HOUBU_JOURNAL_EXAM_CREATED; i++)
    {
      g_autoptr (GError) error = NULL;

      houbu_store_write (fixture->store, append_forged, (gpointer) &what->forged[i], &error);
      g_assert_no_error (error);
    }
}

/* The damage is found, under the name of the invariant that it breaks. */
static void
test_found (gconstpointer data)
{
  const Case *what = data;
  StoreFixture fixture = { 0 };
  g_autoptr (GPtrArray) violations = NULL;
  g_autofree char *prefix = g_strconcat (what->invariant, ":", NULL);
  gboolean found = FALSE;

  store_fixture_set_up (&fixture, &houbu_sqlite_driver);
  build_world (&fixture);
  store_fixture_assert_clean (&fixture);
  damage (&fixture, what);
  violations = store_fixture_check (&fixture);
  for (guint i = 0; i < violations->len; i++)
    {
      const char *violation = g_ptr_array_index (violations, i);

      g_test_message ("%s", violation);
      found = found || g_str_has_prefix (violation, prefix);
    }
  g_assert_true (found);
  store_fixture_tear_down (&fixture, NULL);
}

/* A store that is broken all over is told of within bounds. */
static void
test_bounded (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) violations = NULL;

  store_fixture_execute (fixture,
                         "DROP TRIGGER journal_keeps_words;"
                         "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE"
                         " i < 500) INSERT INTO journal (at, type, actor, chain_hash)"
                         " SELECT i, 'import', 'system', zeroblob (32) FROM n");
  violations = store_fixture_check (fixture);
  g_assert_cmpuint (violations->len, ==, 100);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/store/check/%s/%s", cases[i].invariant, cases[i].name);

      g_test_add_data_func (path, &cases[i], test_found);
    }
  g_test_add ("/store/check/bounded", StoreFixture, &houbu_sqlite_driver, store_fixture_set_up,
              test_bounded, store_fixture_tear_down);
  return g_test_run ();
}
