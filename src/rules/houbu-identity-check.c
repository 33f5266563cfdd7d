/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-identity.h"

#include <string.h>

/* Length of the numbers that follow GB 11643: 17 digits and a check character. */
#define GB_11643_LENGTH 18

static gboolean
all_digits (const char *text, gsize from, gsize to)
{
  for (gsize i = from; i < to; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
all_letters (const char *text, gsize from, gsize to)
{
  for (gsize i = from; i < to; i++)
    if (!g_ascii_isupper (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
all_letters_or_digits (const char *text)
{
  for (gsize i = 0; text[i] != '\0'; i++)
    if (!g_ascii_isdigit (text[i]) && !g_ascii_isupper (text[i]))
      return FALSE;
  return TRUE;
}

static int
to_int (const char *digits, gsize n_digits)
{
  int value = 0;

  for (gsize i = 0; i < n_digits; i++)
    value = value * 10 + g_ascii_digit_value (digits[i]);
  return value;
}

/**
 * houbu_identity_check_character:
 * @seventeen_digits: at least 17 ASCII digits
 *
 * GB 11643, which is ISO 7064 MOD 11-2: each digit times 2 to the power of its distance from the
 * check character, added up modulo 11.
 *
 * Returns: the character that belongs after them, a digit or 'X'
 */
char
houbu_identity_check_character (const char *seventeen_digits)
{
  int sum = 0;

  g_return_val_if_fail (seventeen_digits != NULL, '\0');
  g_return_val_if_fail (memchr (seventeen_digits, '\0', GB_11643_LENGTH - 1) == NULL, '\0');
  g_return_val_if_fail (all_digits (seventeen_digits, 0, GB_11643_LENGTH - 1), '\0');

  for (int i = 0; i < GB_11643_LENGTH - 1; i++)
    sum = (sum + g_ascii_digit_value (seventeen_digits[i])) * 2 % 11;
  return "10X98765432"[sum];
}

/**
 * houbu_identity_get_birth_date:
 * @type: the kind of document
 * @normalised: its number
 * @year: (out): year of birth
 * @month: (out): month, from 1
 * @day: (out): day, from 1
 *
 * Returns: whether the number carries a birth date that exists
 */
gboolean
houbu_identity_get_birth_date (
    HoubuIdentityType type, const char *normalised, int *year, int *month, int *day)
{
  g_return_val_if_fail (normalised != NULL, FALSE);
  g_return_val_if_fail (year != NULL && month != NULL && day != NULL, FALSE);

  if (type != HOUBU_IDENTITY_RESIDENT_ID && type != HOUBU_IDENTITY_HK_MACAO_RESIDENCE_PERMIT &&
      type != HOUBU_IDENTITY_TAIWAN_RESIDENCE_PERMIT &&
      type != HOUBU_IDENTITY_FOREIGN_PERMANENT_RESIDENT_ID)
    return FALSE;
  if (strlen (normalised) != GB_11643_LENGTH || !all_digits (normalised, 6, 14))
    return FALSE;
  *year = to_int (normalised + 6, 4);
  *month = to_int (normalised + 10, 2);
  *day = to_int (normalised + 12, 2);
  return *year >= 1800 &&
         g_date_valid_dmy ((GDateDay) *day, (GDateMonth) *month, (GDateYear) *year);
}

/* The part that resident ID cards, residence permits and the new permanent resident card share.
 *
 * 1. not 18 characters           bad length
 * 2. not 17 digits and 0–9 or X  bad character
 * 3. another document's prefix   bad prefix
 * 4. no such day                 bad birth date
 * 5. the wrong check character   bad check
 */
static HoubuIdentityProblem
check_gb_11643 (HoubuIdentityType type, const char *number, const char *const *prefixes)
{
  int year, month, day;
  char last;

  if (strlen (number) != GB_11643_LENGTH)
    return HOUBU_IDENTITY_BAD_LENGTH;
  last = number[GB_11643_LENGTH - 1];
  if (!all_digits (number, 0, GB_11643_LENGTH - 1) || !(g_ascii_isdigit (last) || last == 'X'))
    return HOUBU_IDENTITY_BAD_CHARACTER;
  for (gsize i = 0;; i++)
    {
      if (prefixes[i] == NULL)
        return HOUBU_IDENTITY_BAD_PREFIX;
      if (g_str_has_prefix (number, prefixes[i]))
        break;
    }
  if (!houbu_identity_get_birth_date (type, number, &year, &month, &day))
    return HOUBU_IDENTITY_BAD_BIRTH_DATE;
  if (houbu_identity_check_character (number) != last)
    return HOUBU_IDENTITY_BAD_CHECK;
  return HOUBU_IDENTITY_OK;
}

/* The card of today has eight digits; the booklet before it had ten, and a letter in brackets. */
static HoubuIdentityProblem
check_taiwan_travel_permit (const char *number)
{
  gsize length = strlen (number);

  if (length != 8 && length != 10 && length != 11)
    return HOUBU_IDENTITY_BAD_LENGTH;
  if (!all_digits (number, 0, MIN (length, 10)) || !all_letters (number, MIN (length, 10), length))
    return HOUBU_IDENTITY_BAD_CHARACTER;
  return HOUBU_IDENTITY_OK;
}

/* H or M and eight digits for the person; older cards add two for how often it was issued. */
static HoubuIdentityProblem
check_hk_macao_travel_permit (const char *number)
{
  gsize length = strlen (number);

  if (length != 9 && length != 11)
    return HOUBU_IDENTITY_BAD_LENGTH;
  if (!g_ascii_isupper (number[0]) || !all_digits (number, 1, length))
    return HOUBU_IDENTITY_BAD_CHARACTER;
  if (number[0] != 'H' && number[0] != 'M')
    return HOUBU_IDENTITY_BAD_PREFIX;
  return HOUBU_IDENTITY_OK;
}

/* Countries differ too much for more than this. */
static HoubuIdentityProblem
check_passport (const char *number)
{
  gsize length = strlen (number);

  if (length < 5 || length > HOUBU_IDENTITY_MAX_LENGTH)
    return HOUBU_IDENTITY_BAD_LENGTH;
  return all_letters_or_digits (number) ? HOUBU_IDENTITY_OK : HOUBU_IDENTITY_BAD_CHARACTER;
}

static int
hk_value (char character)
{
  return g_ascii_isdigit (character) ? g_ascii_digit_value (character) : character - 'A' + 10;
}

/* One or two letters, six digits, and a check character that makes the weighted sum a multiple of
 * 11. With one letter a blank stands before it, worth 36. */
static HoubuIdentityProblem
check_hk_id (const char *number)
{
  gsize length = strlen (number);
  gsize n_letters = length - 7;
  int weight = (int) length;
  int sum = 0;

  if (length != 8 && length != 9)
    return HOUBU_IDENTITY_BAD_LENGTH;
  if (!all_letters (number, 0, n_letters) || !all_digits (number, n_letters, length - 1) ||
      !(g_ascii_isdigit (number[length - 1]) || number[length - 1] == 'A'))
    return HOUBU_IDENTITY_BAD_CHARACTER;
  if (n_letters == 1)
    sum = 36 * 9;
  for (gsize i = 0; i < length; i++)
    sum += hk_value (number[i]) * weight--;
  return sum % 11 == 0 ? HOUBU_IDENTITY_OK : HOUBU_IDENTITY_BAD_CHECK;
}

static HoubuIdentityProblem
check_macao_id (const char *number)
{
  if (strlen (number) != 8)
    return HOUBU_IDENTITY_BAD_LENGTH;
  return all_digits (number, 0, 8) ? HOUBU_IDENTITY_OK : HOUBU_IDENTITY_BAD_CHARACTER;
}

/* The first card has three letters of the country and twelve digits; the card of today has a
 * number like a resident ID card's, with a 9 in front. */
static HoubuIdentityProblem
check_foreign_permanent_resident_id (const char *number)
{
  static const char *const prefixes[] = { "9", NULL };

  if (strlen (number) != 15)
    return check_gb_11643 (HOUBU_IDENTITY_FOREIGN_PERMANENT_RESIDENT_ID, number, prefixes);
  if (!all_letters (number, 0, 3) || !all_digits (number, 3, 15))
    return HOUBU_IDENTITY_BAD_CHARACTER;
  return HOUBU_IDENTITY_OK;
}

/**
 * houbu_identity_check:
 * @type: the kind of document
 * @normalised: a number, from houbu_identity_normalise()
 *
 * Checks a number against the form of its document.
 *
 * Returns: what is wrong first, or %HOUBU_IDENTITY_OK
 */
HoubuIdentityProblem
houbu_identity_check (HoubuIdentityType type, const char *normalised)
{
  static const char *const resident[] = { "1", "2", "3", "4", "5", "6", "7", "8", "9", NULL };
  static const char *const hk_macao[] = { "81", "82", NULL };
  static const char *const taiwan[] = { "83", NULL };

  g_return_val_if_fail (normalised != NULL, HOUBU_IDENTITY_EMPTY);

  if (normalised[0] == '\0')
    return HOUBU_IDENTITY_EMPTY;
  switch (type)
    {
    case HOUBU_IDENTITY_RESIDENT_ID:
      return check_gb_11643 (type, normalised, resident);
    case HOUBU_IDENTITY_TAIWAN_TRAVEL_PERMIT:
      return check_taiwan_travel_permit (normalised);
    case HOUBU_IDENTITY_HK_MACAO_TRAVEL_PERMIT:
      return check_hk_macao_travel_permit (normalised);
    case HOUBU_IDENTITY_PASSPORT:
      return check_passport (normalised);
    case HOUBU_IDENTITY_HK_ID:
      return check_hk_id (normalised);
    case HOUBU_IDENTITY_MACAO_ID:
      return check_macao_id (normalised);
    case HOUBU_IDENTITY_HK_MACAO_RESIDENCE_PERMIT:
      return check_gb_11643 (type, normalised, hk_macao);
    case HOUBU_IDENTITY_TAIWAN_RESIDENCE_PERMIT:
      return check_gb_11643 (type, normalised, taiwan);
    case HOUBU_IDENTITY_FOREIGN_PERMANENT_RESIDENT_ID:
      return check_foreign_permanent_resident_id (normalised);
    case HOUBU_IDENTITY_NONE:
    default:
      return HOUBU_IDENTITY_BAD_PREFIX;
    }
}
