/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-practice-data.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* As data/practice/offerings.csv has it. */
#define EXAM_DAY "2026-12-12"

static void
person_free (gpointer data)
{
  HoubuPracticePerson *person = data;

  g_free (person->id_type);
  g_free (person->id_number);
  g_free (person->name);
  g_free (person->phone);
  g_free (person);
}

static char *
get_file (const char *kind, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/org/houbu/practice/%s.csv", kind);
  g_autoptr (GBytes) bytes = NULL;

  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return NULL;
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* The files name a fixed day; practice takes place in the present. */
static void
move_exam_day (GString *text, gint64 exam_day)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (exam_day / G_USEC_PER_SEC);
  g_autofree char *name = g_date_time_format (day, "%Y-%m-%d");

  g_string_replace (text, EXAM_DAY, name, 0);
}

/**
 * houbu_practice_data_open_file:
 * @kind: schools, offerings, students or accounts
 * @exam_day: when the exam takes place
 * @error: return location of an error
 *
 * Opens one file of the practice data the way an uploaded one is.
 *
 * Returns: a descriptor at its beginning, or -1 with @error set
 */
int
houbu_practice_data_open_file (const char *kind, gint64 exam_day, GError **error)
{
  g_autofree char *file = get_file (kind, error);
  g_autoptr (GString) text = g_string_new (file);
  int fd;

  if (file == NULL)
    return -1;
  move_exam_day (text, exam_day);
  fd = memfd_create (kind, MFD_CLOEXEC);
  if (fd >= 0 && write (fd, text->str, text->len) == (gssize) text->len &&
      lseek (fd, 0, SEEK_SET) == 0)
    return fd;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", kind,
               g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}

/* Our own generated files quote nothing, so a comma parts cells and nothing else. */
static GPtrArray *
read_rows (const char *kind, GError **error)
{
  g_autofree char *text = get_file (kind, error);
  g_auto (GStrv) lines = NULL;
  GPtrArray *rows;

  if (text == NULL)
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0')
      g_ptr_array_add (rows, g_strsplit (lines[i], ",", -1));
  return rows;
}

static const char *
get_cell (GPtrArray *rows, guint row, const char *column)
{
  GStrv names = g_ptr_array_index (rows, 0);
  GStrv cells = g_ptr_array_index (rows, row);

  for (guint i = 0; names[i] != NULL && cells[i] != NULL; i++)
    if (strcmp (names[i], column) == 0)
      return cells[i];
  return "";
}

/**
 * houbu_practice_data_get_people:
 * @error: return location of a #GResourceError
 *
 * Returns: (transfer full) (nullable) (element-type HoubuPracticePerson): people with an account,
 *   in the order of their accounts
 */
GPtrArray *
houbu_practice_data_get_people (GError **error)
{
  g_autoptr (GPtrArray) students = read_rows ("students", error);
  g_autoptr (GPtrArray) accounts = NULL;
  GPtrArray *people;

  if (students != NULL)
    accounts = read_rows ("accounts", error);
  if (accounts == NULL)
    return NULL;
  people = g_ptr_array_new_with_free_func (person_free);
  for (guint row = 1; row < students->len && row < accounts->len; row++)
    {
      HoubuPracticePerson *person = g_new0 (HoubuPracticePerson, 1);

      person->id_type = g_strdup (get_cell (students, row, "id_type"));
      person->id_number = g_strdup (get_cell (students, row, "id_number"));
      person->name = g_strdup (get_cell (students, row, "name"));
      person->phone = g_strdup (get_cell (accounts, row, "phone"));
      g_ptr_array_add (people, person);
    }
  return people;
}
