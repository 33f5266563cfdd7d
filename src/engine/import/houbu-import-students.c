/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-import-private.h"

#include "houbu-engine.h"
#include "houbu-identity.h"
#include "houbu-mask.h"
#include "houbu-person-name.h"
#include "houbu-store-import.h"
#include "houbu-vault.h"

/* students: one record a person. There may be a hundred thousand, so nothing of them is kept
 * between the two ways through the file but what tells one from the other. */

enum
{
  ID_TYPE,
  ID_NUMBER,
  NAME,
  SEX,
  SCHOOL_CODE,
  CAMPUS_CODE,
  EDUCATION_LEVEL,
  STUDY_YEARS,
  ENTRY_YEAR,
  GRADE,
  DEPARTMENT,
  MAJOR,
  CLASS_NAME,
  STUDENT_NUMBER,
  REMARK,
  QUALIFIED_SUBJECTS,
  N_COLUMNS,
};

static const HoubuCsvColumn columns[N_COLUMNS] = {
  [ID_TYPE] = { "id_type" },
  [ID_NUMBER] = { "id_number" },
  [NAME] = { "name" },
  [SEX] = { "sex" },
  [SCHOOL_CODE] = { "school_code" },
  [CAMPUS_CODE] = { "campus_code" },
  [EDUCATION_LEVEL] = { "education_level" },
  [STUDY_YEARS] = { "study_years" },
  [ENTRY_YEAR] = { "entry_year" },
  [GRADE] = { "grade", TRUE },
  [DEPARTMENT] = { "department", TRUE },
  [MAJOR] = { "major", TRUE },
  [CLASS_NAME] = { "class_name", TRUE },
  [STUDENT_NUMBER] = { "student_number" },
  [REMARK] = { "remark", TRUE },
  [QUALIFIED_SUBJECTS] = { "qualified_subjects", TRUE },
};

/* Plain texts: where they go, and the most characters that the contract gives them. */
static const struct
{
  guint column;
  gint64 max;
  gsize offset;
} texts[] = {
  { EDUCATION_LEVEL, 50, G_STRUCT_OFFSET (HoubuStudentRow, education_level) },
  { GRADE, 20, G_STRUCT_OFFSET (HoubuStudentRow, grade) },
  { DEPARTMENT, 100, G_STRUCT_OFFSET (HoubuStudentRow, department) },
  { MAJOR, 100, G_STRUCT_OFFSET (HoubuStudentRow, major) },
  { CLASS_NAME, 50, G_STRUCT_OFFSET (HoubuStudentRow, class_name) },
  { STUDENT_NUMBER, 50, G_STRUCT_OFFSET (HoubuStudentRow, student_number) },
};

#define MAX_REMARK 200
#define MAX_STUDY_YEARS 20
#define MAX_ENTRY_YEAR 9999

/* A record of the file as the store knows it. */
typedef struct
{
  HoubuStudentRow *row; /* (owned) */
  char *id_type;        /* (owned) */
  char *id_number;      /* (owned): normalised */
  GBytes *lookup;       /* (owned): by which the person is found */
} Parsed;

static void
parsed_clear (Parsed *parsed)
{
  g_clear_pointer (&parsed->row, houbu_student_row_free);
  g_clear_pointer (&parsed->id_type, g_free);
  g_clear_pointer (&parsed->id_number, g_free);
  g_clear_pointer (&parsed->lookup, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parsed, parsed_clear)

static gboolean
begin (HoubuImport *import, HoubuTx *tx, GError **error)
{
  import->state = houbu_store_import_load_campuses (tx, error);
  return import->state != NULL;
}

static void
end (gpointer state)
{
  g_hash_table_unref (state);
}

static gboolean
parse_identity (HoubuImport *import, gint64 line, const char *const *cells, Parsed *parsed)
{
  if (!houbu_import_read_identity (import, line, ID_TYPE, ID_NUMBER, cells, &parsed->lookup))
    return FALSE;
  parsed->id_type = g_strdup (cells[ID_TYPE]);
  parsed->id_number =
      houbu_identity_normalise (houbu_identity_type_from_word (cells[ID_TYPE]), cells[ID_NUMBER]);
  return TRUE;
}

static gboolean
parse_name (HoubuImport *import, gint64 line, const char *cell, HoubuStudentRow *row)
{
  HoubuProblem problem = HOUBU_PROBLEM_NONE;
  gint64 limit = HOUBU_UNSET;

  row->name = houbu_person_name_normalise (cell);
  switch (houbu_person_name_check (row->name))
    {
    case HOUBU_PERSON_NAME_OK:
      return TRUE;
    case HOUBU_PERSON_NAME_EMPTY:
      problem = HOUBU_PROBLEM_REQUIRED;
      break;
    case HOUBU_PERSON_NAME_TOO_LONG:
      problem = HOUBU_PROBLEM_TOO_LONG;
      limit = HOUBU_PERSON_NAME_MAX_LENGTH;
      break;
    case HOUBU_PERSON_NAME_BAD_CHARACTER:
    default:
      problem = HOUBU_PROBLEM_BAD_CHARACTERS;
    }
  houbu_import_refuse (import, line, NAME, problem, NULL, limit);
  return FALSE;
}

static gboolean
parse_place (HoubuImport *import, gint64 line, const char *const *cells, HoubuStudentRow *row)
{
  GHashTable *campuses = import->state;
  const HoubuPlace *place = g_hash_table_lookup (campuses, cells[CAMPUS_CODE]);

  if (place == NULL)
    houbu_import_refuse (import, line, CAMPUS_CODE, HOUBU_PROBLEM_UNKNOWN_CAMPUS,
                         cells[CAMPUS_CODE], HOUBU_UNSET);
  else if (!g_str_equal (place->school, cells[SCHOOL_CODE]))
    houbu_import_refuse (import, line, CAMPUS_CODE, HOUBU_PROBLEM_BELONGS_ELSEWHERE, place->school,
                         HOUBU_UNSET);
  else if (houbu_import_check_scope (import, line, CAMPUS_CODE, place->school, place->province))
    {
      row->campus = g_strdup (cells[CAMPUS_CODE]);
      return TRUE;
    }
  return FALSE;
}

static gboolean
parse_texts (HoubuImport *import, gint64 line, const char *const *cells, HoubuStudentRow *row)
{
  gboolean good = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *cell = cells[texts[i].column];

      good &= houbu_import_read_text (import, line, texts[i].column, cell, texts[i].max);
      G_STRUCT_MEMBER (char *, row, texts[i].offset) = g_strdup (cell);
    }
  good &= houbu_import_read_text (import, line, REMARK, cells[REMARK], MAX_REMARK);
  row->remark = *cells[REMARK] != '\0' ? g_strdup (cells[REMARK]) : NULL;
  good &= houbu_import_read_integer (import, line, STUDY_YEARS, cells[STUDY_YEARS], 1,
                                     MAX_STUDY_YEARS, &row->study_years);
  good &= houbu_import_read_integer (import, line, ENTRY_YEAR, cells[ENTRY_YEAR], 0, MAX_ENTRY_YEAR,
                                     &row->entry_year);
  return good;
}

/* Names the first code that is none, or the whole cell when it is only written badly. */
static void
refuse_subjects (HoubuImport *import, gint64 line, const char *cell)
{
  g_auto (GStrv) codes = g_strsplit (cell, ";", -1);
  const char *culprit = cell;

  for (guint i = 0; codes[i] != NULL && culprit == cell; i++)
    if (*codes[i] != '\0' && houbu_subject_info_find (codes[i]) == NULL)
      culprit = codes[i];
  houbu_import_refuse (import, line, QUALIFIED_SUBJECTS, HOUBU_PROBLEM_UNKNOWN_SUBJECT, culprit,
                       HOUBU_UNSET);
}

static gboolean
parse_words (HoubuImport *import, gint64 line, const char *const *cells, HoubuStudentRow *row)
{
  HoubuSubjectSet subjects = 0;
  gboolean good = TRUE;

  if (!g_str_equal (cells[SEX], "male") && !g_str_equal (cells[SEX], "female"))
    {
      houbu_import_refuse (import, line, SEX,
                           *cells[SEX] == '\0' ? HOUBU_PROBLEM_REQUIRED
                                               : HOUBU_PROBLEM_NOT_A_CHOICE,
                           NULL, HOUBU_UNSET);
      good = FALSE;
    }
  row->sex = g_strdup (cells[SEX]);
  if (!houbu_subject_set_parse (cells[QUALIFIED_SUBJECTS], &subjects))
    {
      refuse_subjects (import, line, cells[QUALIFIED_SUBJECTS]);
      good = FALSE;
    }
  row->qualified = houbu_subject_set_to_text (subjects);
  return good;
}

static gboolean
parse (HoubuImport *import, gint64 line, const char *const *cells, Parsed *parsed)
{
  gboolean good = TRUE;

  parsed->row = g_new0 (HoubuStudentRow, 1);
  good &= parse_identity (import, line, cells, parsed);
  good &= parse_name (import, line, cells[NAME], parsed->row);
  good &= parse_place (import, line, cells, parsed->row);
  good &= parse_texts (import, line, cells, parsed->row);
  good &= parse_words (import, line, cells, parsed->row);
  return good;
}

/* A record that another school keeps is not taken over by an operator of this one. */
static gboolean
check_known (HoubuImport *import, HoubuTx *tx, gint64 line, Parsed *parsed, GError **error)
{
  g_autoptr (HoubuStudentRow) known = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 person = 0;

  if (import->call->caller->role == HOUBU_ROLE_NATIONAL)
    return TRUE;
  known = houbu_store_import_find_student (tx, parsed->lookup, &person, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (known != NULL)
    houbu_import_check_scope (import, line, ID_NUMBER, known->school, known->province);
  return TRUE;
}

static gboolean
check (HoubuImport *import, HoubuTx *tx, gint64 line, const char *const *cells, GError **error)
{
  g_auto (Parsed) parsed = { 0 };
  g_autofree char *key = NULL;
  gsize length = 0;
  gconstpointer lookup = NULL;

  if (!parse (import, line, cells, &parsed))
    return TRUE;
  lookup = g_bytes_get_data (parsed.lookup, &length);
  key = g_base64_encode (lookup, length);
  houbu_import_read_unique (import, line, key);
  return check_known (import, tx, line, &parsed, error);
}

static gboolean
same_record (const HoubuStudentRow *a, const HoubuStudentRow *b)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_strcmp0 (G_STRUCT_MEMBER (char *, a, texts[i].offset),
                   G_STRUCT_MEMBER (char *, b, texts[i].offset)) != 0)
      return FALSE;
  return g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->sex, b->sex) == 0 &&
         g_strcmp0 (a->campus, b->campus) == 0 && g_strcmp0 (a->remark, b->remark) == 0 &&
         g_strcmp0 (a->qualified, b->qualified) == 0 && a->study_years == b->study_years &&
         a->entry_year == b->entry_year;
}

static gint64
add_person (HoubuImport *import, HoubuTx *tx, const Parsed *parsed, GError **error)
{
  g_autofree char *masked = houbu_mask_identity (parsed->id_number);
  g_autoptr (GBytes) cipher =
      houbu_vault_seal (houbu_engine_get_vault (import->engine), "person", parsed->id_number);
  const HoubuIdentityRow row = { 0, parsed->lookup, parsed->id_type, cipher, masked };

  return houbu_store_identity_add (tx, &row, error);
}

static gboolean
write_row (HoubuImport *import, HoubuTx *tx, Parsed *parsed, gint64 person, GError **error)
{
  if (import->dry_run)
    return TRUE;
  parsed->row->person = person != 0 ? person : add_person (import, tx, parsed, error);
  return parsed->row->person != 0 &&
         houbu_store_student_set (tx, parsed->row, import->call->now, error);
}

static gboolean
apply_row (HoubuImport *import, HoubuTx *tx, gint64 line, const char *const *cells, GError **error)
{
  g_auto (Parsed) parsed = { 0 };
  g_autoptr (HoubuStudentRow) known = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 person = 0;

  if (!parse (import, line, cells, &parsed))
    return houbu_import_fail_second_reading (error);
  known = houbu_store_import_find_student (tx, parsed.lookup, &person, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (known != NULL && same_record (known, parsed.row))
    {
      import->unchanged++;
      return TRUE;
    }
  if (known == NULL)
    import->added++;
  else
    import->changed++;
  return write_row (import, tx, &parsed, person, error);
}

static gboolean
apply (HoubuImport *import, HoubuTx *tx, GError **error)
{
  return houbu_import_apply_each_row (import, tx, apply_row, error);
}

const HoubuImportKind houbu_import_students = {
  .name = "students",
  .columns = columns,
  .n_columns = N_COLUMNS,
  .begin = begin,
  .end = end,
  .check = check,
  .apply = apply,
};
