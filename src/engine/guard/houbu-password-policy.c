/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-password-policy.h"

#include "houbu-password-policy-private.h"

#include "houbu-error.h"
#include "houbu-limits.h"

#include <stdlib.h>
#include <string.h>

static int
compare (const void *word, const void *element)
{
  return strcmp (word, *(const char *const *) element);
}

static gboolean
is_one_character (const char *password)
{
  gunichar first = g_utf8_get_char (password);

  for (const char *c = password; *c != '\0'; c = g_utf8_next_char (c))
    if (g_utf8_get_char (c) != first)
      return FALSE;
  return TRUE;
}

/**
 * houbu_password_is_common:
 * @password: a password, UTF-8
 * @phone: number of the account, normalised
 *
 * What a guesser tries first, in this order:
 *   the number of the account, or a part of it
 *   one character again and again
 *   a word of the list, upper and lower case the same
 *
 * Returns: whether it is one of those
 */
gboolean
houbu_password_is_common (const char *password, const char *phone)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (password != NULL && phone != NULL, FALSE);

  if (strstr (phone, password) != NULL || is_one_character (password))
    return TRUE;
  folded = g_ascii_strdown (password, -1);
  return bsearch (folded, houbu_common_passwords, houbu_n_common_passwords,
                  sizeof *houbu_common_passwords, compare) != NULL;
}

/**
 * houbu_password_check:
 * @password: what somebody wants as a password
 * @phone: number of the account, normalised
 * @error: HOUBU_ERROR_INVALID_FIELD naming it
 *
 * Asks for length and against guessing, and for no mixture of characters.
 *
 * Returns: whether it may be one
 */
gboolean
houbu_password_check (const char *password, const char *phone, GError **error)
{
  glong length;
  HoubuProblem problem = HOUBU_PROBLEM_NONE;
  gint64 limit = HOUBU_LIMIT_PASSWORD_MIN_CHARACTERS;

  g_return_val_if_fail (password != NULL && phone != NULL, FALSE);

  length = g_utf8_strlen (password, -1);
  if (length < HOUBU_LIMIT_PASSWORD_MIN_CHARACTERS)
    problem = HOUBU_PROBLEM_WEAK_PASSWORD;
  else if (length > HOUBU_LIMIT_PASSWORD_CHARACTERS)
    {
      problem = HOUBU_PROBLEM_TOO_LONG;
      limit = HOUBU_LIMIT_PASSWORD_CHARACTERS;
    }
  else if (houbu_password_is_common (password, phone))
    problem = HOUBU_PROBLEM_COMMON_PASSWORD;
  if (problem == HOUBU_PROBLEM_NONE)
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, problem, "field", "password", "limit", limit,
                   NULL);
  return FALSE;
}
