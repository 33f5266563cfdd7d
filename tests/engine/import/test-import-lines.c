/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "import-fixture.h"

#include <string.h>
#include <unistd.h>

#include "houbu-import.h"

/* Every kind of line that is wrong: the text of a file and what is said of it. */
typedef struct
{
  const char *kind;
  const char *text;
  const char *lines;
} Case;

#define STUDENT(type, number, name, sex, school, campus, years, entry, subjects)                   \
  type "," number "," name "," sex "," school "," campus ",bachelor," years "," entry              \
       ",2,Chem,Poly,1,00037,," subjects "\n"

static const Case cases[] = {
  /* the header */
  { "schools", "", "1 -" },
  { "schools", "\n\n", "1 -" },
  { "accounts", "phone,name\n", "1 -" },
  { "accounts", "phone,name,password,is_admin\n13900000001,,longenough,1\n", "1 -" },
  { "accounts", "phone,phone,password\n", "1 -" },
  { "accounts", "Phone,password\n", "1 -; 1 -" },
  { "accounts", "13900000001,x,longenough\n", "1 -; 1 -; 1 -; 1 -; 1 -" },
  /* the number of cells, quotes, encoding */
  { "accounts", ACCOUNTS_HEADER "13900000001,longenough\n13900000002,a,longenough,x\n",
    "2 -; 3 -" },
  { "accounts", ACCOUNTS_HEADER "13900000001,a\"b,longenough\n13900000002,,short\n",
    "2 -; 3 password" },
  { "accounts", ACCOUNTS_HEADER "13900000001,\xff,longenough\n", "2 -" },
  /* schools */
  { "schools", SCHOOLS_HEADER "99,P,99309,S,993090,C\n99,P,99309,S,993090,C\n", "3 -" },
  { "schools", SCHOOLS_HEADER "99,P,99309,S,993090,C\n99,P,99309,Other,993091,C\n",
    "3 school_name" },
  { "schools", SCHOOLS_HEADER "99,P,99309,S,993090,C\n99,Q,99309,S,993091,C\n", "3 province_name" },
  { "schools", SCHOOLS_HEADER "99,P,99309,S,993090,C\n98,Q,99309,S,993091,C\n", "3 province_code" },
  { "schools", SCHOOLS_HEADER "98,P,99301,S,993010,C\n", "2 school_code" },
  { "schools", SCHOOLS_HEADER "99,P,99302,S,993010,C\n", "2 campus_code" },
  { "schools", SCHOOLS_HEADER ",P,99309,S,993090,C\n", "2 province_code" },
  { "schools", SCHOOLS_HEADER "99,,99309,,993090,\n",
    "2 province_name; 2 school_name; 2 campus_name" },
  { "schools", SCHOOLS_HEADER "9x,P,993,S,99-1,C\n",
    "2 province_code; 2 school_code; 2 campus_code" },
  { "schools", SCHOOLS_HEADER "99,\"a\nb\",99309,S,993090,C\n", "2 province_name" },
  /* offerings */
  { "offerings", OFFERINGS_HEADER "993099,1,5,3000,,,,\n", "2 campus_code" },
  { "offerings", OFFERINGS_HEADER "993010,X,5,3000,,,,\n", "2 subject_code" },
  { "offerings", OFFERINGS_HEADER "993010,1,,3000,,,,\n", "2 capacity" },
  { "offerings", OFFERINGS_HEADER "993010,1,-1,3000,,,,\n", "2 capacity" },
  { "offerings", OFFERINGS_HEADER "993010,1,1000001,3000,,,,\n", "2 capacity" },
  { "offerings", OFFERINGS_HEADER "993010,1,5.5,3000,,,,\n", "2 capacity" },
  { "offerings", OFFERINGS_HEADER "993010,1,99999999999999999999,3000,,,,\n", "2 capacity" },
  { "offerings", OFFERINGS_HEADER "993010,1,5,30.00,,,,\n", "2 fee_fen" },
  { "offerings", OFFERINGS_HEADER "993010,1,5,3000,2022-12-10,,,\n", "2 exam_starts_at" },
  { "offerings", OFFERINGS_HEADER "993010,1,5,3000,2022-12-10T03:00:00Z,2022-12-10T01:00:00Z,,\n",
    "2 exam_ends_at" },
  { "offerings", OFFERINGS_HEADER "993010,1,5,3000,,,2022-09-10T03:00:00Z,2022-09-10T03:00:00Z\n",
    "2 registration_closes_at" },
  { "offerings", OFFERINGS_HEADER "993010,1,5,,,,,\n993010,2,5,,,,,\n993010,1,6,,,,,\n", "4 -" },
  /* results */
  { "results",
    RESULTS_HEADER "99301,passport,E99000001,1,2019,500\n99301,passport,E99000002,1,2019,500\n",
    "3 -" },
  { "results", RESULTS_HEADER "9930,passport,E99000001,1,2019,500\n", "2 admission_ticket" },
  { "results", RESULTS_HEADER "9930-1,passport,E99000001,1,2019,500\n", "2 admission_ticket" },
  { "results", RESULTS_HEADER ",card,E99000001,X,19,711\n",
    "2 admission_ticket; 2 id_type; 2 subject_code; 2 exam_year; 2 score" },
  { "results", RESULTS_HEADER "99301,resident_id,990100200201030022,1,2019,-1\n",
    "2 id_number; 2 score" },
  /* students */
  { "students",
    STUDENTS_HEADER STUDENT (
        "library_card", "E99000001", "A", "male", "99301", "993010", "4", "2020", "1"),
    "2 id_type" },
  { "students",
    STUDENTS_HEADER STUDENT (
        "resident_id", "990100200201030022", "A", "male", "99301", "993010", "4", "2020", "1"),
    "2 id_number" },
  { "students",
    STUDENTS_HEADER STUDENT ("passport", "", "A", "male", "99301", "993010", "4", "2020", "1"),
    "2 id_number" },
  { "students",
    STUDENTS_HEADER STUDENT (
        "passport", "E99000001", "", "male", "99301", "993010", "4", "2020", "1"),
    "2 name" },
  { "students",
    STUDENTS_HEADER STUDENT (
        "passport", "E99000001", "A", "m", "99301", "993010", "4", "2020", "1"),
    "2 sex" },
  { "students",
    STUDENTS_HEADER STUDENT (
        "passport", "E99000001", "A", "male", "99302", "993010", "4", "2020", "1"),
    "2 campus_code" },
  { "students",
    STUDENTS_HEADER STUDENT (
        "passport", "E99000001", "A", "male", "99301", "993999", "4", "2020", "1"),
    "2 campus_code" },
  { "students",
    STUDENTS_HEADER STUDENT (
        "passport", "E99000001", "A", "male", "99301", "993010", "four", "20222", "1"),
    "2 study_years; 2 entry_year" },
  { "students",
    STUDENTS_HEADER STUDENT (
        "passport", "E99000001", "A", "male", "99301", "993010", "4", "2020", "1;Z"),
    "2 qualified_subjects" },
  { "students",
    STUDENTS_HEADER STUDENT_ROW STUDENT (
        "passport", "e99000001", "B", "male", "99301", "993010", "4", "2020", "1"),
    "3 -" },
  /* accounts */
  { "accounts", ACCOUNTS_HEADER ",a,longenough\n", "2 phone" },
  { "accounts", ACCOUNTS_HEADER "12345,a,longenough\n", "2 phone" },
  { "accounts", ACCOUNTS_HEADER "13900000001,13900000002,longenough\n", "2 name" },
  { "accounts", ACCOUNTS_HEADER "13900000001,a,\n", "2 password" },
  { "accounts", ACCOUNTS_HEADER "13900000001,a,1234567\n", "2 password" },
  { "accounts",
    ACCOUNTS_HEADER
    "13900000001,a,longenough\n13900000002,a,longenough\n139 0000 0001,,longenough\n",
    "3 -; 4 -" },
};

static const HoubuSql count_rows = {
  "test-count-rows",
  "SELECT (SELECT count(*) FROM school) + (SELECT count(*) FROM campus)"
  " + (SELECT count(*) FROM offering) + (SELECT count(*) FROM person)"
  " + (SELECT count(*) FROM student) + (SELECT count(*) FROM account)"
  " + (SELECT count(*) FROM journal) AS value",
};

/* Each of them is refused with its lines, and leaves nothing. */
static void
test_cases (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  gint64 before = test_world_count (world, &count_rows);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u, %s", i, cases[i].kind);
      import_bad (world, NULL, cases[i].kind, cases[i].text, cases[i].lines);
      g_assert_cmpint (test_world_count (world, &count_rows), ==, before);
    }
}

/* One bad line keeps all good ones out. */
static void
test_all_or_nothing (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  gint64 before = test_world_count (world, &count_rows);

  import_bad (world, NULL, "students",
              STUDENTS_HEADER STUDENT_ROW STUDENT ("passport", "E99000002", "A", "male", "99301",
                                                   "993010", "4", "2020", "Z"),
              "3 qualified_subjects");
  g_assert_cmpint (test_world_count (world, &count_rows), ==, before);
}

/* A file in which everything is wrong gets a list that ends, and says that it does. */
static void
test_list_is_capped (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) national = test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (GString) text = g_string_new (ACCOUNTS_HEADER);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuInvalidCsvLine) last = NULL;

  for (int i = 0; i < 5000; i++)
    g_string_append (text, "x,y,z\n");
  g_assert_null (import_bytes (world, national, "accounts", NULL, text->str, text->len, &error));
  g_assert_cmpint (g_list_model_get_n_items (houbu_error_get_lines (error)), ==, 1000);
  last = g_list_model_get_item (houbu_error_get_lines (error), 999);
  g_assert_nonnull (strstr (houbu_invalid_csv_line_get_problem (last), "more lines"));
}

/* Who may not import says so before a line is looked at. */
static void
test_callers (void)
{
  static const struct
  {
    HoubuRole role;
    const char *scope;
    const char *kind;
    const char *text;
    const char *lines; /* NULL: it is forbidden; "": it is good */
  } rows[] = {
    { HOUBU_ROLE_SCHOOL, "99301", "accounts", ACCOUNTS_HEADER "13900000001,a,longenough\n", NULL },
    { HOUBU_ROLE_PROVINCE, "99", "accounts", ACCOUNTS_HEADER "13900000001,a,longenough\n", NULL },
    { HOUBU_ROLE_SCHOOL, "99302", "students", STUDENTS_HEADER STUDENT_ROW, "2 campus_code" },
    { HOUBU_ROLE_PROVINCE, "98", "students", STUDENTS_HEADER STUDENT_ROW, "2 campus_code" },
    { HOUBU_ROLE_SCHOOL, "99302", "offerings", OFFERINGS_HEADER "993010,9,5,,,,,\n",
      "2 campus_code" },
    { HOUBU_ROLE_SCHOOL, "99302", "schools", SCHOOLS_HEADER "99,P,99301,S,993010,C\n",
      "2 campus_code" },
    { HOUBU_ROLE_SCHOOL, "99301", "offerings", OFFERINGS_HEADER "993010,9,5,,,,,\n", "" },
    { HOUBU_ROLE_PROVINCE, "99", "students", STUDENTS_HEADER STUDENT_ROW, "" },
    /* the record is another school's now */
    { HOUBU_ROLE_SCHOOL, "99302", "students",
      STUDENTS_HEADER STUDENT ("passport", "E99000001", "A", "male", "99302", "993020", "4", "2020",
                               "1"),
      "2 id_number" },
  };
  g_autoptr (TestWorld) world = test_world_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HoubuCaller) caller = test_world_operator (world, rows[i].role, rows[i].scope);
      g_autoptr (GError) error = NULL;
      g_autoptr (HoubuImportResult) result = NULL;
      g_autofree char *lines = NULL;

      g_test_message ("row %u", i);
      result = import_bytes (world, caller, rows[i].kind, NULL, rows[i].text, strlen (rows[i].text),
                             &error);
      if (rows[i].lines == NULL)
        {
          g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_FORBIDDEN);
          continue;
        }
      lines = import_lines (error);
      g_assert_cmpstr (lines, ==, rows[i].lines);
    }
}

/* A candidate's token opens nothing here. */
static void
test_candidate (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  gint64 account = test_world_add_account (world, "13900000001", "a");
  g_autoptr (HoubuCaller) candidate = test_world_caller (world, account);
  g_autoptr (GError) error = NULL;

  g_assert_null (import_bytes (world, candidate, "students", NULL, "x", 1, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_FORBIDDEN);
}

/* Kinds and parameters that are not there. */
static void
test_parameters (void)
{
  static const char *const names[][2] = { { "dry_run", "yes" }, { "encoding", "latin1" } };
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) national = test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (import_bytes (world, national, "unicorns", NULL, "x", 1, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_NOT_FOUND);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (HoubuCall) call = import_call (national, "students", NULL);
      g_autoptr (GError) refusal = NULL;
      int fd = import_open_bytes ("x", 1);

      houbu_call_set_query (call, names[i][0], names[i][1]);
      g_assert_null (houbu_import_run (world->engine, call, fd, &refusal));
      g_assert_error (refusal, HOUBU_ERROR, HOUBU_ERROR_INVALID_FIELD);
      g_assert_cmpstr (houbu_error_get_field (refusal), ==, names[i][0]);
      close (fd);
    }
}

/* What is wrong is said in the operator's language. */
static void
test_language (void)
{
  g_autoptr (TestWorld) world = test_world_new ();
  g_autoptr (HoubuCaller) national = test_world_operator (world, HOUBU_ROLE_NATIONAL, NULL);
  g_autoptr (HoubuCall) call = import_call (national, "accounts", NULL);
  const char text[] = ACCOUNTS_HEADER ",a,longenough\n";
  int fd = import_open_bytes (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuInvalidCsvLine) line = NULL;

  houbu_call_set_language (call, "zh-CN");
  g_assert_null (houbu_import_run (world->engine, call, fd, &error));
  line = g_list_model_get_item (houbu_error_get_lines (error), 0);
  g_assert_cmpstr (houbu_invalid_csv_line_get_problem (line), ==, "缺少 phone。");
  close (fd);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/import-lines/cases", test_cases);
  g_test_add_func ("/engine/import-lines/all-or-nothing", test_all_or_nothing);
  g_test_add_func ("/engine/import-lines/list-is-capped", test_list_is_capped);
  g_test_add_func ("/engine/import-lines/callers", test_callers);
  g_test_add_func ("/engine/import-lines/candidate", test_candidate);
  g_test_add_func ("/engine/import-lines/parameters", test_parameters);
  g_test_add_func ("/engine/import-lines/language", test_language);
  return g_test_run ();
}
