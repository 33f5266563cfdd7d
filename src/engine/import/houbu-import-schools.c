/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-import-private.h"

#include "houbu-store-import.h"

/* schools: one record a campus, with its school and province. Names may change, a place never
 * moves to another one: people and queues hang on it. */

enum
{
  PROVINCE_CODE,
  PROVINCE_NAME,
  SCHOOL_CODE,
  SCHOOL_NAME,
  CAMPUS_CODE,
  CAMPUS_NAME,
  N_COLUMNS,
};

static const HoubuCsvColumn columns[N_COLUMNS] = {
  [PROVINCE_CODE] = { "province_code" }, [PROVINCE_NAME] = { "province_name" },
  [SCHOOL_CODE] = { "school_code" },     [SCHOOL_NAME] = { "school_name" },
  [CAMPUS_CODE] = { "campus_code" },     [CAMPUS_NAME] = { "campus_name" },
};

#define MAX_NAME 100

/* What the file says, and what the store said when it was looked at. */
typedef struct
{
  GPtrArray *rows;            /* (owned) (element-type GStrv) */
  GHashTable *lines;          /* (owned) (element-type utf8 int): where a place stood first */
  GHashTable *names;          /* (owned) (element-type utf8 utf8): of places in the file */
  GHashTable *parents;        /* (owned) (element-type utf8 utf8): of places in the file */
  GHashTable *known_schools;  /* (owned) (element-type utf8 HoubuPlace) */
  GHashTable *known_campuses; /* (owned) (element-type utf8 HoubuPlace) */
} State;

static void
state_free (gpointer data)
{
  State *state = data;

  g_ptr_array_unref (state->rows);
  g_hash_table_unref (state->lines);
  g_hash_table_unref (state->names);
  g_hash_table_unref (state->parents);
  g_clear_pointer (&state->known_schools, g_hash_table_unref);
  g_clear_pointer (&state->known_campuses, g_hash_table_unref);
  g_free (state);
}

static gboolean
begin (HoubuImport *import, HoubuTx *tx, GError **error)
{
  State *state = g_new0 (State, 1);

  state->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  state->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  state->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  state->parents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  import->state = state;
  state->known_schools = houbu_store_import_load_schools (tx, error);
  if (state->known_schools == NULL)
    return FALSE;
  state->known_campuses = houbu_store_import_load_campuses (tx, error);
  return state->known_campuses != NULL;
}

/* A place is called the same, and lies in the same place, wherever the file names it. */
static gboolean
check_same (HoubuImport *import,
            gint64 line,
            guint column,
            GHashTable *table,
            const char *place,
            const char *value)
{
  State *state = import->state;
  const char *before = g_hash_table_lookup (table, place);

  if (before == NULL)
    {
      g_hash_table_insert (table, g_strdup (place), g_strdup (value));
      g_hash_table_insert (state->lines, g_strdup (place), GSIZE_TO_POINTER ((gsize) line));
      return TRUE;
    }
  if (g_str_equal (before, value))
    return TRUE;
  houbu_import_refuse (import, line, column, HOUBU_PROBLEM_DIFFERS_FROM_LINE, NULL,
                       GPOINTER_TO_SIZE (g_hash_table_lookup (state->lines, place)));
  return FALSE;
}

static gboolean
check_places (HoubuImport *import, gint64 line, const char *const *cells)
{
  State *state = import->state;
  g_autofree char *province = g_strconcat ("province ", cells[PROVINCE_CODE], NULL);
  g_autofree char *school = g_strconcat ("school ", cells[SCHOOL_CODE], NULL);
  gboolean good = TRUE;

  good &= check_same (import, line, PROVINCE_NAME, state->names, province, cells[PROVINCE_NAME]);
  good &= check_same (import, line, SCHOOL_NAME, state->names, school, cells[SCHOOL_NAME]);
  good &= check_same (import, line, PROVINCE_CODE, state->parents, school, cells[PROVINCE_CODE]);
  return good & houbu_import_read_unique (import, line, cells[CAMPUS_CODE]);
}

static gboolean
check_known (HoubuImport *import, gint64 line, const char *const *cells)
{
  State *state = import->state;
  const HoubuPlace *school = g_hash_table_lookup (state->known_schools, cells[SCHOOL_CODE]);
  const HoubuPlace *campus = g_hash_table_lookup (state->known_campuses, cells[CAMPUS_CODE]);

  if (school != NULL && !g_str_equal (school->province, cells[PROVINCE_CODE]))
    houbu_import_refuse (import, line, SCHOOL_CODE, HOUBU_PROBLEM_BELONGS_ELSEWHERE,
                         school->province, HOUBU_UNSET);
  else if (campus != NULL && !g_str_equal (campus->school, cells[SCHOOL_CODE]))
    houbu_import_refuse (import, line, CAMPUS_CODE, HOUBU_PROBLEM_BELONGS_ELSEWHERE, campus->school,
                         HOUBU_UNSET);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check (HoubuImport *import, HoubuTx *tx, gint64 line, const char *const *cells, GError **error)
{
  State *state = import->state;
  gboolean good = TRUE;

  good &= houbu_import_read_code (import, line, PROVINCE_CODE, cells[PROVINCE_CODE], 2, 8);
  good &= houbu_import_read_text (import, line, PROVINCE_NAME, cells[PROVINCE_NAME], MAX_NAME);
  good &= houbu_import_read_code (import, line, SCHOOL_CODE, cells[SCHOOL_CODE], 4, 16);
  good &= houbu_import_read_text (import, line, SCHOOL_NAME, cells[SCHOOL_NAME], MAX_NAME);
  good &= houbu_import_read_code (import, line, CAMPUS_CODE, cells[CAMPUS_CODE], 4, 16);
  good &= houbu_import_read_text (import, line, CAMPUS_NAME, cells[CAMPUS_NAME], MAX_NAME);
  if (!good || !check_places (import, line, cells) || !check_known (import, line, cells) ||
      !houbu_import_check_scope (import, line, CAMPUS_CODE, cells[SCHOOL_CODE],
                                 cells[PROVINCE_CODE]))
    return TRUE;
  g_ptr_array_add (state->rows, g_strdupv ((char **) cells));
  return TRUE;
}

/* As it is now, which is not always as it was when the file was looked at. */
typedef struct
{
  GHashTable *provinces; /* (owned) (element-type utf8 utf8) */
  GHashTable *schools;   /* (owned) (element-type utf8 HoubuPlace) */
  GHashTable *campuses;  /* (owned) (element-type utf8 HoubuPlace) */
} Known;

static void
known_clear (Known *known)
{
  g_clear_pointer (&known->provinces, g_hash_table_unref);
  g_clear_pointer (&known->schools, g_hash_table_unref);
  g_clear_pointer (&known->campuses, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

static gboolean
load_known (Known *known, HoubuTx *tx, GError **error)
{
  known->provinces = houbu_store_import_load_provinces (tx, error);
  if (known->provinces == NULL)
    return FALSE;
  known->schools = houbu_store_import_load_schools (tx, error);
  if (known->schools == NULL)
    return FALSE;
  known->campuses = houbu_store_import_load_campuses (tx, error);
  return known->campuses != NULL;
}

static gboolean
write_row (HoubuTx *tx, char **cells, GError **error)
{
  return houbu_store_import_set_province (tx, cells[PROVINCE_CODE], cells[PROVINCE_NAME], error) &&
         houbu_store_import_set_school (tx, cells[SCHOOL_CODE], cells[PROVINCE_CODE],
                                        cells[SCHOOL_NAME], error) &&
         houbu_store_import_set_campus (tx, cells[CAMPUS_CODE], cells[SCHOOL_CODE],
                                        cells[CAMPUS_NAME], error);
}

/* A record changes something when any of its three places is called otherwise than before. */
static gboolean
apply_row (HoubuImport *import, HoubuTx *tx, const Known *known, char **cells, GError **error)
{
  const char *province = g_hash_table_lookup (known->provinces, cells[PROVINCE_CODE]);
  const HoubuPlace *school = g_hash_table_lookup (known->schools, cells[SCHOOL_CODE]);
  const HoubuPlace *campus = g_hash_table_lookup (known->campuses, cells[CAMPUS_CODE]);

  if (campus == NULL)
    import->added++;
  else if (g_strcmp0 (province, cells[PROVINCE_NAME]) != 0 ||
           !g_str_equal (school->school_name, cells[SCHOOL_NAME]) ||
           !g_str_equal (campus->campus_name, cells[CAMPUS_NAME]))
    import->changed++;
  else
    {
      import->unchanged++;
      return TRUE;
    }
  return import->dry_run || write_row (tx, cells, error);
}

static gboolean
apply (HoubuImport *import, HoubuTx *tx, GError **error)
{
  State *state = import->state;
  g_auto (Known) known = { 0 };

  if (!load_known (&known, tx, error))
    return FALSE;
  for (guint i = 0; i < state->rows->len; i++)
    if (!apply_row (import, tx, &known, g_ptr_array_index (state->rows, i), error))
      return FALSE;
  return TRUE;
}

const HoubuImportKind houbu_import_schools = {
  .name = "schools",
  .columns = columns,
  .n_columns = N_COLUMNS,
  .begin = begin,
  .end = state_free,
  .check = check,
  .apply = apply,
};
