/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-people.h"

#include <string.h>

/* A file of ours: a header line, one row a line. Cells are not quoted in generated files. */
typedef struct
{
  char *path;      /* (owned) */
  GPtrArray *rows; /* (owned) (element-type GStrv): the header first */
} Table;

static void
person_free (gpointer data)
{
  HoubuCrowdPerson *person = data;

  g_free (person->id_type);
  g_free (person->id_number);
  g_free (person->name);
  g_free (person->phone);
  g_free (person->password);
  g_free (person);
}

static void
table_clear (Table *table)
{
  g_free (table->path);
  g_clear_pointer (&table->rows, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static gboolean
set_bad (GError **error, const char *path, const char *what, const char *word)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: %s%s", path, what, word);
  return FALSE;
}

static gboolean
table_read (Table *table, const char *folder, const char *name, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  table->path = g_build_filename (folder, name, NULL);
  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  if (!g_file_get_contents (table->path, &text, NULL, error))
    return FALSE;
  if (!g_utf8_validate (text, -1, NULL))
    return set_bad (error, table->path, "not UTF-8", "");
  if (strchr (text, '"') != NULL)
    return set_bad (error, table->path, "quoted cells are not read", "");
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strchomp (lines[i]) != '\0')
      g_ptr_array_add (table->rows, g_strsplit (lines[i], ",", -1));
  return table->rows->len > 1 || set_bad (error, table->path, "holds nobody", "");
}

/* Where @column stands, or -1 with @error. */
static int
table_find (const Table *table, const char *column, GError **error)
{
  char **names = g_ptr_array_index (table->rows, 0);

  for (int i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], column))
      return i;
  set_bad (error, table->path, "there is no column ", column);
  return -1;
}

static gboolean
table_take (const Table *table, guint row, const char *column, char **cell, GError **error)
{
  char **cells = g_ptr_array_index (table->rows, row);
  int place = table_find (table, column, error);

  if (place < 0)
    return FALSE;
  if (g_strv_length (cells) <= (guint) place)
    {
      g_autofree char *line = g_strdup_printf ("%u", row + 1);

      return set_bad (error, table->path, "too few cells in line ", line);
    }
  *cell = g_strdup (cells[place]);
  return TRUE;
}

/**
 * houbu_crowd_people_read:
 * @folder: where `students.csv` and `accounts.csv` lie, row by row the same people
 * @error: a #GFileError, or %G_IO_ERROR_INVALID_DATA that names the file and what is wrong in it
 *
 * Returns: (transfer full) (element-type HoubuCrowdPerson): the people, in the order of the files
 */
GPtrArray *
houbu_crowd_people_read (const char *folder, GError **error)
{
  g_auto (Table) students = { 0 };
  g_auto (Table) accounts = { 0 };
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (person_free);

  g_return_val_if_fail (folder != NULL, NULL);

  if (!table_read (&students, folder, "students.csv", error) ||
      !table_read (&accounts, folder, "accounts.csv", error))
    return NULL;
  for (guint row = 1; row < students.rows->len && row < accounts.rows->len; row++)
    {
      HoubuCrowdPerson *person = g_new0 (HoubuCrowdPerson, 1);

      g_ptr_array_add (people, person);
      if (!table_take (&students, row, "id_type", &person->id_type, error) ||
          !table_take (&students, row, "id_number", &person->id_number, error) ||
          !table_take (&students, row, "name", &person->name, error) ||
          !table_take (&accounts, row, "phone", &person->phone, error) ||
          !table_take (&accounts, row, "password", &person->password, error))
        return NULL;
    }
  return g_steal_pointer (&people);
}
