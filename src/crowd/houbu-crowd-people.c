/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-people.h"

#include "houbu-identity.h"

/* Province and region of nobody: neither number was ever given out. */
#define PROVINCE "98"
#define REGION "980000"
#define SCHOOL PROVINCE "001"
#define FEE_FEN 3000
/* People who share a birthday; what tells them apart is an even or odd number of three digits. */
#define PEOPLE_A_DAY 400
#define PHONE_PREFIX "138"

static const char *const surnames[] = {
  "安", "白", "岑", "邓", "方", "傅", "葛", "郝", "江", "柯", "郎", "林",
  "毛", "宁", "潘", "秦", "邵", "汤", "万", "夏", "许", "严", "袁", "章",
};
static const char *const given_names[] = {
  "晨", "初", "帆", "冠", "禾", "嘉", "景", "可", "澜", "沐", "宁", "朋", "琪",
  "然", "舒", "棠", "苇", "溪", "小", "野", "依", "予", "泽", "知", "竹",
};
static const char *const majors[][2] = {
  { "化学学院", "高分子化学与物理" },
  { "外国语学院", "日语" },
  { "信息学院", "软件工程" },
  { "经济学院", "统计学" },
};

static char *
make_campus (guint number)
{
  return g_strdup_printf (SCHOOL "%u", number);
}

static char *
make_name (GRand *lot)
{
  const char *surname = surnames[g_rand_int_range (lot, 0, G_N_ELEMENTS (surnames))];
  const char *first = given_names[g_rand_int_range (lot, 0, G_N_ELEMENTS (given_names))];
  const char *second = given_names[g_rand_int_range (lot, 0, G_N_ELEMENTS (given_names))];

  return g_strconcat (surname, first, g_rand_boolean (lot) ? second : NULL, NULL);
}

/* A number that no two of them share, with the check character that belongs to it. */
static char *
make_resident_id (guint index, gboolean male)
{
  g_autoptr (GDateTime) first = g_date_time_new_utc (2002, 1, 1, 0, 0, 0);
  g_autoptr (GDateTime) born = g_date_time_add_days (first, (int) (index / PEOPLE_A_DAY));
  g_autofree char *day = g_date_time_format (born, "%Y%m%d");
  g_autofree char *body =
      g_strdup_printf (REGION "%s%03u", day, index % PEOPLE_A_DAY * 2 + (male ? 1 : 0));

  return g_strdup_printf ("%s%c", body, houbu_identity_check_character (body));
}

static void
append_schools (GString *text, const HoubuCrowdSchool *school)
{
  g_string_append (text, "province_code,province_name,school_code,school_name,campus_code,"
                         "campus_name\n");
  for (guint i = 0; i < school->campuses; i++)
    {
      g_autofree char *campus = make_campus (i);

      g_string_append_printf (text, PROVINCE ",演练省," SCHOOL ",演练学校,%s,演练校区%u\n", campus,
                              i + 1);
    }
}

static void
append_offerings (GString *text, const HoubuCrowdSchool *school)
{
  guint n_subjects = g_strv_length ((char **) school->subjects);
  guint n = school->campuses * n_subjects;

  g_string_append (text, "campus_code,subject_code,capacity,fee_fen,exam_starts_at,exam_ends_at,"
                         "registration_opens_at,registration_closes_at\n");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *campus = make_campus (i / n_subjects);
      guint seats = school->seats / n + (i < school->seats % n ? 1 : 0);

      g_string_append_printf (text, "%s,%s,%u,%d,%sT01:00:00Z,%sT03:20:00Z,,\n", campus,
                              school->subjects[i % n_subjects], seats, FEE_FEN, school->exam_day,
                              school->exam_day);
    }
}

static void
append_student (GString *text, const HoubuCrowdSchool *school, guint index, GRand *lot)
{
  gboolean male = g_rand_boolean (lot);
  g_autofree char *name = make_name (lot);
  g_autofree char *number = make_resident_id (index, male);
  g_autofree char *campus = make_campus (index % school->campuses);
  g_autofree char *subjects = g_strjoinv (";", (char **) school->subjects);
  const char *const *major = majors[g_rand_int_range (lot, 0, G_N_ELEMENTS (majors))];

  g_string_append_printf (text,
                          "resident_id,%s,%s,%s," SCHOOL ",%s,本科,4,2022,1,%s,%s,%d,%09u,,%s\n",
                          number, name, male ? "male" : "female", campus, major[0], major[1],
                          g_rand_int_range (lot, 1, 5), index + 1, subjects);
}

static void
append_students (GString *text, const HoubuCrowdSchool *school)
{
  g_autoptr (GRand) lot = g_rand_new_with_seed (school->seed);

  g_string_append (text, "id_type,id_number,name,sex,school_code,campus_code,education_level,"
                         "study_years,entry_year,grade,department,major,class_name,student_number,"
                         "remark,qualified_subjects\n");
  for (guint i = 0; i < school->candidates; i++)
    append_student (text, school, i, lot);
}

/* The phone begins with the seed's last digits, so that two crowds can be on one server. */
static void
append_accounts (GString *text, const HoubuCrowdSchool *school)
{
  g_string_append (text, "phone,name,password\n");
  for (guint i = 0; i < school->candidates; i++)
    g_string_append_printf (text, PHONE_PREFIX "%02u%06u,crowd-%02u-%06u,rehearsal-%u\n",
                            school->seed % 100, i + 1, school->seed % 100, i + 1, school->seed);
}

/**
 * houbu_crowd_people_write:
 * @school: what to make
 * @folder: where to, made when it is not there
 * @error: a #GFileError
 *
 * Writes `schools.csv`, `offerings.csv`, `students.csv` and `accounts.csv` as `houbuctl import`
 * takes them, in this order.
 *
 * Returns: whether all four were written
 */
gboolean
houbu_crowd_people_write (const HoubuCrowdSchool *school, const char *folder, GError **error)
{
  const struct
  {
    const char *name;
    void (*append) (GString *text, const HoubuCrowdSchool *school);
  } files[] = {
    { "schools.csv", append_schools },
    { "offerings.csv", append_offerings },
    { "students.csv", append_students },
    { "accounts.csv", append_accounts },
  };

  g_return_val_if_fail (school != NULL && folder != NULL, FALSE);
  g_return_val_if_fail (school->campuses > 0 && school->campuses <= HOUBU_CROWD_MOST_CAMPUSES,
                        FALSE);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "The folder %s cannot be made",
                   folder);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *path = g_build_filename (folder, files[i].name, NULL);

      files[i].append (text, school);
      if (!g_file_set_contents (path, text->str, (gssize) text->len, error))
        return FALSE;
    }
  return TRUE;
}
