/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-seat.h"

/* A seat is held until it ends; the form of its score report can be chosen as long as it is held
 * and the exam has not fixed the forms, and never for an oral one. */
static void
test_states (void)
{
  static const struct
  {
    HoubuEnrolmentState state;
    HoubuSubjectKind kind;
    gint64 closes_at;
    gboolean held, can_choose;
  } rows[] = {
    { HOUBU_ENROLMENT_STATE_UNPAID, HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_UNSET, TRUE, TRUE },
    { HOUBU_ENROLMENT_STATE_PAYING, HOUBU_SUBJECT_KIND_WRITTEN, 101, TRUE, TRUE },
    { HOUBU_ENROLMENT_STATE_LOCKED, HOUBU_SUBJECT_KIND_WRITTEN, 101, TRUE, TRUE },
    { HOUBU_ENROLMENT_STATE_PAID, HOUBU_SUBJECT_KIND_WRITTEN, 101, TRUE, TRUE },
    { HOUBU_ENROLMENT_STATE_PAID, HOUBU_SUBJECT_KIND_WRITTEN, 100, TRUE, FALSE },
    { HOUBU_ENROLMENT_STATE_PAID, HOUBU_SUBJECT_KIND_ORAL, HOUBU_UNSET, TRUE, FALSE },
    { HOUBU_ENROLMENT_STATE_CANCELLED, HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_UNSET, FALSE, FALSE },
    { HOUBU_ENROLMENT_STATE_EXPIRED, HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_UNSET, FALSE, FALSE },
    { HOUBU_ENROLMENT_STATE_REVOKED, HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_UNSET, FALSE, FALSE },
    { HOUBU_ENROLMENT_STATE_REFUNDED, HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_UNSET, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = houbu_enrolment_new ();
      g_autoptr (HoubuSubject) subject = houbu_subject_new ();
      g_autoptr (HoubuExam) exam = houbu_exam_new ();

      houbu_subject_set_kind (subject, rows[i].kind);
      houbu_enrolment_set_subject (enrolment, subject);
      houbu_enrolment_set_state (enrolment, rows[i].state);
      houbu_exam_set_report_form_closes_at (exam, rows[i].closes_at);
      g_test_message ("%u", i);
      g_assert_cmpint (houbu_seat_is_held (enrolment), ==, rows[i].held);
      g_assert_cmpint (houbu_seat_can_choose_report_form (enrolment, exam, 100), ==,
                       rows[i].can_choose);
    }
}

/* Only the seat of an English written subject opens the oral one. */
static void
test_opens_oral (void)
{
  static const struct
  {
    const char *language;
    HoubuSubjectKind kind;
    HoubuEnrolmentState state;
    gboolean opens;
  } rows[] = {
    { "en", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_UNPAID, TRUE },
    { "en", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_PAID, TRUE },
    { "en", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_EXPIRED, FALSE },
    { "ja", HOUBU_SUBJECT_KIND_WRITTEN, HOUBU_ENROLMENT_STATE_PAID, FALSE },
    { "en", HOUBU_SUBJECT_KIND_ORAL, HOUBU_ENROLMENT_STATE_PAID, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = houbu_enrolment_new ();
      g_autoptr (HoubuSubject) subject = houbu_subject_new ();

      houbu_subject_set_kind (subject, rows[i].kind);
      houbu_subject_set_language (subject, rows[i].language);
      houbu_enrolment_set_subject (enrolment, subject);
      houbu_enrolment_set_state (enrolment, rows[i].state);
      g_test_message ("%u", i);
      g_assert_cmpint (houbu_seat_opens_oral (enrolment), ==, rows[i].opens);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seat/states", test_states);
  g_test_add_func ("/seat/opens-oral", test_opens_oral);
  return g_test_run ();
}
