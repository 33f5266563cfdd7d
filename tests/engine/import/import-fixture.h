/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "test-world.h"

G_BEGIN_DECLS

#define SCHOOLS_HEADER                                                                             \
  "province_code,province_name,school_code,school_name,campus_code,campus_name\n"
#define OFFERINGS_HEADER                                                                           \
  "campus_code,subject_code,capacity,fee_fen,exam_starts_at,exam_ends_at,"                         \
  "registration_opens_at,registration_closes_at\n"
#define STUDENTS_HEADER                                                                            \
  "id_type,id_number,name,sex,school_code,campus_code,education_level,study_years,entry_year,"     \
  "grade,department,major,class_name,student_number,remark,qualified_subjects\n"
#define ACCOUNTS_HEADER "phone,name,password\n"
#define RESULTS_HEADER "admission_ticket,id_type,id_number,subject_code,exam_year,score\n"

/* A student's record that is good. */
#define STUDENT_ROW                                                                                \
  "passport,E99000001,Lang Yi,female,99301,993010,undergraduate,4,2020,2,Chemistry,Polymers,1,"    \
  "00037,,1;3;F\n"

/* A file that exists while its descriptor does. */
int import_open_bytes (const void *bytes, gsize length);

/* An import as the routes make it; the query may be NULL, "dry_run" or "gb18030". */
HoubuCall *import_call (HoubuCaller *caller, const char *kind, const char *query);
HoubuImportResult *import_bytes (TestWorld *world,
                                 HoubuCaller *caller,
                                 const char *kind,
                                 const char *query,
                                 const void *bytes,
                                 gsize length,
                                 GError **error);

/* By a national operator; it must be good, with these counts. */
void import_good (TestWorld *world, const char *kind, const char *text, const char *counts);
/* It must be refused with these lines, written as "2 id_number; 3 -". */
void import_bad (
    TestWorld *world, HoubuCaller *caller, const char *kind, const char *text, const char *lines);
char *import_lines (const GError *error);

G_END_DECLS
