/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-phone.h"

#include "houbu-error.h"
#include "houbu-mask.h"

/**
 * houbu_phone_read:
 * @typed: the field `phone` of a request
 * @error: HOUBU_ERROR_INVALID_FIELD naming it
 *
 * Returns: (transfer full): the number, normalised; or %NULL
 */
char *
houbu_phone_read (const char *typed, GError **error)
{
  g_autofree char *phone = NULL;

  g_return_val_if_fail (typed != NULL, NULL);

  phone = houbu_phone_normalise (typed);
  if (houbu_phone_is_valid (phone))
    return g_steal_pointer (&phone);
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_BAD_FORMAT, "field", "phone",
                   NULL);
  return NULL;
}
