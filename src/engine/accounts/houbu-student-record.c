/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-student-record.h"

static void
set_places (HoubuStudent *record, const HoubuStudentRow *row)
{
  g_autoptr (HoubuSchool) school = houbu_school_new ();
  g_autoptr (HoubuCampus) campus = houbu_campus_new ();

  houbu_school_set_code (school, row->school);
  houbu_school_set_name (school, row->school_name);
  houbu_campus_set_code (campus, row->campus);
  houbu_campus_set_name (campus, row->campus_name);
  houbu_student_set_school (record, school);
  houbu_student_set_campus (record, campus);
}

/**
 * houbu_student_record_new:
 * @row: a student, as the school's record or a registration has it
 *
 * Returns: (transfer full): the record, with the document number masked
 */
HoubuStudent *
houbu_student_record_new (const HoubuStudentRow *row)
{
  HoubuStudent *record = houbu_student_new ();
  g_auto (GStrv) qualified = g_strsplit (row->qualified, ";", -1);
  g_autofree char *study_years = g_strdup_printf ("%" G_GINT64_FORMAT, row->study_years);
  g_autofree char *entry_year = g_strdup_printf ("%" G_GINT64_FORMAT, row->entry_year);

  houbu_student_set_name (record, row->name);
  houbu_student_set_sex (record, houbu_sex_from_string (row->sex));
  houbu_student_set_id_type (record, houbu_id_type_from_string (row->id_type));
  houbu_student_set_id_number_masked (record, row->id_masked);
  set_places (record, row);
  houbu_student_set_education_level (record, row->education_level);
  houbu_student_set_study_years (record, study_years);
  houbu_student_set_entry_year (record, entry_year);
  houbu_student_set_grade (record, row->grade);
  houbu_student_set_department (record, row->department);
  houbu_student_set_major (record, row->major);
  houbu_student_set_class_name (record, row->class_name);
  houbu_student_set_student_number (record, row->student_number);
  houbu_student_set_remark (record, row->remark);
  /* An empty list splits into nothing, so nobody is qualified for the subject "". */
  houbu_student_set_qualified_subjects (record, (const char *const *) qualified);
  return record;
}
