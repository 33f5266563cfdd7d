/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HoubuIdentityType:
 *
 * The nine identity documents of the manual, in its order.
 */
typedef enum
{
  HOUBU_IDENTITY_NONE = 0,
  HOUBU_IDENTITY_RESIDENT_ID,
  HOUBU_IDENTITY_TAIWAN_TRAVEL_PERMIT,
  HOUBU_IDENTITY_HK_MACAO_TRAVEL_PERMIT,
  HOUBU_IDENTITY_PASSPORT,
  HOUBU_IDENTITY_HK_ID,
  HOUBU_IDENTITY_MACAO_ID,
  HOUBU_IDENTITY_HK_MACAO_RESIDENCE_PERMIT,
  HOUBU_IDENTITY_TAIWAN_RESIDENCE_PERMIT,
  HOUBU_IDENTITY_FOREIGN_PERMANENT_RESIDENT_ID,
} HoubuIdentityType;

#define HOUBU_N_IDENTITY_TYPES (HOUBU_IDENTITY_FOREIGN_PERMANENT_RESIDENT_ID + 1)

/**
 * HoubuIdentityProblem:
 * @HOUBU_IDENTITY_OK: the number fits its document
 * @HOUBU_IDENTITY_EMPTY: nothing is left after normalising
 * @HOUBU_IDENTITY_BAD_LENGTH: no such document has a number of this length
 * @HOUBU_IDENTITY_BAD_CHARACTER: a character stands where it cannot
 * @HOUBU_IDENTITY_BAD_PREFIX: the number belongs to another kind of document
 * @HOUBU_IDENTITY_BAD_BIRTH_DATE: the birth date in it does not exist
 * @HOUBU_IDENTITY_BAD_CHECK: the check character does not match (a slip of the pen)
 */
typedef enum
{
  HOUBU_IDENTITY_OK = 0,
  HOUBU_IDENTITY_EMPTY,
  HOUBU_IDENTITY_BAD_LENGTH,
  HOUBU_IDENTITY_BAD_CHARACTER,
  HOUBU_IDENTITY_BAD_PREFIX,
  HOUBU_IDENTITY_BAD_BIRTH_DATE,
  HOUBU_IDENTITY_BAD_CHECK,
} HoubuIdentityProblem;

/* The longest number of any document, after normalising. */
#define HOUBU_IDENTITY_MAX_LENGTH 20

const char *houbu_identity_type_to_word (HoubuIdentityType type);
HoubuIdentityType houbu_identity_type_from_word (const char *word);
const char *houbu_identity_type_get_name (HoubuIdentityType type, const char *language);

char *houbu_identity_normalise (HoubuIdentityType type, const char *number);
HoubuIdentityProblem houbu_identity_check (HoubuIdentityType type, const char *normalised);
const char *houbu_identity_problem_to_word (HoubuIdentityProblem problem);
const char *houbu_identity_problem_get_text (HoubuIdentityProblem problem, const char *language);
char houbu_identity_check_character (const char *seventeen_digits);
gboolean houbu_identity_get_birth_date (
    HoubuIdentityType type, const char *normalised, int *year, int *month, int *day);

G_END_DECLS
