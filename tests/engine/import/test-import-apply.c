/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import-fixture.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "houbu-check.h"
#include "houbu-import.h"
#include "houbu-vault.h"

static void
on_violation (const HoubuViolation *violation, gpointer data)
{
  g_error ("%s: %s", violation->invariant, violation->text);
}

static void
check_store (TestWorld *world)
{
  g_autoptr (GError) error = NULL;

  houbu_check_run (houbu_engine_get_store (world->engine), HOUBU_CHECK_FULL, TEST_NOW, on_violation,
                   NULL, &error);
  g_assert_no_error (error);
}

static const HoubuSql count_imports = {
  "test-count-imports",
  "SELECT count(*) AS value FROM journal WHERE type = 'import'",
};
static const HoubuSql count_students = {
  "test-count-students",
  "SELECT count(*) AS value FROM student",
};
static const HoubuSql count_accounts = {
  "test-count-accounts",
  "SELECT count(*) AS value FROM account",
};

/* Places are added, renamed and found unchanged; a file that changes nothing leaves no trace. */
static void
test_schools (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  gint64 before = test_world_count (world, &count_imports);

  import_good (world, "schools",
               SCHOOLS_HEADER
               "98,P,98301,S,983010,A\n98,P,98301,S,983011,B\n98,P,98302,T,983020,C\n",
               "3 0 0");
  import_good (world, "schools",
               SCHOOLS_HEADER
               "98,P,98301,S,983010,A\n98,P,98301,S,983011,B\n98,P,98302,T,983020,C\n",
               "0 0 3");
  g_assert_cmpint (test_world_count (world, &count_imports), ==, before + 1);
  import_good (world, "schools",
               SCHOOLS_HEADER
               "98,P,98301,New,983010,A\n98,P,98301,New,983011,B\n98,P,98302,T,983020,C\n",
               "0 2 1");
  import_good (world, "schools", SCHOOLS_HEADER "98,Q,98302,T,983020,C\n98,Q,98302,T,983021,D\n",
               "1 1 0");
  check_store (world);
}

/* The order of the columns is the file's own, and a byte-order mark does no harm. */
static void
test_column_order (void)
{
  g_autoptr (TestWorld) world = test_world_new ();

  import_good (world, "schools",
               "\xef\xbb\xbf"
               "campus_name,campus_code,school_name,school_code,province_name,"
               "province_code\r\nA,983010,S,98301,P,98\r\n",
               "1 0 0");
  import_good (world, "schools", SCHOOLS_HEADER "98,P,98301,S,983010,A\n", "0 0 1");
}

/* Students come in once, change when the record does, and are the same person by document. */
static void
test_students (void)
{
  g_autoptr (TestWorld) world = test_world_new ();

  import_good (world, "students", STUDENTS_HEADER STUDENT_ROW, "1 0 0");
  import_good (world, "students", STUDENTS_HEADER STUDENT_ROW, "0 0 1");
  import_good (world, "students",
               STUDENTS_HEADER
               "passport, e9900 0001 ,Lang Yi,female,99301,993011,undergraduate,4,2020,2,Chemistry,"
               "Polymers,1,00037,moved,1;3;F\n",
               "0 1 0");
  g_assert_cmpint (test_world_count (world, &count_students), ==, 1);
}

static const HoubuSql find_plain_number = {
  "test-find-plain-number",
  "SELECT (SELECT count(*) FROM person WHERE instr(id_cipher, CAST('99000001' AS BLOB)) > 0)"
  " + (SELECT count(*) FROM person WHERE instr(id_masked, '99000001') > 0)"
  " + (SELECT count(*) FROM journal WHERE instr(coalesce(data, ''), '99000001') > 0) AS value",
};

/* The document number stands nowhere in the store as it is. */
static void
test_number_is_sealed (void)
{
  g_autoptr (TestWorld) world = test_world_new ();

  import_good (world, "students", STUDENTS_HEADER STUDENT_ROW, "1 0 0");
  g_assert_cmpint (test_world_count (world, &find_plain_number), ==, 0);
}

/* GB 18030, as spreadsheets write it, with a flag; without the flag the line is named. */
static void
test_gb18030 (void)
{
  static const char text[] = ACCOUNTS_HEADER "13900000001,\xd6\xd0\xce\xc4,longenough\n";
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) national = test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuImportResult) result =
      import_bytes (world, national, "accounts", "gb18030", text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpint (houbu_import_result_get_added (result), ==, 1);
  import_good (world, "accounts", ACCOUNTS_HEADER "13900000001,中文,longenough\n", "0 0 1");
  import_bad (world, NULL, "accounts", text, "2 -");
}

/* A dry run counts the same and writes nothing. */
static void
test_dry_run (void)
{
  static const struct
  {
    const char *kind;
    const char *text;
  } files[] = {
    { "schools", SCHOOLS_HEADER "98,P,98301,S,983010,A\n" },
    { "offerings", OFFERINGS_HEADER "993010,1,5,3000,,,,\n" },
    { "students", STUDENTS_HEADER STUDENT_ROW },
    { "accounts", ACCOUNTS_HEADER "13900000001,a,longenough\n" },
  };
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) national = test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    for (int twice = 0; twice < 2; twice++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (HoubuImportResult) result =
            import_bytes (world, national, files[i].kind, "dry_run", files[i].text,
                          strlen (files[i].text), &error);

        g_assert_no_error (error);
        g_assert_true (houbu_import_result_get_dry_run (result));
        g_assert_cmpint (houbu_import_result_get_added (result), ==, 1);
      }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    import_good (world, files[i].kind, files[i].text, "1 0 0");
}

/* Accounts sign in with what the file said; a new password ends what the old one had opened. */
static void
test_accounts (void)
{
  static const char sign_in_old[] = "{\"account\":\"13900000001\",\"password\":\"longenough\"}";
  static const char sign_in_new[] = "{\"account\":\"moved\",\"password\":\"longer-still\"}";
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuSession) session = NULL;
  g_autoptr (HoubuCaller) caller = NULL;
  g_autoptr (GError) error = NULL;

  import_good (world, "accounts",
               ACCOUNTS_HEADER "13900000001,a,longenough\n13900000002,,longenough\n", "2 0 0");
  session = test_world_sign_in (world, sign_in_old, &error);
  g_assert_no_error (error);
  import_good (world, "accounts", ACCOUNTS_HEADER "13900000001,moved,longenough\n", "0 1 0");
  caller = test_authenticate (world->engine, houbu_session_get_token (session), &error);
  g_assert_no_error (error);
  import_good (world, "accounts", ACCOUNTS_HEADER "13900000001,moved,longer-still\n", "0 1 0");
  g_clear_pointer (&caller, houbu_caller_unref);
  caller = test_authenticate (world->engine, houbu_session_get_token (session), &error);
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_UNAUTHENTICATED);
  g_clear_error (&error);
  g_clear_object (&session);
  session = test_world_sign_in (world, sign_in_new, &error);
  g_assert_no_error (error);
  import_bad (world, NULL, "accounts", ACCOUNTS_HEADER "13900000002,moved,longenough\n", "2 name");
}

/* The same request with the same key and file is answered from memory; another file is refused. */
static void
test_idempotency (void)
{
  const char text[] = ACCOUNTS_HEADER "13900000001,a,longenough\n";
  const char other[] = ACCOUNTS_HEADER "13900000002,b,longenough\n";
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) national = test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (HoubuCall) call = import_call (national, "accounts", NULL);
      int fd = import_open_bytes (i < 2 ? text : other, sizeof text - 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (HoubuRecord) result = NULL;

      test_call_set_key (call, "key-1");
      result = houbu_import_run (world->engine, call, fd, &error);
      close (fd);
      if (i < 2)
        g_assert_cmpint (houbu_import_result_get_added (HOUBU_IMPORT_RESULT (result)), ==, 1);
      else
        g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_IDEMPOTENCY_MISMATCH);
    }
  g_assert_cmpint (test_world_count (world, &count_accounts), ==, 1);
}

/* The way the routes take: off the main thread, with the status and the encoded answer. */
static void
test_async (void)
{
  const char text[] = ACCOUNTS_HEADER "13900000001,a,longenough\n";
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) national = test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (HoubuCall) call = import_call (national, "accounts", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *answer_text = NULL;
  guint status = 0;

  houbu_import_async (world->engine, call, import_open_bytes (text, sizeof text - 1), NULL,
                      test_keep_result, &result);
  test_wait_result (&result);
  answer = houbu_import_finish (world->engine, result, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 200);
  answer_text = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  g_assert_cmpstr (answer_text, ==,
                   "{\"added\":1,\"changed\":0,\"unchanged\":0,\"dry_run\":false}");
}

static void
import_practice_file (TestWorld *world, const char *kind, const char *counts)
{
  g_autofree char *path =
      g_strdup_printf ("%s/../data/practice/%s.csv", g_test_get_dir (G_TEST_DIST), kind);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  import_good (world, kind, text, counts);
}

static const HoubuSql count_cet_4 = {
  "test-count-cet-4",
  "SELECT count(*) AS value FROM student WHERE qualified LIKE '1;%'",
};
static const HoubuSql count_seats = {
  "test-count-seats",
  "SELECT capacity AS value FROM offering WHERE campus = '993010' AND subject = '1'",
};

/* The practice data goes through the ordinary import, twice, and holds what practice needs. */
static void
test_practice (void)
{
  g_autoptr (TestWorld) world = test_world_new ();

  for (int i = 0; i < 2; i++)
    {
      import_practice_file (world, "schools", i == 0 ? "0 2 0" : "0 0 2");
      import_practice_file (world, "offerings", i == 0 ? "22 0 0" : "0 0 22");
      import_practice_file (world, "students", i == 0 ? "40 0 0" : "0 0 40");
      import_practice_file (world, "accounts", i == 0 ? "40 0 0" : "0 0 40");
    }
  g_assert_cmpint (test_world_count (world, &count_cet_4), ==, 40);
  g_assert_cmpint (test_world_count (world, &count_seats), <, 30);
  check_store (world);
}

static char *
big_students (int n)
{
  GString *text = g_string_new (STUDENTS_HEADER);

  for (int i = 0; i < n; i++)
    g_string_append_printf (text,
                            "passport,E%08d,Person Number %d,female,99301,993010,undergraduate,4,"
                            "2020,2,Chemistry,Polymers,1,%08d,,1;3;F\n",
                            i, i, i);
  return g_string_free (text, FALSE);
}

static glong
peak_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* A school's real size in one go, in bounded memory, and again without a change. */
static void
test_size (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) national = test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autofree char *text = big_students (100000);
  int fd = import_open_bytes (text, strlen (text));
  glong before = 0;

  g_clear_pointer (&text, g_free);
  before = peak_memory ();
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (HoubuCall) call = import_call (national, "students", NULL);
      g_autoptr (GError) error = NULL;
      gint64 began = g_get_monotonic_time ();
      g_autoptr (HoubuRecord) result = houbu_import_run (world->engine, call, fd, &error);

      g_assert_no_error (error);
      g_assert_cmpint (i == 0 ? houbu_import_result_get_added (HOUBU_IMPORT_RESULT (result))
                              : houbu_import_result_get_unchanged (HOUBU_IMPORT_RESULT (result)),
                       ==, 100000);
      g_test_message ("run %d: %.1f s, %ld KiB more at the peak", i + 1,
                      (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC,
                      peak_memory () - before);
    }
  close (fd);
  /* The sanitizers keep freed memory for a while. */
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (peak_memory () - before, <, 64 * 1024);
#endif
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/import/schools", test_schools);
  g_test_add_func ("/engine/import/column-order", test_column_order);
  g_test_add_func ("/engine/import/students", test_students);
  g_test_add_func ("/engine/import/number-is-sealed", test_number_is_sealed);
  g_test_add_func ("/engine/import/gb18030", test_gb18030);
  g_test_add_func ("/engine/import/dry-run", test_dry_run);
  g_test_add_func ("/engine/import/accounts", test_accounts);
  g_test_add_func ("/engine/import/idempotency", test_idempotency);
  g_test_add_func ("/engine/import/async", test_async);
  g_test_add_func ("/engine/import/practice", test_practice);
  g_test_add_func ("/engine/import/size", test_size);
  return g_test_run ();
}
