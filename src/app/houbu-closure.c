/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-closure.h"

#include <glib/gi18n.h>

#include "houbu-text.h"

/**
 * houbu_closure_is_told:
 * @candidate: who
 *
 * Whoever is registered with another account is told that instead.
 *
 * Returns: whether there is no registration any more, and that is to be told
 */
gboolean
houbu_closure_is_told (HoubuCandidate *candidate)
{
  HoubuRegistration *registration = houbu_candidate_get_registration (candidate);

  return registration != NULL &&
         houbu_candidate_get_status (candidate) == HOUBU_REGISTRATION_STATUS_NONE &&
         houbu_registration_get_closed_at (registration) != HOUBU_UNSET &&
         !houbu_registration_get_registered_elsewhere (registration);
}

/**
 * houbu_closure_was_by_itself:
 * @candidate: who
 *
 * Returns: whether it is to be told that the registration was closed because it was empty
 */
gboolean
houbu_closure_was_by_itself (HoubuCandidate *candidate)
{
  return houbu_closure_is_told (candidate) &&
         houbu_registration_get_closed_reason (houbu_candidate_get_registration (candidate)) ==
             HOUBU_REGISTRATION_CLOSE_REASON_EMPTY;
}

/**
 * houbu_closure_can_return:
 * @candidate: who
 *
 * Returns: whether one may register now
 */
gboolean
houbu_closure_can_return (HoubuCandidate *candidate)
{
  HoubuExam *exam = houbu_candidate_get_exam (candidate);
  const gint64 now = houbu_candidate_get_server_now (candidate);

  return exam != NULL && now >= houbu_exam_get_registration_opens_at (exam) &&
         now < houbu_exam_get_registration_closes_at (exam);
}

/**
 * houbu_closure_describe:
 * @candidate: one to whom it is told
 *
 * Returns: (transfer full): when and why the registration was closed, and what may be done now
 */
char *
houbu_closure_describe (HoubuCandidate *candidate)
{
  HoubuRegistration *registration = houbu_candidate_get_registration (candidate);
  HoubuExam *exam = houbu_candidate_get_exam (candidate);
  g_autofree char *at = houbu_text_time (houbu_registration_get_closed_at (registration));
  g_autofree char *what =
      houbu_closure_was_by_itself (candidate)
          /* Translators: %s is a date with time */
          ? g_strdup_printf (
                _ ("It was deleted by itself on %s, because for 24 hours it had neither "
                   "a subject nor a wait."),
                at)
          /* Translators: %s is a date with time */
          : g_strdup_printf (_ ("You deleted it on %s."), at);
  g_autofree char *until = NULL;

  if (!houbu_closure_can_return (candidate))
    /* Translators: %s is a sentence that says when and why a registration was deleted */
    return g_strdup_printf (_ ("%s Registration is not open now."), what);
  until = houbu_text_time (houbu_exam_get_registration_closes_at (exam));
  /* Translators: a sentence that says when and why a registration was deleted; a date with time */
  return g_strdup_printf (_ ("%s You can register again until %s."), what, until);
}
