/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-ticket.h"

#include <glib/gi18n.h>

#include "houbu-text.h"

/**
 * houbu_ticket_can_print:
 * @enrolment: a seat
 *
 * Returns: whether the candidate prints its admission ticket, and can: it is paid and arranged
 */
gboolean
houbu_ticket_can_print (HoubuEnrolment *enrolment)
{
  return houbu_enrolment_get_state (enrolment) == HOUBU_ENROLMENT_STATE_PAID &&
         houbu_enrolment_get_arrangement (enrolment) == HOUBU_ARRANGEMENT_ARRANGED &&
         houbu_enrolment_get_ticket_printing (enrolment) == HOUBU_TICKET_PRINTING_SELF &&
         houbu_enrolment_get_admission_ticket (enrolment) != NULL;
}

static void
add_exam (HoubuSheet *sheet, HoubuEnrolment *enrolment)
{
  HoubuSchool *school = houbu_enrolment_get_school (enrolment);
  HoubuCampus *campus = houbu_enrolment_get_campus (enrolment);
  const gint64 starts_at = houbu_enrolment_get_exam_starts_at (enrolment);
  g_autofree char *school_text =
      houbu_text_place (houbu_school_get_code (school), houbu_school_get_name (school));
  g_autofree char *campus_text =
      houbu_text_place (houbu_campus_get_code (campus), houbu_campus_get_name (campus));
  g_autofree char *time =
      starts_at != HOUBU_UNSET
          ? houbu_text_span (starts_at, houbu_enrolment_get_exam_ends_at (enrolment))
          : NULL;

  houbu_sheet_add_fact (sheet, _ ("Admission ticket"),
                        houbu_enrolment_get_admission_ticket (enrolment));
  houbu_sheet_add_fact (sheet, _ ("Subject"),
                        houbu_text_subject_name (houbu_enrolment_get_subject (enrolment)));
  houbu_sheet_add_fact (sheet, _ ("Exam time"), time);
  houbu_sheet_add_fact (sheet, _ ("School"), school_text);
  houbu_sheet_add_fact (sheet, _ ("Campus"), campus_text);
  houbu_sheet_add_fact (sheet, _ ("Room"), houbu_enrolment_get_room (enrolment));
  houbu_sheet_add_fact (sheet, C_ ("exam room", "Seat"), houbu_enrolment_get_seat (enrolment));
}

static void
add_candidate (HoubuSheet *sheet, HoubuStudent *student)
{
  houbu_sheet_add_heading (sheet, _ ("Candidate"));
  houbu_sheet_add_fact (sheet, _ ("Name"), houbu_student_get_name (student));
  houbu_sheet_add_fact (sheet, _ ("Sex"), houbu_text_sex (houbu_student_get_sex (student)));
  houbu_sheet_add_fact (sheet, _ ("Document type"),
                        houbu_text_id_type (houbu_student_get_id_type (student)));
  houbu_sheet_add_fact (sheet, _ ("Document number"), houbu_student_get_id_number_masked (student));
  houbu_sheet_add_fact (sheet, _ ("Student number"), houbu_student_get_student_number (student));
}

/**
 * houbu_ticket_new:
 * @candidate: who
 * @enrolment: a seat whose ticket can be printed
 *
 * Returns: (transfer full) (nullable): the admission ticket, to be printed; %NULL without a
 *   registration
 */
HoubuSheet *
houbu_ticket_new (HoubuCandidate *candidate, HoubuEnrolment *enrolment)
{
  HoubuRegistration *registration = houbu_candidate_get_registration (candidate);
  HoubuStudent *student =
      registration != NULL ? houbu_registration_get_student (registration) : NULL;
  HoubuExam *exam = houbu_candidate_get_exam (candidate);
  HoubuSheet *sheet;

  if (student == NULL || !houbu_ticket_can_print (enrolment))
    return NULL;
  sheet = houbu_sheet_new (_ ("Admission Ticket"), exam != NULL ? houbu_exam_get_name (exam) : "");
  add_exam (sheet, enrolment);
  add_candidate (sheet, student);
  houbu_sheet_add_heading (sheet, _ ("On the Day"));
  houbu_sheet_add_text (sheet, _ ("Bring this ticket and your identity document. Nobody is "
                                  "admitted without the document, or to another room or seat."));
  return sheet;
}

/**
 * houbu_ticket_dup_name:
 * @enrolment: a seat
 *
 * Returns: (transfer full): a name for the file of its ticket
 */
char *
houbu_ticket_dup_name (HoubuEnrolment *enrolment)
{
  return g_strdup_printf ("houbu-ticket-%s.pdf", houbu_enrolment_get_offering (enrolment));
}
