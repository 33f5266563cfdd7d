/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "houbu-check.h"
#include "houbu-error.h"
#include "houbu-journal-data.h"
#include "houbu-store-private.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#define PERSONS 9
#define DAY_US (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

/* --------------------------------------------------------------------------------------------- */
/* Filling */

static const HoubuSql insert_places[] = {
  { "province", "INSERT INTO province (code, name) VALUES ('99', 'Test')" },
  { "school", "INSERT INTO school (code, province, name) VALUES ('99301', '99', 'School')" },
  { "campus", "INSERT INTO campus (code, school, name) VALUES ('993010', '99301', 'Main')" },
};

static const HoubuSql insert_exam = {
  "exam",
  "INSERT INTO exam (key, id, name, registration_opens_at, registration_closes_at,"
  " payment_closes_at, waitlist_closes_at, hold_seconds, min_pay_window_seconds, grace_seconds,"
  " agreement_version, current, created_at) VALUES (1, 'e1', 'Exam', $opens, $closes, $closes,"
  " $closes, 86400, 7200, 900, '1', 1, $opens)",
};

static const HoubuSql insert_offering = {
  "offering",
  "INSERT INTO offering (key, exam, campus, subject, fee_fen, exam_starts_at, capacity)"
  " VALUES ($key, 1, '993010', $subject, 3000, 1700000000000000, 2)",
};

static const HoubuSql insert_person = {
  "person",
  "INSERT INTO person (key, lookup, id_type, id_cipher, id_masked)"
  " VALUES ($key, $lookup, 'passport', x'00', '***')",
};

static const HoubuSql insert_account = {
  "account",
  "INSERT INTO account (key, id, phone, password_hash, person, created_at)"
  " VALUES ($key, $id, $id, '-', $key, 0)",
};

static const HoubuSql insert_registration = {
  "registration",
  "INSERT INTO registration (key, id, exam, account, person, state, name, sex, campus,"
  " education_level, study_years, entry_year, grade, department, major, class_name,"
  " student_number, qualified, created_at, empty_since) VALUES ($key, $id, 1, $key, $key, 'active',"
  " 'N', 'male', '993010', '-', 4, 2020, '-', '-', '-', '-', '-', '1;2;F', $now, $now)",
};

static gboolean
journal_offering (
    HoubuTx *tx, gint64 offering, HoubuJournalType type, gint64 capacity, GError **error)
{
  HoubuOfferingLock *lock = houbu_tx_lock_offering (tx, offering, error);
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  HoubuJournalRow row = {
    .at = FIXTURE_NOW, .type = type, .actor = "operator:test", .exam = 1, .lock = lock
  };

  if (lock == NULL)
    return FALSE;
  houbu_journal_data_add_int64 (data, "capacity", capacity);
  if (type == HOUBU_JOURNAL_OFFERING_ADDED)
    houbu_journal_data_add_int64 (data, "fee_fen", 3000);
  row.data = houbu_journal_data_get_text (data);
  return houbu_journal_append (tx, &row, error);
}

static gboolean
fill_offerings (HoubuTx *tx, GError **error)
{
  static const char *const subjects[] = { "1", "2", "F" };

  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      HoubuStatement *insert = houbu_tx_statement (tx, &insert_offering);

      houbu_statement_bind_int64 (insert, "key", i + 1);
      houbu_statement_bind_text (insert, "subject", subjects[i]);
      if (!houbu_statement_run (insert, error) ||
          !journal_offering (tx, i + 1, HOUBU_JOURNAL_OFFERING_ADDED, 2, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
fill_person (HoubuTx *tx, gint64 key, GError **error)
{
  HoubuStatement *person = houbu_tx_statement (tx, &insert_person);
  HoubuStatement *account = houbu_tx_statement (tx, &insert_account);
  HoubuStatement *registration = houbu_tx_statement (tx, &insert_registration);
  g_autofree char *id = g_strdup_printf ("p%" G_GINT64_FORMAT, key);
  HoubuJournalRow row = { .at = FIXTURE_NOW,
                          .type = HOUBU_JOURNAL_REGISTRATION_CREATED,
                          .actor = "account:1",
                          .exam = 1,
                          .registration = key };

  houbu_statement_bind_int64 (person, "key", key);
  houbu_statement_bind_blob (person, "lookup", &key, sizeof key);
  houbu_statement_bind_int64 (account, "key", key);
  houbu_statement_bind_text (account, "id", id);
  houbu_statement_bind_int64 (registration, "key", key);
  houbu_statement_bind_text (registration, "id", id);
  houbu_statement_bind_int64 (registration, "now", FIXTURE_NOW);
  return houbu_statement_run (person, error) && houbu_statement_run (account, error) &&
         houbu_statement_run (registration, error) && houbu_journal_append (tx, &row, error);
}

gboolean
store_fixture_fill (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuStatement *exam = houbu_tx_statement (tx, &insert_exam);
  HoubuJournalRow row = {
    .at = FIXTURE_NOW, .type = HOUBU_JOURNAL_EXAM_CREATED, .actor = "operator:test", .exam = 1
  };

  for (guint i = 0; i < G_N_ELEMENTS (insert_places); i++)
    if (!houbu_statement_run (houbu_tx_statement (tx, &insert_places[i]), error))
      return FALSE;
  houbu_statement_bind_int64 (exam, "opens", FIXTURE_NOW - DAY_US);
  houbu_statement_bind_int64 (exam, "closes", FIXTURE_NOW + 10 * DAY_US);
  if (!houbu_statement_run (exam, error) || !houbu_journal_append (tx, &row, error) ||
      !fill_offerings (tx, error))
    return FALSE;
  for (gint64 key = 1; key <= PERSONS; key++)
    if (!fill_person (tx, key, error))
      return FALSE;
  return TRUE;
}

/* --------------------------------------------------------------------------------------------- */
/* Changes */

static const HoubuSql insert_enrolment = {
  "insert-enrolment",
  "INSERT INTO enrolment (id, registration, offering, exam, person, level, kind, active, state,"
  " obtained_by, fee_fen, deadline, created_at) VALUES ($id, $person, $offering, 1, $person,"
  " $level, $kind, 1, 'unpaid', $obtained_by, 3000, $deadline, $now)",
};
static const HoubuSql insert_entry = {
  "insert-entry",
  "INSERT INTO entry (id, registration, offering, exam, person, level, kind, queue_number, active,"
  " state, joined_at) VALUES ($id, $person, $offering, 1, $person, $level, $kind, $queue_number, 1,"
  " 'waiting', $now)",
};
static const HoubuSql end_entry = {
  "end-entry",
  "UPDATE entry SET active = 0, state = $state, reason = $reason, ended_at = $now,"
  " enrolment = $enrolment WHERE key = $key",
};
static const HoubuSql end_enrolment = {
  "end-enrolment",
  "UPDATE enrolment SET active = 0, state = $state, ended_reason = 'candidate', ended_at = $now"
  " WHERE key = $key",
};
static const HoubuSql select_item = {
  "select-item",
  "SELECT registration, person, offering, queue_number FROM entry WHERE key = $key AND active = 1"
  " AND $entry = 1 UNION ALL SELECT registration, person, offering, 0 FROM enrolment"
  " WHERE key = $key AND active = 1 AND $entry = 0",
};
static const HoubuSql select_head = {
  "select-head",
  "SELECT key FROM entry WHERE offering = $offering AND active = 1 ORDER BY queue_number LIMIT 1",
};
static const HoubuSql set_empty = {
  "set-empty",
  "UPDATE registration SET empty_since = CASE WHEN EXISTS (SELECT 1 FROM enrolment WHERE"
  " registration = $key AND active = 1) OR EXISTS (SELECT 1 FROM entry WHERE registration = $key"
  " AND active = 1) THEN NULL ELSE coalesce(empty_since, $now) END WHERE key = $key",
};

static gboolean
note_empty (HoubuTx *tx, gint64 registration, GError **error)
{
  HoubuStatement *update = houbu_tx_statement (tx, &set_empty);

  houbu_statement_bind_int64 (update, "key", registration);
  houbu_statement_bind_int64 (update, "now", FIXTURE_NOW);
  return houbu_statement_run (update, error);
}

static void
bind_item (HoubuStatement *insert, gint64 offering, gint64 person)
{
  g_autofree char *id = g_uuid_string_random ();

  houbu_statement_bind_text (insert, "id", id);
  houbu_statement_bind_int64 (insert, "offering", offering);
  houbu_statement_bind_int64 (insert, "person", person);
  houbu_statement_bind_int64 (insert, "level", offering == 2 ? 6 : 4);
  houbu_statement_bind_text (insert, "kind", offering == 3 ? "oral" : "written");
  houbu_statement_bind_int64 (insert, "now", FIXTURE_NOW);
}

static gboolean
journal_item (HoubuTx *tx,
              HoubuJournalType type,
              const FixtureChange *change,
              HoubuOfferingLock *lock,
              const char *from,
              const char *to,
              const char *data,
              GError **error)
{
  HoubuJournalRow row = {
    .at = FIXTURE_NOW,
    .type = type,
    .actor = "account:1",
    .exam = 1,
    .lock = lock,
    .registration = change->person,
    .item = change->item,
    .from_state = from,
    .to_state = to,
    .queue_number = change->queue_number,
    .data = data,
  };

  return houbu_journal_append (tx, &row, error) && note_empty (tx, change->person, error);
}

static gboolean
insert_seat (HoubuTx *tx,
             FixtureChange *change,
             HoubuOfferingLock *lock,
             const char *obtained_by,
             GError **error)
{
  HoubuStatement *insert = houbu_tx_statement (tx, &insert_enrolment);

  bind_item (insert, change->offering, change->person);
  houbu_statement_bind_text (insert, "obtained_by", obtained_by);
  houbu_statement_bind_int64 (insert, "deadline", FIXTURE_NOW + DAY_US);
  if (!houbu_statement_run (insert, error))
    return FALSE;
  change->item = houbu_tx_last_key (tx);
  change->queue_number = 0;
  houbu_offering_lock_take_seat (lock);
  return TRUE;
}

static gboolean
journal_seat (HoubuTx *tx,
              const FixtureChange *change,
              HoubuOfferingLock *lock,
              const char *obtained_by,
              GError **error)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();

  houbu_journal_data_add_text (data, "obtained_by", obtained_by);
  houbu_journal_data_add_int64 (data, "fee_fen", 3000);
  houbu_journal_data_add_int64 (data, "deadline", FIXTURE_NOW + DAY_US);
  return journal_item (tx, HOUBU_JOURNAL_ENROLMENT_CREATED, change, lock, NULL, "unpaid",
                       houbu_journal_data_get_text (data), error);
}

/* Takes a free seat of an empty queue, or refuses. */
gboolean
fixture_enrol (HoubuTx *tx, gpointer data, GError **error)
{
  FixtureChange *change = data;
  HoubuOfferingLock *lock = houbu_tx_lock_offering (tx, change->offering, error);

  if (lock == NULL)
    return FALSE;
  if (houbu_offering_lock_get_seats_free (lock) == 0 || houbu_offering_lock_get_waiting (lock) > 0)
    {
      houbu_error_set (error, HOUBU_ERROR_NO_SEAT, HOUBU_PROBLEM_NONE, NULL);
      return FALSE;
    }
  return insert_seat (tx, change, lock, "direct", error) &&
         journal_seat (tx, change, lock, "direct", error);
}

gboolean
fixture_join (HoubuTx *tx, gpointer data, GError **error)
{
  FixtureChange *change = data;
  HoubuOfferingLock *lock = houbu_tx_lock_offering (tx, change->offering, error);
  HoubuStatement *insert;

  if (lock == NULL)
    return FALSE;
  insert = houbu_tx_statement (tx, &insert_entry);
  change->queue_number = houbu_offering_lock_next_queue_number (lock);
  bind_item (insert, change->offering, change->person);
  houbu_statement_bind_int64 (insert, "queue_number", change->queue_number);
  if (!houbu_statement_run (insert, error))
    return FALSE;
  change->item = houbu_tx_last_key (tx);
  return journal_item (tx, HOUBU_JOURNAL_ENTRY_JOINED, change, lock, NULL, "waiting", NULL, error);
}

/* There is no such item, unless a statement failed. */
static gboolean
refuse (GError **error)
{
  if (*error == NULL)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return FALSE;
}

static gboolean
load_item (HoubuTx *tx, FixtureChange *change, gboolean entry, GError **error)
{
  HoubuStatement *select = houbu_tx_statement (tx, &select_item);

  houbu_statement_bind_int64 (select, "key", change->item);
  houbu_statement_bind_int64 (select, "entry", entry);
  if (!houbu_statement_step (select, error))
    return refuse (error);
  change->person = houbu_statement_get_int64 (select, "person");
  change->offering = houbu_statement_get_int64 (select, "offering");
  change->queue_number = houbu_statement_get_int64 (select, "queue_number");
  houbu_statement_reset (select);
  return TRUE;
}

static gboolean
leave_queue (HoubuTx *tx,
             FixtureChange *change,
             const char *state,
             const char *reason,
             gint64 enrolment,
             GError **error)
{
  HoubuStatement *update = houbu_tx_statement (tx, &end_entry);

  houbu_statement_bind_text (update, "state", state);
  houbu_statement_bind_text (update, "reason", reason);
  houbu_statement_bind_int64 (update, "now", FIXTURE_NOW);
  houbu_statement_bind_int64_or_null (update, "enrolment", enrolment, 0);
  houbu_statement_bind_int64 (update, "key", change->item);
  return houbu_statement_run (update, error);
}

/* Cancels the entry `item`. */
gboolean
fixture_cancel_entry (HoubuTx *tx, gpointer data, GError **error)
{
  FixtureChange *change = data;
  HoubuOfferingLock *lock;

  if (!load_item (tx, change, TRUE, error))
    return FALSE;
  lock = houbu_tx_lock_offering (tx, change->offering, error);
  if (lock == NULL || !leave_queue (tx, change, "cancelled", "give_up", 0, error))
    return FALSE;
  houbu_offering_lock_leave_queue (lock);
  return journal_item (tx, HOUBU_JOURNAL_ENTRY_CANCELLED, change, lock, "waiting", "cancelled",
                       "{\"reason\":\"give_up\"}", error);
}

/* Ends the enrolment `item` in the state `word`. */
gboolean
fixture_end_enrolment (HoubuTx *tx, gpointer data, GError **error)
{
  FixtureChange *change = data;
  HoubuOfferingLock *lock;
  HoubuStatement *update;

  if (!load_item (tx, change, FALSE, error))
    return FALSE;
  lock = houbu_tx_lock_offering (tx, change->offering, error);
  update = houbu_tx_statement (tx, &end_enrolment);
  houbu_statement_bind_text (update, "state", change->word);
  houbu_statement_bind_int64 (update, "now", FIXTURE_NOW);
  houbu_statement_bind_int64 (update, "key", change->item);
  if (lock == NULL || !houbu_statement_run (update, error))
    return FALSE;
  houbu_offering_lock_free_seat (lock);
  return journal_item (tx, HOUBU_JOURNAL_ENROLMENT_CHANGED, change, lock, "unpaid", change->word,
                       "{\"reason\":\"candidate\"}", error);
}

static gboolean
find_head (HoubuTx *tx, FixtureChange *change, GError **error)
{
  HoubuStatement *select = houbu_tx_statement (tx, &select_head);

  houbu_statement_bind_int64 (select, "offering", change->offering);
  if (!houbu_statement_step (select, error))
    return refuse (error);
  change->item = houbu_statement_get_int64 (select, "key");
  houbu_statement_reset (select);
  return load_item (tx, change, TRUE, error);
}

/* Promotes the head of `offering`. */
gboolean
fixture_promote (HoubuTx *tx, gpointer data, GError **error)
{
  FixtureChange *entry = data;
  FixtureChange seat;
  g_autofree char *promoted = NULL;
  HoubuOfferingLock *lock = houbu_tx_lock_offering (tx, entry->offering, error);

  if (lock == NULL || !find_head (tx, entry, error))
    return FALSE;
  seat = *entry;
  if (!insert_seat (tx, &seat, lock, "waitlist", error) ||
      !leave_queue (tx, entry, "promoted", NULL, seat.item, error))
    return FALSE;
  houbu_offering_lock_leave_queue (lock);
  promoted = g_strdup_printf ("{\"enrolment\":%" G_GINT64_FORMAT "}", seat.item);
  return journal_item (tx, HOUBU_JOURNAL_ENTRY_PROMOTED, entry, lock, "waiting", "promoted",
                       promoted, error) &&
         journal_seat (tx, &seat, lock, "waitlist", error);
}

/* Sets the capacity of `offering` to `item`. */
gboolean
fixture_set_capacity (HoubuTx *tx, gpointer data, GError **error)
{
  FixtureChange *change = data;
  HoubuOfferingLock *lock = houbu_tx_lock_offering (tx, change->offering, error);

  if (lock == NULL)
    return FALSE;
  houbu_offering_lock_set_capacity (lock, change->item);
  return journal_offering (tx, change->offering, HOUBU_JOURNAL_OFFERING_CHANGED, change->item,
                           error);
}

/* --------------------------------------------------------------------------------------------- */
/* Life */

void
store_fixture_reopen (StoreFixture *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->store);
  self->store = houbu_store_open_with (self->driver, self->location, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->store);
}

void
store_fixture_close (StoreFixture *self)
{
  if (self->store != NULL)
    g_assert_finalize_object (g_steal_pointer (&self->store));
}

void
store_fixture_set_up (StoreFixture *self, gconstpointer driver)
{
  g_autoptr (GError) error = NULL;

  self->driver = driver;
  self->folder = g_dir_make_tmp ("houbu-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->location = g_build_filename (self->folder, "houbu.db", NULL);
  store_fixture_reopen (self);
  houbu_store_write (self->store, store_fixture_fill, NULL, &error);
  g_assert_no_error (error);
}

void
store_fixture_tear_down (StoreFixture *self, gconstpointer driver)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  while (g_main_context_iteration (NULL, FALSE))
    ;
  store_fixture_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (self->location, suffixes[i], NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->location);
}

/* Behind the store's back, as a vandal would. */
void
store_fixture_execute (StoreFixture *self, const char *text)
{
  sqlite3 *db = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (self->location, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  sqlite3_exec (db, text, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
}

gint64
store_fixture_number (StoreFixture *self, const char *text)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 number;

  g_assert_cmpint (sqlite3_open (self->location, &db), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  g_assert_cmpint (sqlite3_prepare_v2 (db, text, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return number;
}

void
store_fixture_run (StoreFixture *self, HoubuStoreFunc func, FixtureChange change)
{
  g_autoptr (GError) error = NULL;

  houbu_store_write (self->store, func, &change, &error);
  g_assert_no_error (error);
}

static void
note_violation (const HoubuViolation *violation, gpointer data)
{
  g_ptr_array_add (data, g_strdup_printf ("%s: %s", violation->invariant, violation->text));
}

/* All violations, as "invariant: sentence". */
GPtrArray *
store_fixture_check (StoreFixture *self)
{
  g_autoptr (GPtrArray) violations = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  houbu_check_run (self->store, HOUBU_CHECK_FULL, FIXTURE_NOW, note_violation, violations, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&violations);
}

void
store_fixture_assert_clean (StoreFixture *self)
{
  g_autoptr (GPtrArray) violations = store_fixture_check (self);

  for (guint i = 0; i < violations->len; i++)
    g_test_message ("%s", (const char *) g_ptr_array_index (violations, i));
  g_assert_cmpuint (violations->len, ==, 0);
}
