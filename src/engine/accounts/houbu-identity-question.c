/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-identity-question.h"

#include "houbu-error.h"
#include "houbu-identity.h"
#include "houbu-limits.h"
#include "houbu-person-name.h"

static gboolean
invalid (GError **error, const char *field, HoubuProblem problem)
{
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, problem, "field", field, "limit",
                   (gint64) HOUBU_LIMIT_NAME_CHARACTERS, NULL);
  return FALSE;
}

static HoubuProblem
number_problem (HoubuIdentityProblem problem)
{
  switch (problem)
    {
    case HOUBU_IDENTITY_OK:
      return HOUBU_PROBLEM_NONE;
    case HOUBU_IDENTITY_EMPTY:
      return HOUBU_PROBLEM_REQUIRED;
    case HOUBU_IDENTITY_BAD_BIRTH_DATE:
      return HOUBU_PROBLEM_NO_SUCH_DAY;
    case HOUBU_IDENTITY_BAD_CHECK:
      return HOUBU_PROBLEM_BAD_CHECKSUM;
    case HOUBU_IDENTITY_BAD_LENGTH:
    case HOUBU_IDENTITY_BAD_CHARACTER:
    case HOUBU_IDENTITY_BAD_PREFIX:
    default:
      return HOUBU_PROBLEM_BAD_FORMAT;
    }
}

static HoubuProblem
name_problem (HoubuPersonNameProblem problem)
{
  switch (problem)
    {
    case HOUBU_PERSON_NAME_OK:
      return HOUBU_PROBLEM_NONE;
    case HOUBU_PERSON_NAME_EMPTY:
      return HOUBU_PROBLEM_REQUIRED;
    case HOUBU_PERSON_NAME_TOO_LONG:
      return HOUBU_PROBLEM_TOO_LONG;
    case HOUBU_PERSON_NAME_BAD_CHARACTER:
    default:
      return HOUBU_PROBLEM_BAD_CHARACTERS;
    }
}

/**
 * houbu_identity_question_read:
 * @question: (out caller-allocates): an empty question
 * @id_type: kind of document
 * @number: as it was typed
 * @name: as it was typed
 * @error: HOUBU_ERROR_INVALID_FIELD naming the field
 *
 * Whether the shape is right tells nothing about anybody, so this may name the field.
 *
 * Returns: whether it can be asked
 */
gboolean
houbu_identity_question_read (HoubuIdentityQuestion *question,
                              HoubuIdType id_type,
                              const char *number,
                              const char *name,
                              GError **error)
{
  HoubuIdentityType type;
  HoubuProblem problem;

  g_return_val_if_fail (question != NULL && number != NULL && name != NULL, FALSE);

  question->id_type = houbu_id_type_to_string (id_type);
  type = houbu_identity_type_from_word (question->id_type);
  question->number = houbu_identity_normalise (type, number);
  question->name = houbu_person_name_normalise (name);
  problem = number_problem (houbu_identity_check (type, question->number));
  if (problem != HOUBU_PROBLEM_NONE)
    return invalid (error, "id_number", problem);
  problem = name_problem (houbu_person_name_check (question->name));
  if (problem != HOUBU_PROBLEM_NONE)
    return invalid (error, "name", problem);
  return TRUE;
}

/**
 * houbu_identity_question_clear:
 * @question: a question whose texts are freed
 */
void
houbu_identity_question_clear (HoubuIdentityQuestion *question)
{
  g_clear_pointer (&question->number, g_free);
  g_clear_pointer (&question->name, g_free);
}

/**
 * houbu_identity_question_find:
 * @question: a question
 * @tx: a transaction
 * @vault: keys of the store
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the school's record of this document and name; %NULL without
 *   an error when there is none
 */
HoubuStudentRow *
houbu_identity_question_find (const HoubuIdentityQuestion *question,
                              HoubuTx *tx,
                              HoubuVault *vault,
                              GError **error)
{
  g_autoptr (GBytes) lookup =
      houbu_vault_person_lookup (vault, question->id_type, question->number);
  g_autoptr (HoubuIdentityRow) identity = houbu_store_identity_by_lookup (tx, lookup, error);
  g_autoptr (HoubuStudentRow) student = NULL;

  if (identity == NULL)
    return NULL;
  student = houbu_store_student_by_person (tx, identity->key, error);
  if (student == NULL || !houbu_person_name_equal (student->name, question->name))
    return NULL;
  return g_steal_pointer (&student);
}
