/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-change.h"
#include "houbu-clock.h"
#include "houbu-engine.h"
#include "houbu-hasher.h"
#include "houbu-import-offering-change.h"
#include "houbu-item-changes.h"
#include "houbu-journal-data.h"
#include "houbu-journal.h"
#include "houbu-mask.h"
#include "houbu-store-accounts.h"
#include "houbu-store-exam.h"
#include "houbu-store-import.h"
#include "houbu-store-registrations.h"
#include "houbu-store-sessions.h"
#include "houbu-store-students.h"
#include "houbu-store.h"
#include "houbu-tokens.h"
#include "houbu-tx.h"
#include "houbu-vault.h"

#include <stdio.h>

/*
 * Fills a new store with generated people who are registered, and lets the first of them wait, the
 * way the product writes them, thousands a transaction; only the password is hashed once for all.
 * Prints nothing; who can call is written to a file, a line a person: a session's token, the id of
 * the entry (or -), the campus, the phone.
 */

#define PROVINCE "99"
#define CAMPUSES 10 /* a school */
#define CHUNK 5000  /* people a transaction */
#define PASSWORD "practice-2022"
#define FEE_FEN 3000

static const char *const subjects[] = { "1", "2", "3" };

static char *option_data;
static char *option_out;
static int option_people = 1000;
static int option_waiting;
static int option_sessions = -1;
static int option_schools = 1;
static int option_capacity;

static const GOptionEntry options[] = {
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &option_data, "Folder of the new store", "DIR" },
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &option_out, "Where to write who can call", "FILE" },
  { "people", 0, 0, G_OPTION_ARG_INT, &option_people, "How many there are", "N" },
  { "waiting", 0, 0, G_OPTION_ARG_INT, &option_waiting, "How many of them wait", "N" },
  { "sessions", 0, 0, G_OPTION_ARG_INT, &option_sessions, "The last so many are signed in", "N" },
  { "schools", 0, 0, G_OPTION_ARG_INT, &option_schools, "With ten campuses each", "N" },
  { "capacity", 0, 0, G_OPTION_ARG_INT, &option_capacity, "Of every offering", "N" },
  G_OPTION_ENTRY_NULL,
};

typedef struct
{
  HoubuEngine *engine;
  gint64 now;
  gint64 exam;
  gint64 hot; /* offering that is waited for */
  char *password_hash;
  int next; /* the next person's number */
  FILE *out;
  GPtrArray *documents;        /* (owned) (element-type Document): one a person */
  GPtrArray *account_ids;      /* (owned) (element-type utf8) */
  GPtrArray *registration_ids; /* (owned) (element-type utf8) */
  GPtrArray *entry_ids;        /* (owned) (element-type utf8) */
} Seed;

/* A passport and the hash by which its holder is found. */
typedef struct
{
  int number;
  GBytes *lookup; /* (owned) */
} Document;

static char *
school_code (int school)
{
  return g_strdup_printf (PROVINCE "%03d", 301 + school);
}

static char *
campus_code (int school, int campus)
{
  return g_strdup_printf (PROVINCE "%03d%d", 301 + school, campus);
}

/* ---- the exam and its offerings */

static gboolean
add_school (HoubuTx *tx, int school, GError **error)
{
  g_autofree char *code = school_code (school);
  g_autofree char *name = g_strconcat ("测试大学", code, NULL);

  if (!houbu_store_import_set_school (tx, code, PROVINCE, name, error))
    return FALSE;
  for (int i = 0; i < CAMPUSES; i++)
    {
      g_autofree char *campus = campus_code (school, i);
      g_autofree char *campus_name = g_strdup_printf ("校区%d", i);

      if (!houbu_store_import_set_campus (tx, campus, code, campus_name, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_exam (HoubuTx *tx, Seed *seed, GError **error)
{
  gint64 end = seed->now + 20 * HOUBU_DAY;
  HoubuExamRow exam = {
    .id = (char *) "x2022b",
    .name = (char *) "2022 autumn",
    .agreement_version = (char *) "2022-2",
    .window = {
      .registration_opens_at = seed->now - HOUBU_DAY,
      .registration_closes_at = end,
      .payment_closes_at = end + 2 * HOUBU_DAY,
      .waitlist_closes_at = end,
      .hold_us = HOUBU_DAY,
      .min_pay_window_us = 2 * HOUBU_HOUR,
      .grace_us = 15 * HOUBU_MINUTE,
    },
    .report_form_closes_at = HOUBU_NONE,
    .created_at = seed->now,
  };
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();

  if (!houbu_store_exam_insert_current (tx, &exam, error))
    return FALSE;
  seed->exam = exam.key;
  houbu_journal_data_add_int64 (data, "registration_opens_at", exam.window.registration_opens_at);
  return houbu_journal_append (tx,
                               &(HoubuJournalRow){
                                   .at = seed->now,
                                   .type = HOUBU_JOURNAL_EXAM_CREATED,
                                   .actor = HOUBU_ACTOR_SYSTEM,
                                   .exam = exam.key,
                                   .data = houbu_journal_data_get_text (data),
                               },
                               error);
}

static gboolean
add_offerings (HoubuChange *change, Seed *seed, int school, GError **error)
{
  const HoubuOfferingSettings settings = {
    .capacity = option_capacity,
    .fee_fen = FEE_FEN,
    .exam_starts_at = seed->now + 40 * HOUBU_DAY,
    .exam_ends_at = seed->now + 40 * HOUBU_DAY + 2 * HOUBU_HOUR,
    .opens_at = HOUBU_NONE,
    .closes_at = HOUBU_NONE,
  };

  for (int campus = 0; campus < CAMPUSES; campus++)
    for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
      {
        g_autofree char *code = campus_code (school, campus);
        gint64 key = houbu_offering_settings_add (
            change, code, houbu_subject_info_find (subjects[i]), &settings, error);

        if (key == 0)
          return FALSE;
        if (seed->hot == 0)
          seed->hot = key;
      }
  return TRUE;
}

static gboolean
add_exam_and_places (HoubuTx *tx, gpointer data, GError **error)
{
  Seed *seed = data;
  g_autoptr (HoubuChange) change = NULL;

  if (!houbu_store_import_set_province (tx, PROVINCE, "测试省", error))
    return FALSE;
  for (int school = 0; school < option_schools; school++)
    if (!add_school (tx, school, error))
      return FALSE;
  if (!add_exam (tx, seed, error))
    return FALSE;
  change = houbu_change_begin_timer (tx, seed->engine, seed->exam, seed->now, error);
  if (change == NULL)
    return FALSE;
  for (int school = 0; school < option_schools; school++)
    if (!add_offerings (change, seed, school, error))
      return FALSE;
  return houbu_change_finish (change, error);
}

/* ---- what is random, in its own order: the indexes grow at their ends, a million rows in time */

static void
document_free (gpointer data)
{
  Document *document = data;

  g_bytes_unref (document->lookup);
  g_free (document);
}

static int
compare_documents (gconstpointer a, gconstpointer b)
{
  const Document *one = *(Document *const *) a;
  const Document *other = *(Document *const *) b;

  return g_bytes_compare (one->lookup, other->lookup);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b);
}

static char *
passport (int number)
{
  return g_strdup_printf ("P%08d", number);
}

static GPtrArray *
make_documents (HoubuEngine *engine, int count)
{
  GPtrArray *documents = g_ptr_array_new_full ((guint) count, document_free);

  for (int i = 0; i < count; i++)
    {
      g_autofree char *text = passport (i);
      Document *document = g_new (Document, 1);

      document->number = i;
      document->lookup =
          houbu_vault_person_lookup (houbu_engine_get_vault (engine), "passport", text);
      g_ptr_array_add (documents, document);
    }
  g_ptr_array_sort (documents, compare_documents);
  return documents;
}

static GPtrArray *
make_ids (int count)
{
  GPtrArray *ids = g_ptr_array_new_full ((guint) count, g_free);

  for (int i = 0; i < count; i++)
    g_ptr_array_add (ids, houbu_random_id ());
  g_ptr_array_sort (ids, compare_ids);
  return ids;
}

/* ---- people */

/* Each belongs to the school and campus that their number says. */
static char *
campus_of (int number)
{
  return campus_code (number % option_schools, number / option_schools % CAMPUSES);
}

static gint64
add_identity (HoubuTx *tx, Seed *seed, int number, GError **error)
{
  HoubuVault *vault = houbu_engine_get_vault (seed->engine);
  const Document *document = g_ptr_array_index (seed->documents, number);
  g_autofree char *text = passport (document->number);
  g_autoptr (GBytes) cipher = houbu_vault_seal (vault, "person", text);
  g_autofree char *masked = houbu_mask_identity (text);
  const HoubuIdentityRow row = {
    .lookup = document->lookup,
    .id_type = (char *) "passport",
    .cipher = cipher,
    .masked = masked,
  };

  return houbu_store_identity_add (tx, &row, error);
}

static gint64
add_account (HoubuTx *tx, Seed *seed, int number, gint64 person, GError **error)
{
  const char *id = g_ptr_array_index (seed->account_ids, number);
  g_autofree char *phone = g_strdup_printf ("139%08d", number);
  gint64 key = houbu_store_account_add (tx, id, phone, NULL, seed->password_hash, seed->now, error);

  if (key == 0 || !houbu_store_account_bind (tx, key, person, error))
    return 0;
  return houbu_store_account_accept (tx, key, "2022-2", seed->now, error) ? key : 0;
}

static gint64
add_registration (
    HoubuTx *tx, Seed *seed, int number, gint64 person, gint64 account, GError **error)
{
  const char *id = g_ptr_array_index (seed->registration_ids, number);
  g_autofree char *campus = campus_of (number);
  g_autofree char *student_number = g_strdup_printf ("%08d", number);
  g_autofree char *actor = g_strdup_printf ("account:%" G_GINT64_FORMAT, account);
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  const HoubuStudentRow student = {
    .person = person,
    .name = (char *) "测试人",
    .sex = (char *) "female",
    .campus = campus,
    .education_level = (char *) "undergraduate",
    .study_years = 4,
    .entry_year = 2020,
    .grade = (char *) "2",
    .department = (char *) "化学系",
    .major = (char *) "高分子",
    .class_name = (char *) "1",
    .student_number = student_number,
    .qualified = (char *) "1;2;3;F",
  };
  gint64 key;

  if (!houbu_store_student_set (tx, &student, seed->now, error))
    return 0;
  key = houbu_store_registration_add (tx, id, seed->exam, account, &student, seed->now, error);
  if (key == 0)
    return 0;
  houbu_journal_data_add_int64 (data, "account", account);
  return houbu_journal_append (tx,
                               &(HoubuJournalRow){
                                   .at = seed->now,
                                   .type = HOUBU_JOURNAL_REGISTRATION_CREATED,
                                   .actor = actor,
                                   .exam = seed->exam,
                                   .registration = key,
                                   .to_state = "active",
                                   .data = houbu_journal_data_get_text (data),
                               },
                               error)
             ? key
             : 0;
}

static gboolean
add_session (HoubuTx *tx, Seed *seed, int number, gint64 account, const char *entry, GError **error)
{
  g_autofree char *token = houbu_token_new (HOUBU_TOKEN_CANDIDATE);
  g_autofree char *device = houbu_random_id ();
  g_autofree char *campus = campus_of (number);
  guint8 hash[HOUBU_TOKEN_HASH_BYTES];
  const HoubuSessionRow row = {
    .account = account,
    .device = device,
    .expires_at = seed->now + HOUBU_DAY,
  };

  houbu_token_hash (token, hash);
  fprintf (seed->out, "%s\t%s\t%s\t139%08d\n", token, entry != NULL ? entry : "-", campus, number);
  return houbu_store_session_add (tx, hash, &row, seed->now, error);
}

static gboolean
add_person (HoubuChange *change, Seed *seed, int number, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  HoubuHolder holder = { .person = add_identity (tx, seed, number, error) };
  const char *entry = NULL;

  if (holder.person != 0)
    holder.account = add_account (tx, seed, number, holder.person, error);
  if (holder.account != 0)
    holder.registration = add_registration (tx, seed, number, holder.person, holder.account, error);
  if (holder.registration == 0)
    return FALSE;
  if (number < option_waiting)
    {
      g_autoptr (HoubuEntryRow) row = NULL;

      entry = g_ptr_array_index (seed->entry_ids, number);
      row = houbu_item_create_entry (change, entry, &holder, seed->hot, error);
      if (row == NULL)
        return FALSE;
    }
  else
    houbu_change_mark_loss (change, holder.registration);
  return number < option_people - option_sessions ||
         add_session (tx, seed, number, holder.account, entry, error);
}

static gboolean
add_people (HoubuTx *tx, gpointer data, GError **error)
{
  Seed *seed = data;
  g_autoptr (HoubuChange) change =
      houbu_change_begin_timer (tx, seed->engine, seed->exam, seed->now, error);

  if (change == NULL)
    return FALSE;
  for (int i = 0; i < CHUNK && seed->next < option_people; i++)
    if (!add_person (change, seed, seed->next++, error))
      return FALSE;
  return houbu_change_finish (change, error);
}

static gboolean
fill (Seed *seed, GError **error)
{
  HoubuStore *store = houbu_engine_get_store (seed->engine);

  if (!houbu_store_write (store, add_exam_and_places, seed, error))
    return FALSE;
  while (seed->next < option_people)
    if (!houbu_store_write (store, add_people, seed, error))
      return FALSE;
  return TRUE;
}

static gboolean
run (GError **error)
{
  Seed seed = { .now = g_get_real_time (), .out = fopen (option_out, "w") };
  gboolean good;

  if (seed.out == NULL)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "cannot write %s", option_out);
      return FALSE;
    }
  seed.engine = houbu_engine_open (option_data, NULL, NULL, error);
  if (seed.engine == NULL)
    return FALSE;
  seed.password_hash = houbu_password_hash (PASSWORD);
  seed.documents = make_documents (seed.engine, option_people);
  seed.account_ids = make_ids (option_people);
  seed.registration_ids = make_ids (option_people);
  seed.entry_ids = make_ids (option_waiting);
  good = fill (&seed, error);
  houbu_engine_close (seed.engine);
  g_object_unref (seed.engine);
  g_ptr_array_unref (seed.documents);
  g_ptr_array_unref (seed.account_ids);
  g_ptr_array_unref (seed.registration_ids);
  g_ptr_array_unref (seed.entry_ids);
  g_free (seed.password_hash);
  return fclose (seed.out) == 0 && good;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || option_data == NULL ||
      option_out == NULL || option_schools < 1 || (option_waiting > 0 && option_schools > 1))
    {
      fprintf (stderr, "bench-seed: %s\n", error != NULL ? error->message : "wrong options");
      return 2;
    }
  if (option_sessions < 0)
    option_sessions = option_people;
  if (run (&error))
    return 0;
  fprintf (stderr, "bench-seed: %s\n", error != NULL ? error->message : "cannot write the file");
  return 1;
}
