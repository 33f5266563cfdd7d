/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operator-scope.h"

#include "houbu-error.h"

static gboolean
forbid (GError **error)
{
  houbu_error_set (error, HOUBU_ERROR_FORBIDDEN, HOUBU_PROBLEM_NONE, NULL, NULL);
  return FALSE;
}

/**
 * houbu_operator_scope_get:
 * @call: a call of an operator
 * @scope: (out): how far the operator sees, borrowing from @call
 * @error: HOUBU_ERROR_FORBIDDEN for anybody else
 */
gboolean
houbu_operator_scope_get (HoubuCall *call, HoubuScope *scope, GError **error)
{
  const HoubuCaller *caller = call->caller;

  *scope = (HoubuScope){ NULL, NULL };
  if (caller->kind != HOUBU_CALLER_OPERATOR)
    return forbid (error);
  switch (caller->role)
    {
    case HOUBU_ROLE_NATIONAL:
      return TRUE;
    case HOUBU_ROLE_PROVINCE:
      scope->province = caller->scope;
      break;
    case HOUBU_ROLE_SCHOOL:
      scope->school = caller->scope;
      break;
    case HOUBU_ROLE_NONE:
    default:
      return forbid (error);
    }
  return caller->scope != NULL || forbid (error);
}

/**
 * houbu_operator_check_national:
 * @call: a call
 * @error: HOUBU_ERROR_FORBIDDEN
 *
 * Refuses all but national operators.
 */
gboolean
houbu_operator_check_national (HoubuCall *call, GError **error)
{
  const HoubuCaller *caller = call->caller;

  return (caller->kind == HOUBU_CALLER_OPERATOR && caller->role == HOUBU_ROLE_NATIONAL) ||
         forbid (error);
}

/**
 * houbu_operator_check_place:
 * @call: a call
 * @place: where something is; a school or a province without the rest will do
 * @error: HOUBU_ERROR_FORBIDDEN
 *
 * Refuses operators whose hand does not reach there (O1).
 */
gboolean
houbu_operator_check_place (HoubuCall *call, const HoubuPlace *place, GError **error)
{
  HoubuScope scope;

  if (!houbu_operator_scope_get (call, &scope, error))
    return FALSE;
  if (scope.school != NULL && g_strcmp0 (scope.school, place->school) != 0)
    return forbid (error);
  if (scope.province != NULL && g_strcmp0 (scope.province, place->province) != 0)
    return forbid (error);
  return TRUE;
}
