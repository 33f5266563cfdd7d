/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-candidate.h"

#include "houbu-candidate-private.h"

/**
 * houbu_candidate_get_enrolments:
 * @self: a candidate
 *
 * Returns: (transfer none) (element-type HoubuEnrolment): newest first, ended ones too
 */
GListModel *
houbu_candidate_get_enrolments (HoubuCandidate *self)
{
  g_return_val_if_fail (HOUBU_IS_CANDIDATE (self), NULL);

  return G_LIST_MODEL (self->enrolments);
}

/**
 * houbu_candidate_get_entries:
 * @self: a candidate
 *
 * Returns: (transfer none) (element-type HoubuWait): the waiting ones
 */
GListModel *
houbu_candidate_get_entries (HoubuCandidate *self)
{
  g_return_val_if_fail (HOUBU_IS_CANDIDATE (self), NULL);

  return G_LIST_MODEL (self->entries);
}

/**
 * houbu_candidate_get_completed_entries:
 * @self: a candidate
 *
 * Returns: (transfer none) (element-type HoubuEntry): newest first
 */
GListModel *
houbu_candidate_get_completed_entries (HoubuCandidate *self)
{
  g_return_val_if_fail (HOUBU_IS_CANDIDATE (self), NULL);

  return G_LIST_MODEL (self->completed);
}

/**
 * houbu_candidate_get_offerings:
 * @self: a candidate
 *
 * Returns: (transfer none) (element-type HoubuOffering): what
 * houbu_candidate_show_offerings_async() asked for
 */
GListModel *
houbu_candidate_get_offerings (HoubuCandidate *self)
{
  g_return_val_if_fail (HOUBU_IS_CANDIDATE (self), NULL);

  return G_LIST_MODEL (self->offerings);
}

/**
 * houbu_candidate_get_notices:
 * @self: a candidate
 *
 * Returns: (transfer none) (element-type HoubuNotice): newest first
 */
GListModel *
houbu_candidate_get_notices (HoubuCandidate *self)
{
  g_return_val_if_fail (HOUBU_IS_CANDIDATE (self), NULL);

  return G_LIST_MODEL (self->notices);
}

/**
 * houbu_candidate_get_payments:
 * @self: a candidate
 *
 * Returns: (transfer none) (element-type HoubuPayment): orders, newest first, ended ones too
 */
GListModel *
houbu_candidate_get_payments (HoubuCandidate *self)
{
  g_return_val_if_fail (HOUBU_IS_CANDIDATE (self), NULL);

  return G_LIST_MODEL (self->payments);
}
