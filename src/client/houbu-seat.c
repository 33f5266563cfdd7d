/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-seat.h"

/**
 * houbu_seat_is_held:
 * @enrolment: an enrolment
 *
 * Returns: %TRUE while it holds a seat (rule Q1)
 */
gboolean
houbu_seat_is_held (HoubuEnrolment *enrolment)
{
  switch (houbu_enrolment_get_state (enrolment))
    {
    case HOUBU_ENROLMENT_STATE_UNPAID:
    case HOUBU_ENROLMENT_STATE_PAYING:
    case HOUBU_ENROLMENT_STATE_LOCKED:
    case HOUBU_ENROLMENT_STATE_PAID:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * houbu_seat_is_oral:
 * @enrolment: an enrolment
 *
 * Returns: whether it is one of an oral subject
 */
gboolean
houbu_seat_is_oral (HoubuEnrolment *enrolment)
{
  return houbu_subject_get_kind (houbu_enrolment_get_subject (enrolment)) ==
         HOUBU_SUBJECT_KIND_ORAL;
}

/**
 * houbu_seat_opens_oral:
 * @enrolment: an enrolment
 *
 * Returns: whether it holds a seat that an oral subject of its level can be taken with (rule R3)
 */
gboolean
houbu_seat_opens_oral (HoubuEnrolment *enrolment)
{
  HoubuSubject *subject = houbu_enrolment_get_subject (enrolment);

  return !houbu_seat_is_oral (enrolment) && houbu_seat_is_held (enrolment) &&
         g_strcmp0 (houbu_subject_get_language (subject), "en") == 0;
}

/**
 * houbu_seat_can_choose_report_form:
 * @enrolment: an enrolment
 * @exam: (nullable): its exam session
 * @now: the server's clock
 *
 * Returns: whether the form of its score report can be chosen now, for the first time or again
 */
gboolean
houbu_seat_can_choose_report_form (HoubuEnrolment *enrolment, HoubuExam *exam, gint64 now)
{
  const gint64 closes_at = exam != NULL ? houbu_exam_get_report_form_closes_at (exam) : HOUBU_UNSET;

  return !houbu_seat_is_oral (enrolment) && houbu_seat_is_held (enrolment) &&
         (closes_at == HOUBU_UNSET || now < closes_at);
}
