/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-people.h"
#include "houbu-crowd-plan.h"
#include "houbu-identity.h"

#include <glib/gstdio.h>

static char *
all_visits (const char *temper, HoubuCrowdCurve curve, guint32 seed, guint32 candidate)
{
  g_autoptr (HoubuCrowdPlan) plan =
      houbu_crowd_plan_new (houbu_crowd_temper_find (temper), curve, 60, seed, candidate);
  g_autoptr (GString) text = g_string_new (NULL);
  HoubuCrowdVisit visit;

  for (guint i = 0; i < 20 && houbu_crowd_plan_next (plan, &visit); i++)
    {
      g_autofree char *line = houbu_crowd_visit_to_string (&visit);

      g_string_append_printf (text, "%s\n", line);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The same seed gives the same decisions; another seed or another candidate gives others. */
static void
test_same_seed (void)
{
  g_autofree char *once = all_visits ("school", HOUBU_CROWD_RUSH, 5, 3);
  g_autofree char *again = all_visits ("school", HOUBU_CROWD_RUSH, 5, 3);
  g_autofree char *seed = all_visits ("school", HOUBU_CROWD_RUSH, 6, 3);
  g_autofree char *candidate = all_visits ("school", HOUBU_CROWD_RUSH, 5, 4);

  g_assert_cmpstr (once, ==, again);
  g_assert_cmpstr (once, !=, seed);
  g_assert_cmpstr (once, !=, candidate);
}

/* A school's candidates are done after three visits at most; those of practice come back for ever.
 */
static void
test_visits (void)
{
  guint most = 0;

  for (guint32 i = 0; i < 200; i++)
    {
      g_autofree char *school = all_visits ("school", HOUBU_CROWD_STEADY, 1, i);
      g_autofree char *practice = all_visits ("practice", HOUBU_CROWD_STEADY, 1, i);
      g_auto (GStrv) visits = g_strsplit (school, "\n", -1);
      g_auto (GStrv) endless = g_strsplit (practice, "\n", -1);

      most = MAX (most, g_strv_length (visits) - 1);
      g_assert_cmpuint (g_strv_length (visits), >=, 2);
      g_assert_cmpuint (g_strv_length (endless) - 1, ==, 20);
    }
  g_assert_cmpuint (most, ==, 3);
}

static double
share_of_first_half (HoubuCrowdCurve curve)
{
  guint early = 0;

  for (guint32 i = 0; i < 1000; i++)
    {
      g_autoptr (HoubuCrowdPlan) plan =
          houbu_crowd_plan_new (houbu_crowd_temper_find ("school"), curve, 60, 9, i);
      HoubuCrowdVisit visit;

      g_assert_true (houbu_crowd_plan_next (plan, &visit));
      g_assert_cmpfloat (visit.begins_after, >=, 0);
      g_assert_cmpfloat (visit.begins_after, <, 60);
      early += visit.begins_after < 30 ? 1 : 0;
    }
  return early / 1000.0;
}

/* A rush comes at the beginning, a last hour at the end, the rest evenly. */
static void
test_curves (void)
{
  HoubuCrowdCurve curve;

  g_assert_cmpfloat (share_of_first_half (HOUBU_CROWD_RUSH), >, 0.65);
  g_assert_cmpfloat (share_of_first_half (HOUBU_CROWD_LAST_HOUR), <, 0.35);
  g_assert_cmpfloat_with_epsilon (share_of_first_half (HOUBU_CROWD_STEADY), 0.5, 0.08);
  g_assert_true (houbu_crowd_curve_from_word ("last-hour", &curve));
  g_assert_cmpint (curve, ==, HOUBU_CROWD_LAST_HOUR);
  g_assert_false (houbu_crowd_curve_from_word ("never", &curve));
  g_assert_null (houbu_crowd_temper_find ("angry"));
}

static char *
write_people (guint32 seed)
{
  static const char *const subjects[] = { "1", "2", "F", NULL };
  const HoubuCrowdSchool school = {
    .candidates = 1000,
    .campuses = 3,
    .subjects = subjects,
    .seats = 100,
    .exam_day = "2036-06-14",
    .seed = seed,
  };
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("houbu-crowd-XXXXXX", &error);

  g_assert_no_error (error);
  g_assert_true (houbu_crowd_people_write (&school, folder, &error));
  g_assert_no_error (error);
  return folder;
}

static char *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
remove_people (const char *folder)
{
  static const char *const names[] = { "schools.csv", "offerings.csv", "students.csv",
                                       "accounts.csv" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* The same seed writes the same files, another one others. */
static void
test_same_people (void)
{
  static const char *const names[] = { "schools.csv", "offerings.csv", "students.csv",
                                       "accounts.csv" };
  g_autofree char *once = write_people (4);
  g_autofree char *again = write_people (4);
  g_autofree char *other = write_people (5);
  g_autofree char *students = read_file (once, "students.csv");
  g_autofree char *others = read_file (other, "students.csv");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *first = read_file (once, names[i]);
      g_autofree char *second = read_file (again, names[i]);

      g_assert_cmpstr (first, ==, second);
    }
  g_assert_cmpstr (students, !=, others);
  remove_people (once);
  remove_people (again);
  remove_people (other);
}

/* What is written can be read back; every number is well formed, of the region of nobody, and
 * nobody else's; so is every phone. */
static void
test_people (void)
{
  g_autofree char *folder = write_people (4);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = houbu_crowd_people_read (folder, &error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_no_error (error);
  g_assert_cmpuint (people->len, ==, 1000);
  for (guint i = 0; i < people->len; i++)
    {
      HoubuCrowdPerson *person = g_ptr_array_index (people, i);

      g_assert_cmpstr (person->id_type, ==, "resident_id");
      g_assert_true (g_str_has_prefix (person->id_number, "98"));
      g_assert_cmpint (houbu_identity_check (HOUBU_IDENTITY_RESIDENT_ID, person->id_number), ==,
                       HOUBU_IDENTITY_OK);
      g_assert_true (g_hash_table_add (seen, person->id_number));
      g_assert_true (g_hash_table_add (seen, person->phone));
      g_assert_true (g_regex_match_simple ("^1[3-9]\\d{9}$", person->phone, 0, 0));
    }
  remove_people (folder);
}

/* A file that lacks something is named, with what it lacks. */
static void
test_bad_people (void)
{
  static const struct
  {
    const char *students;
    const char *accounts;
    const char *words;
  } cases[] = {
    { "id_type,id_number,name\n", "phone,password\n1,2\n", "*students.csv: holds nobody" },
    { "id_type,name\na,b\n", "phone,password\n1,2\n",
      "*students.csv: there is no column id_number" },
    { "id_type,id_number,name\na,b\n", "phone,password\n1,2\n",
      "*students.csv: too few cells in line 2" },
    { "id_type,id_number,name\na,b,\"c\"\n", "phone,password\n1,2\n", "*quoted cells*" },
    { "id_type,id_number,name\na,b,c\n", "phone\n1\n",
      "*accounts.csv: there is no column password" },
  };
  g_autofree char *folder = write_people (4);
  g_autofree char *students = g_build_filename (folder, "students.csv", NULL);
  g_autofree char *accounts = g_build_filename (folder, "accounts.csv", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (students, cases[i].students, -1, NULL));
      g_assert_true (g_file_set_contents (accounts, cases[i].accounts, -1, NULL));
      g_assert_null (houbu_crowd_people_read (folder, &error));
      g_assert_nonnull (error);
      g_assert_true (g_pattern_match_simple (cases[i].words, error->message));
    }
  remove_people (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crowd/plan/same-seed", test_same_seed);
  g_test_add_func ("/crowd/plan/visits", test_visits);
  g_test_add_func ("/crowd/plan/curves", test_curves);
  g_test_add_func ("/crowd/people/same-seed", test_same_people);
  g_test_add_func ("/crowd/people/well-formed", test_people);
  g_test_add_func ("/crowd/people/bad-files", test_bad_people);
  return g_test_run ();
}
