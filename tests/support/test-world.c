/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-world.h"

#include "houbu-check.h"
#include "houbu-hasher.h"
#include "houbu-journal-data.h"
#include "houbu-journal.h"
#include "houbu-mask.h"
#include "houbu-operations-accounts.h"
#include "houbu-statement.h"
#include "houbu-store-accounts.h"
#include "houbu-store-exam.h"
#include "houbu-store-students.h"
#include "houbu-tokens.h"
#include "houbu-tx.h"
#include "houbu-vault.h"

#include <glib/gstdio.h>

/* 10 December 2022, 01:00 UTC */
#define EXAM_DAY (G_GINT64_CONSTANT (1670634000) * G_TIME_SPAN_SECOND)

static const HoubuSql sql_places[] = {
  { "test_province", "INSERT INTO province (code, name) VALUES ('99', 'Test Province')" },
  { "test_schools", "INSERT INTO school (code, province, name) VALUES "
                    "('99301', '99', 'Test School 01'), ('99302', '99', 'Test School 02')" },
  { "test_campuses", "INSERT INTO campus (code, school, name) VALUES "
                     "('993010', '99301', 'North'), ('993011', '99301', 'South'), "
                     "('993020', '99302', 'Main')" },
};

static const HoubuSql sql_offering = {
  "test_offering",
  "INSERT INTO offering (exam, campus, subject, fee_fen, exam_starts_at, exam_ends_at, capacity) "
  "VALUES ($exam, $campus, $subject, $fee_fen, $starts_at, $ends_at, 0)",
};

void
test_world_write (TestWorld *world, HoubuStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  houbu_store_write (houbu_engine_get_store (world->engine), func, data, &error);
  g_assert_no_error (error);
}

void
test_world_read (TestWorld *world, HoubuStoreFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;

  houbu_store_read (houbu_engine_get_store (world->engine), func, data, &error);
  g_assert_no_error (error);
}

static gboolean
run_sql (HoubuTx *tx, gpointer data, GError **error)
{
  return houbu_statement_run (houbu_tx_statement (tx, data), error);
}

void
test_world_sql (TestWorld *world, const HoubuSql *sql)
{
  test_world_write (world, run_sql, (gpointer) sql);
}

typedef struct
{
  const HoubuSql *sql;
  gint64 value;
} Count;

static gboolean
run_count (HoubuTx *tx, gpointer data, GError **error)
{
  Count *count = data;
  HoubuStatement *st = houbu_tx_statement (tx, count->sql);

  if (!houbu_statement_step (st, error))
    return FALSE;
  count->value = houbu_statement_get_int64 (st, "value");
  houbu_statement_reset (st);
  return TRUE;
}

gint64
test_world_count (TestWorld *world, const HoubuSql *sql)
{
  Count count = { .sql = sql };

  test_world_read (world, run_count, &count);
  return count.value;
}

static gboolean
add_exam (HoubuTx *tx, gpointer data, GError **error)
{
  TestWorld *world = data;
  g_autoptr (HoubuJournalData) details = houbu_journal_data_new ();
  HoubuExamRow exam = {
    .id = (char *) "x2022b",
    .name = (char *) "2022 autumn",
    .agreement_version = (char *) "2022-2",
    .window = {
      .registration_opens_at = TEST_NOW - HOUBU_DAY,
      .registration_closes_at = TEST_NOW + 20 * HOUBU_DAY,
      .payment_closes_at = TEST_NOW + 22 * HOUBU_DAY,
      .waitlist_closes_at = TEST_NOW + 20 * HOUBU_DAY,
      .hold_us = HOUBU_DAY,
      .min_pay_window_us = 2 * HOUBU_HOUR,
      .grace_us = 15 * HOUBU_MINUTE,
    },
    .report_form_closes_at = HOUBU_NONE,
    .created_at = TEST_NOW,
  };
  const HoubuExamWindow *window = &exam.window;

  for (gsize i = 0; i < G_N_ELEMENTS (sql_places); i++)
    if (!houbu_statement_run (houbu_tx_statement (tx, &sql_places[i]), error))
      return FALSE;
  if (!houbu_store_exam_insert_current (tx, &exam, error))
    return FALSE;
  world->exam = exam.key;
  houbu_journal_data_add_int64 (details, "registration_opens_at", window->registration_opens_at);
  houbu_journal_data_add_int64 (details, "registration_closes_at", window->registration_closes_at);
  houbu_journal_data_add_int64 (details, "payment_closes_at", window->payment_closes_at);
  houbu_journal_data_add_int64 (details, "waitlist_closes_at", window->waitlist_closes_at);
  houbu_journal_data_add_int64 (details, "hold_seconds", window->hold_us / HOUBU_SECOND);
  houbu_journal_data_add_int64 (details, "min_pay_window_seconds",
                                window->min_pay_window_us / HOUBU_SECOND);
  return houbu_journal_append (tx,
                               &(HoubuJournalRow){
                                   .at = TEST_NOW,
                                   .type = HOUBU_JOURNAL_EXAM_CREATED,
                                   .actor = "system",
                                   .exam = exam.key,
                                   .data = houbu_journal_data_get_text (details),
                               },
                               error);
}

static void
open_engine (TestWorld *world)
{
  g_autoptr (GError) error = NULL;

  world->engine = houbu_engine_open (world->dir, world->clock, &world->options, &error);
  g_assert_no_error (error);
}

void
test_world_init_options (HoubuEngineOptions *options)
{
  houbu_engine_options_init (options);
  options->captcha_mode = HOUBU_CAPTCHA_OFF;
}

TestWorld *
test_world_new_with (const HoubuEngineOptions *options)
{
  TestWorld *world = g_new0 (TestWorld, 1);
  g_autoptr (GError) error = NULL;

  world->dir = g_dir_make_tmp ("houbu-test-XXXXXX", &error);
  g_assert_no_error (error);
  world->clock = houbu_clock_new_manual (TEST_NOW);
  world->options = *options;
  open_engine (world);
  test_world_write (world, add_exam, world);
  return world;
}

TestWorld *
test_world_new (void)
{
  HoubuEngineOptions options;

  test_world_init_options (&options);
  return test_world_new_with (&options);
}

static void
close_engine (TestWorld *world)
{
  houbu_engine_close (world->engine);
  /* What nobody waited for still has its completion to be told. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&world->engine));
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      g_unlink (child);
    }
  g_rmdir (path);
}

static void
note_violation (const HoubuViolation *violation, gpointer data)
{
  g_string_append_printf (data, "%s: %s\n", violation->invariant, violation->text);
}

/* Every test leaves a store behind that holds what the rules promise. */
static void
check_store (TestWorld *world)
{
  g_autoptr (GString) violations = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  houbu_check_run (houbu_engine_get_store (world->engine), HOUBU_CHECK_FULL,
                   houbu_clock_now (world->clock), note_violation, violations, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (violations->str, ==, "");
}

void
test_world_free (TestWorld *world)
{
  if (!world->unchecked)
    check_store (world);
  close_engine (world);
  remove_folder (world->dir);
  g_free (world->dir);
  houbu_clock_unref (world->clock);
  g_free (world);
}

void
test_world_reopen (TestWorld *world)
{
  close_engine (world);
  open_engine (world);
}

void
test_world_advance (TestWorld *world, gint64 by)
{
  houbu_clock_advance (world->clock, by);
}

typedef struct
{
  TestWorld *world;
  const char *campus;
  const char *subject;
  gint64 capacity;
  gint64 fee_fen;
  gint64 key;
} NewOffering;

static gboolean
add_offering (HoubuTx *tx, gpointer data, GError **error)
{
  NewOffering *new = data;
  HoubuStatement *st = houbu_tx_statement (tx, &sql_offering);
  g_autoptr (HoubuJournalData) details = houbu_journal_data_new ();
  HoubuOfferingLock *lock;

  houbu_statement_bind_int64 (st, "exam", new->world->exam);
  houbu_statement_bind_text (st, "campus", new->campus);
  houbu_statement_bind_text (st, "subject", new->subject);
  houbu_statement_bind_int64_or_null (st, "fee_fen", new->fee_fen, 0);
  houbu_statement_bind_int64 (st, "starts_at", EXAM_DAY);
  houbu_statement_bind_int64 (st, "ends_at", EXAM_DAY + 2 * HOUBU_HOUR);
  if (!houbu_statement_run (st, error))
    return FALSE;
  new->key = houbu_tx_last_key (tx);
  lock = houbu_tx_lock_offering (tx, new->key, error);
  if (lock == NULL)
    return FALSE;
  houbu_offering_lock_set_capacity (lock, new->capacity);
  houbu_journal_data_add_int64 (details, "capacity", new->capacity);
  houbu_journal_data_add_int64_or_null (details, "fee_fen", new->fee_fen, 0);
  houbu_journal_data_add_int64 (details, "withdrawn", 0);
  return houbu_journal_append (tx,
                               &(HoubuJournalRow){
                                   .at = houbu_clock_now (new->world->clock),
                                   .type = HOUBU_JOURNAL_OFFERING_ADDED,
                                   .actor = "system",
                                   .exam = new->world->exam,
                                   .lock = lock,
                                   .data = houbu_journal_data_get_text (details),
                               },
                               error);
}

gint64
test_world_add_offering (
    TestWorld *world, const char *campus, const char *subject, gint64 capacity, gint64 fee_fen)
{
  NewOffering new = { world, campus, subject, capacity, fee_fen, 0 };

  test_world_write (world, add_offering, &new);
  return new.key;
}

typedef struct
{
  TestWorld *world;
  const char *number;
  HoubuStudentRow row; /* its texts are borrowed */
} NewStudent;

static gboolean
add_student (HoubuTx *tx, gpointer data, GError **error)
{
  NewStudent *new = data;
  HoubuVault *vault = houbu_engine_get_vault (new->world->engine);
  g_autoptr (GBytes) lookup = houbu_vault_person_lookup (vault, "passport", new->number);
  g_autoptr (GBytes) cipher = houbu_vault_seal (vault, "person", new->number);
  g_autofree char *masked = houbu_mask_identity (new->number);
  g_autoptr (HoubuIdentityRow) known = houbu_store_identity_by_lookup (tx, lookup, error);
  HoubuIdentityRow identity = {
    .lookup = lookup,
    .id_type = (char *) "passport",
    .cipher = cipher,
    .masked = masked,
  };

  new->row.person = known != NULL ? known->key : houbu_store_identity_add (tx, &identity, error);
  return new->row.person != 0 &&
         houbu_store_student_set (tx, &new->row, houbu_clock_now (new->world->clock), error);
}

gint64
test_world_add_student (TestWorld *world,
                        const char *number,
                        const char *name,
                        const char *campus,
                        const char *qualified)
{
  NewStudent new = {
    .world = world,
    .number = number,
    .row = {
      .name = (char *) name,
      .sex = (char *) "female",
      .campus = (char *) campus,
      .education_level = (char *) "undergraduate",
      .study_years = 4,
      .entry_year = 2020,
      .grade = (char *) "2",
      .department = (char *) "Chemistry",
      .major = (char *) "Polymers",
      .class_name = (char *) "1",
      .student_number = (char *) "00037",
      .qualified = (char *) qualified,
    },
  };

  test_world_write (world, add_student, &new);
  return new.row.person;
}

typedef struct
{
  const char *phone;
  const char *name;
  gint64 key;
} NewAccount;

static gboolean
add_account (HoubuTx *tx, gpointer data, GError **error)
{
  /* One hash for all: it is slow, and every test account has the same password. */
  static gsize hash;
  NewAccount *new = data;
  g_autofree char *id = houbu_random_id ();

  if (g_once_init_enter (&hash))
    g_once_init_leave (&hash, (gsize) houbu_password_hash (TEST_PASSWORD));
  new->key =
      houbu_store_account_add (tx, id, new->phone, new->name, (const char *) hash, TEST_NOW, error);
  return new->key != 0;
}

gint64
test_world_add_account (TestWorld *world, const char *phone, const char *name)
{
  NewAccount new = { phone, name, 0 };

  test_world_write (world, add_account, &new);
  return new.key;
}

HoubuCaller *
test_world_caller (TestWorld *world, gint64 account)
{
  HoubuCaller *caller = houbu_caller_new (HOUBU_CALLER_CANDIDATE);

  caller->account = account;
  caller->account_id = g_strdup_printf ("a%" G_GINT64_FORMAT, account);
  caller->phone_masked = g_strdup ("139****0001");
  caller->expires_at = G_MAXINT64;
  return caller;
}

HoubuCaller *
test_world_operator (TestWorld *world, HoubuRole role, const char *scope)
{
  HoubuCaller *caller = houbu_caller_new (HOUBU_CALLER_OPERATOR);

  caller->operator_name = g_strdup (houbu_role_to_string (role));
  caller->role = role;
  caller->scope = g_strdup (scope);
  caller->expires_at = G_MAXINT64;
  return caller;
}

static void
run_step (TestWorld *world,
          const HoubuOperation *operation,
          HoubuCaller *caller,
          GType type,
          const char *json)
{
  g_autoptr (HoubuCall) call = test_call_new (caller, type, json);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = test_run_bytes (world->engine, operation, call, NULL, &error);

  g_assert_no_error (error);
}

HoubuCaller *
test_world_add_candidate (TestWorld *world,
                          const char *number,
                          const char *campus,
                          const char *qualified)
{
  g_autofree char *phone = g_strdup_printf ("139%08u", g_str_hash (number) % 100000000);
  g_autofree char *question = g_strdup_printf (
      "{\"id_type\":\"passport\",\"id_number\":\"%s\",\"name\":\"Test Person\"}", number);
  g_autoptr (HoubuCall) query = NULL;
  g_autoptr (HoubuRecord) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *confirmation = NULL;
  HoubuCaller *caller;

  test_world_add_student (world, number, "Test Person", campus, qualified);
  caller = test_world_caller (world, test_world_add_account (world, phone, NULL));
  run_step (world, &houbu_operation_accept_agreement, caller, HOUBU_TYPE_AGREEMENT_ACCEPTANCE,
            "{\"version\":\"2022-2\"}");
  query = test_call_new (caller, HOUBU_TYPE_QUALIFICATION_QUERY, question);
  found = test_run (world->engine, &houbu_operation_query_qualification, query,
                    HOUBU_TYPE_QUALIFICATION_RESULT, &error);
  g_assert_no_error (error);
  confirmation = g_strdup_printf (
      "{\"query_id\":\"%s\",\"phone_confirmed\":true,\"details_confirmed\":true}",
      houbu_qualification_result_get_query_id (HOUBU_QUALIFICATION_RESULT (found)));
  run_step (world, &houbu_operation_create_registration, caller, HOUBU_TYPE_REGISTRATION_REQUEST,
            confirmation);
  return caller;
}

HoubuSession *
test_world_sign_in (TestWorld *world, const char *json, GError **error)
{
  g_autoptr (HoubuCall) call = test_call_new (NULL, HOUBU_TYPE_SIGN_IN, json);

  return (HoubuSession *) test_run (world->engine, &houbu_operation_sign_in, call,
                                    HOUBU_TYPE_SESSION, error);
}
