/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-summary.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "houbu-seat-text.h"
#include "houbu-seat.h"
#include "houbu-payment-text.h"
#include "houbu-text.h"

static void
add_student (HoubuSheet *sheet, HoubuStudent *student)
{
  HoubuSchool *school = houbu_student_get_school (student);
  HoubuCampus *campus = houbu_student_get_campus (student);
  g_autofree char *school_text =
      houbu_text_place (houbu_school_get_code (school), houbu_school_get_name (school));
  g_autofree char *campus_text =
      houbu_text_place (houbu_campus_get_code (campus), houbu_campus_get_name (campus));

  houbu_sheet_add_heading (sheet, _ ("Candidate"));
  houbu_sheet_add_fact (sheet, _ ("Name"), houbu_student_get_name (student));
  houbu_sheet_add_fact (sheet, _ ("Sex"), houbu_text_sex (houbu_student_get_sex (student)));
  houbu_sheet_add_fact (sheet, _ ("Document type"),
                        houbu_text_id_type (houbu_student_get_id_type (student)));
  houbu_sheet_add_fact (sheet, _ ("Document number"), houbu_student_get_id_number_masked (student));
  houbu_sheet_add_fact (sheet, _ ("School"), school_text);
  houbu_sheet_add_fact (sheet, _ ("Campus"), campus_text);
  houbu_sheet_add_fact (sheet, _ ("Department"), houbu_student_get_department (student));
  houbu_sheet_add_fact (sheet, _ ("Major"), houbu_student_get_major (student));
  houbu_sheet_add_fact (sheet, _ ("Student number"), houbu_student_get_student_number (student));
}

static char *
describe_seat (HoubuEnrolment *enrolment)
{
  const char *form = houbu_text_report_form (houbu_enrolment_get_report_form (enrolment));
  g_autofree char *state = houbu_seat_text_state (enrolment);
  g_autofree char *money = houbu_text_money (houbu_enrolment_get_fee_fen (enrolment));
  GString *text = g_string_new (houbu_campus_get_name (houbu_enrolment_get_campus (enrolment)));

  g_string_append_printf (text, "\n%s · %s · %s", money, state,
                          houbu_text_obtained_by (houbu_enrolment_get_obtained_by (enrolment)));
  if (houbu_enrolment_get_deadline (enrolment) != HOUBU_UNSET)
    {
      g_autofree char *deadline = houbu_text_time (houbu_enrolment_get_deadline (enrolment));

      /* Translators: %s is a date and time */
      g_string_append_printf (text, _ (" · to be paid until %s"), deadline);
    }
  if (*form != '\0')
    {
      g_string_append (text, "\n");
      /* Translators: %s is "Paper" or "Electronic" */
      g_string_append_printf (text, _ ("Score report: %s"), form);
    }
  return g_string_free (text, FALSE);
}

static void
add_seats (HoubuSheet *sheet, GListModel *enrolments)
{
  guint n = 0;

  houbu_sheet_add_heading (sheet, _ ("Subjects"));
  for (guint i = 0; i < g_list_model_get_n_items (enrolments); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (enrolments, i);
      g_autofree char *text = describe_seat (enrolment);

      if (!houbu_seat_is_held (enrolment))
        continue;
      houbu_sheet_add_fact (
          sheet, houbu_text_subject_name (houbu_enrolment_get_subject (enrolment)), text);
      n++;
    }
  if (n == 0)
    houbu_sheet_add_text (sheet, _ ("None."));
}

static void
add_waits (HoubuSheet *sheet, GListModel *waits)
{
  if (g_list_model_get_n_items (waits) == 0)
    return;
  houbu_sheet_add_heading (sheet, _ ("Waiting"));
  for (guint i = 0; i < g_list_model_get_n_items (waits); i++)
    {
      g_autoptr (HoubuWait) wait = g_list_model_get_item (waits, i);
      HoubuEntry *entry = houbu_wait_get_entry (wait);
      g_autofree char *since = houbu_text_time (houbu_entry_get_joined_at (entry));
      /* Translators: a campus, a place in a queue, how many wait, a date and time */
      g_autofree char *text =
          g_strdup_printf (_ ("%s\nPosition %" PRId64 " of %" PRId64 ", since %s"),
                           houbu_campus_get_name (houbu_entry_get_campus (entry)),
                           houbu_wait_get_position (wait), houbu_wait_get_waiting (wait), since);

      houbu_sheet_add_fact (sheet, houbu_text_subject_name (houbu_entry_get_subject (entry)), text);
    }
}

/**
 * houbu_summary_new:
 * @candidate: who; their registration was fetched
 *
 * Returns: (transfer full) (nullable): the registration as it stands, to be printed; %NULL without
 *   one
 */
HoubuSheet *
houbu_summary_new (HoubuCandidate *candidate)
{
  HoubuRegistration *registration = houbu_candidate_get_registration (candidate);
  HoubuStudent *student =
      registration != NULL ? houbu_registration_get_student (registration) : NULL;
  HoubuExam *exam = houbu_candidate_get_exam (candidate);
  g_autofree char *now = houbu_text_time (houbu_candidate_get_server_now (candidate));
  /* Translators: %s is a date and time */
  g_autofree char *as_of = g_strdup_printf (_ ("As of %s, by the server's clock. This is not an "
                                               "admission ticket; only a paid subject is "
                                               "registered."),
                                            now);
  HoubuSheet *sheet;

  if (student == NULL)
    return NULL;
  sheet =
      houbu_sheet_new (_ ("Registration Summary"), exam != NULL ? houbu_exam_get_name (exam) : "");
  houbu_sheet_add_fact (sheet, _ ("Status"), houbu_payment_text_status (candidate));
  add_student (sheet, student);
  add_seats (sheet, houbu_candidate_get_enrolments (candidate));
  add_waits (sheet, houbu_candidate_get_entries (candidate));
  houbu_sheet_add_heading (sheet, "");
  houbu_sheet_add_text (sheet, as_of);
  return sheet;
}
