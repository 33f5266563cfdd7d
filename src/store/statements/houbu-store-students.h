/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/**
 * HoubuIdentityRow:
 * @key: in the store
 * @lookup: keyed hash of type and number
 * @id_type: wire word
 * @cipher: the number, encrypted
 * @masked: the number as pages show it
 *
 * An identity document: the person that rules speak of.
 */
typedef struct
{
  gint64 key;
  GBytes *lookup; /* (owned) */
  char *id_type;  /* (owned) */
  GBytes *cipher; /* (owned) */
  char *masked;   /* (owned) */
} HoubuIdentityRow;

/**
 * HoubuStudentRow:
 * @key: in the store; 0 for the copy in a registration
 * @person: key of the person
 * @id_type: filled when read
 * @id_masked: filled when read
 * @campus_name: filled when read, like all other names of places
 * @qualified: codes joined by ';'
 *
 * A school's record of a student, or the copy of it that a registration keeps.
 */
typedef struct
{
  gint64 key;
  gint64 person;
  char *id_type;         /* (owned) */
  char *id_masked;       /* (owned) */
  char *name;            /* (owned) */
  char *sex;             /* (owned) */
  char *campus;          /* (owned) */
  char *campus_name;     /* (owned) */
  char *school;          /* (owned) */
  char *school_name;     /* (owned) */
  char *province;        /* (owned) */
  char *education_level; /* (owned) */
  gint64 study_years;
  gint64 entry_year;
  char *grade;          /* (owned) */
  char *department;     /* (owned) */
  char *major;          /* (owned) */
  char *class_name;     /* (owned) */
  char *student_number; /* (owned) */
  char *remark;         /* (owned) (nullable) */
  char *qualified;      /* (owned) */
} HoubuStudentRow;

void houbu_identity_row_free (HoubuIdentityRow *self);
void houbu_student_row_free (HoubuStudentRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuIdentityRow, houbu_identity_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuStudentRow, houbu_student_row_free)

HoubuIdentityRow *houbu_store_identity_by_key (HoubuTx *tx, gint64 key, GError **error);
HoubuIdentityRow *houbu_store_identity_by_lookup (HoubuTx *tx, GBytes *lookup, GError **error);
gint64 houbu_store_identity_add (HoubuTx *tx, const HoubuIdentityRow *row, GError **error);

HoubuStudentRow *houbu_store_student_by_key (HoubuTx *tx, gint64 key, GError **error);
HoubuStudentRow *houbu_store_student_by_person (HoubuTx *tx, gint64 person, GError **error);
gboolean
houbu_store_student_set (HoubuTx *tx, const HoubuStudentRow *row, gint64 now, GError **error);

gboolean houbu_store_query_add (
    HoubuTx *tx, const char *id, gint64 account, gint64 student, gint64 expires_at, GError **error);
gint64
houbu_store_query_find (HoubuTx *tx, const char *id, gint64 account, gint64 now, GError **error);

/* For statements of other files that read a student, joined as s (or a copy of it), person p,
 * campus c and school h. */
#define HOUBU_STUDENT_COLUMNS                                                                      \
  "p.key AS person, p.id_type AS id_type, p.id_masked AS id_masked, s.name AS name, "              \
  "s.sex AS sex, s.campus AS campus, c.name AS campus_name, h.code AS school, "                    \
  "h.name AS school_name, h.province AS province, s.education_level AS education_level, "          \
  "s.study_years AS study_years, s.entry_year AS entry_year, s.grade AS grade, "                   \
  "s.department AS department, s.major AS major, s.class_name AS class_name, "                     \
  "s.student_number AS student_number, s.remark AS remark, s.qualified AS qualified "
#define HOUBU_STUDENT_JOINS                                                                        \
  "JOIN person p ON p.key = s.person JOIN campus c ON c.code = s.campus "                          \
  "JOIN school h ON h.code = c.school "

void houbu_student_row_read (HoubuStudentRow *self, HoubuStatement *st);
void houbu_student_row_bind (const HoubuStudentRow *self, HoubuStatement *st);

G_END_DECLS
