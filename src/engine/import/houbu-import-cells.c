/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-import-private.h"

#include "houbu-engine.h"
#include "houbu-identity.h"
#include "houbu-subject-info.h"
#include "houbu-time.h"
#include "houbu-vault.h"

/* As the contract has it. */
#define MIN_TICKET 5
#define MAX_TICKET 20

/* What cells of all kinds of files have in common. An empty cell of a column that may be empty is
 * %HOUBU_UNSET as a number and "" as a text; any other empty cell is missing. */

/**
 * houbu_import_refuse:
 * @import: an import
 * @line: number of the line
 * @column: index of the column
 * @problem: what is wrong with the cell
 * @value: (nullable): an argument of the sentence
 * @limit: an argument of the sentence, or %HOUBU_UNSET
 */
void
houbu_import_refuse (HoubuImport *import,
                     gint64 line,
                     guint column,
                     HoubuProblem problem,
                     const char *value,
                     gint64 limit)
{
  houbu_csv_problems_add (import->problems, line, import->kind->columns[column].name, problem,
                          value, limit);
}

/* Whether there is something to read; says so when there has to be. */
static gboolean
check_present (HoubuImport *import, gint64 line, guint column, const char *cell, gboolean *present)
{
  *present = *cell != '\0';
  if (*present || import->kind->columns[column].optional)
    return TRUE;
  houbu_import_refuse (import, line, column, HOUBU_PROBLEM_REQUIRED, NULL, HOUBU_UNSET);
  return FALSE;
}

static gboolean
has_control_character (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return TRUE;
  return FALSE;
}

/**
 * houbu_import_read_text:
 * @import: an import
 * @line: number of the line
 * @column: index of the column
 * @cell: what stands there
 * @max: most characters
 *
 * Returns: whether it is a text of one line and not too long
 */
gboolean
houbu_import_read_text (
    HoubuImport *import, gint64 line, guint column, const char *cell, gint64 max)
{
  gboolean present;

  if (!check_present (import, line, column, cell, &present))
    return FALSE;
  if (g_utf8_strlen (cell, -1) > max)
    houbu_import_refuse (import, line, column, HOUBU_PROBLEM_TOO_LONG, NULL, max);
  else if (has_control_character (cell))
    houbu_import_refuse (import, line, column, HOUBU_PROBLEM_BAD_CHARACTERS, NULL, HOUBU_UNSET);
  else
    return TRUE;
  return FALSE;
}

/**
 * houbu_import_read_code:
 * @import: an import
 * @line: number of the line
 * @column: index of the column
 * @cell: what stands there
 * @min: least digits
 * @max: most digits
 *
 * Returns: whether it is a code of digits
 */
gboolean
houbu_import_read_code (
    HoubuImport *import, gint64 line, guint column, const char *cell, gint64 min, gint64 max)
{
  gint64 length = 0;
  gboolean present;

  if (!check_present (import, line, column, cell, &present))
    return FALSE;
  while (g_ascii_isdigit (cell[length]))
    length++;
  if (cell[length] == '\0' && length >= min && length <= max)
    return TRUE;
  houbu_import_refuse (import, line, column, HOUBU_PROBLEM_BAD_FORMAT, NULL, HOUBU_UNSET);
  return FALSE;
}

/**
 * houbu_import_read_integer:
 * @import: an import
 * @line: number of the line
 * @column: index of the column
 * @cell: what stands there
 * @min: least value
 * @max: largest value
 * @value: (out): the number, or %HOUBU_UNSET
 *
 * Returns: whether it is a whole number in range
 */
gboolean
houbu_import_read_integer (HoubuImport *import,
                           gint64 line,
                           guint column,
                           const char *cell,
                           gint64 min,
                           gint64 max,
                           gint64 *value)
{
  gboolean present;

  *value = HOUBU_UNSET;
  if (!check_present (import, line, column, cell, &present))
    return FALSE;
  if (!present)
    return TRUE;
  if (!g_ascii_string_to_signed (cell, 10, G_MININT64 + 1, G_MAXINT64, value, NULL))
    houbu_import_refuse (import, line, column, HOUBU_PROBLEM_BAD_FORMAT, NULL, HOUBU_UNSET);
  else if (*value < min)
    houbu_import_refuse (import, line, column, HOUBU_PROBLEM_TOO_SMALL, NULL, min);
  else if (*value > max)
    houbu_import_refuse (import, line, column, HOUBU_PROBLEM_TOO_LARGE, NULL, max);
  else
    return TRUE;
  return FALSE;
}

/**
 * houbu_import_read_time:
 * @import: an import
 * @line: number of the line
 * @column: index of the column
 * @cell: what stands there
 * @value: (out): the time, or %HOUBU_UNSET
 *
 * Returns: whether it is a time as on the wire
 */
gboolean
houbu_import_read_time (
    HoubuImport *import, gint64 line, guint column, const char *cell, gint64 *value)
{
  gboolean present;

  *value = HOUBU_UNSET;
  if (!check_present (import, line, column, cell, &present))
    return FALSE;
  if (!present || houbu_time_parse (cell, value))
    return TRUE;
  houbu_import_refuse (import, line, column, HOUBU_PROBLEM_BAD_TIME, NULL, HOUBU_UNSET);
  return FALSE;
}

/**
 * houbu_import_read_identity:
 * @import: an import
 * @line: number of the line
 * @type_column: index of the column with the kind of document
 * @number_column: index of the column with its number
 * @cells: all that stand there
 * @lookup: (out) (transfer full): by which the person is found
 *
 * Returns: whether it is an identity document
 */
gboolean
houbu_import_read_identity (HoubuImport *import,
                            gint64 line,
                            guint type_column,
                            guint number_column,
                            const char *const *cells,
                            GBytes **lookup)
{
  HoubuIdentityType type = houbu_identity_type_from_word (cells[type_column]);
  g_autofree char *number = NULL;
  HoubuIdentityProblem problem;

  if (type == HOUBU_IDENTITY_NONE)
    {
      houbu_import_refuse (import, line, type_column, HOUBU_PROBLEM_NOT_A_CHOICE, NULL,
                           HOUBU_UNSET);
      return FALSE;
    }
  number = houbu_identity_normalise (type, cells[number_column]);
  problem = houbu_identity_check (type, number);
  if (problem != HOUBU_IDENTITY_OK)
    {
      const char *language = houbu_csv_problems_get_language (import->problems);

      houbu_csv_problems_add_text (import->problems, line,
                                   import->kind->columns[number_column].name,
                                   houbu_identity_problem_get_text (problem, language));
      return FALSE;
    }
  *lookup = houbu_vault_person_lookup (houbu_engine_get_vault (import->engine), cells[type_column],
                                       number);
  return TRUE;
}

/**
 * houbu_import_read_subject:
 * @import: an import
 * @line: number of the line
 * @column: index of the column
 * @cell: what stands there
 *
 * Returns: whether it is the code of a subject
 */
gboolean
houbu_import_read_subject (HoubuImport *import, gint64 line, guint column, const char *cell)
{
  gboolean present;

  if (!check_present (import, line, column, cell, &present))
    return FALSE;
  if (houbu_subject_info_find (cell) != NULL)
    return TRUE;
  houbu_import_refuse (import, line, column, HOUBU_PROBLEM_UNKNOWN_SUBJECT, cell, HOUBU_UNSET);
  return FALSE;
}

/**
 * houbu_import_read_ticket:
 * @import: an import
 * @line: number of the line
 * @column: index of the column
 * @cell: what stands there
 *
 * Returns: whether it is the number of an admission ticket
 */
gboolean
houbu_import_read_ticket (HoubuImport *import, gint64 line, guint column, const char *cell)
{
  gsize length = 0;
  gboolean present;

  if (!check_present (import, line, column, cell, &present))
    return FALSE;
  while (g_ascii_isalnum (cell[length]))
    length++;
  if (!present || (cell[length] == '\0' && length >= MIN_TICKET && length <= MAX_TICKET))
    return TRUE;
  houbu_import_refuse (import, line, column, HOUBU_PROBLEM_BAD_FORMAT, NULL, HOUBU_UNSET);
  return FALSE;
}

/**
 * houbu_import_read_unique:
 * @import: an import
 * @line: number of the line
 * @key: what makes its record one of a kind
 *
 * Returns: whether no record before had the same key
 */
gboolean
houbu_import_read_unique (HoubuImport *import, gint64 line, const char *key)
{
  gpointer before = g_hash_table_lookup (import->seen, key);

  if (before != NULL)
    {
      houbu_csv_problems_add (import->problems, line, NULL, HOUBU_PROBLEM_SAME_LINE_BEFORE, NULL,
                              GPOINTER_TO_SIZE (before));
      return FALSE;
    }
  g_hash_table_insert (import->seen, g_strdup (key), GSIZE_TO_POINTER ((gsize) line));
  return TRUE;
}

/**
 * houbu_import_check_scope:
 * @import: an import
 * @line: number of the line
 * @column: index of the column that names the place
 * @school: code of its school
 * @province: code of its province
 *
 * Returns: whether the operator may touch what is there (O1)
 */
gboolean
houbu_import_check_scope (
    HoubuImport *import, gint64 line, guint column, const char *school, const char *province)
{
  const HoubuCaller *caller = import->call->caller;

  if (caller->role == HOUBU_ROLE_NATIONAL ||
      (caller->role == HOUBU_ROLE_PROVINCE && g_strcmp0 (caller->scope, province) == 0) ||
      (caller->role == HOUBU_ROLE_SCHOOL && g_strcmp0 (caller->scope, school) == 0))
    return TRUE;
  houbu_import_refuse (import, line, column, HOUBU_PROBLEM_OUT_OF_SCOPE, NULL, HOUBU_UNSET);
  return FALSE;
}
