/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  HOUBU_KIND_WRITTEN,
  HOUBU_KIND_ORAL,
} HoubuKind;

/**
 * HoubuSubjectInfo:
 * @code: one character
 * @kind: written or oral
 * @language: an English word, such as "english"
 * @level: 4 or 6
 *
 * A subject of the exam. The table is fixed: its codes are those printed on admission tickets.
 */
typedef struct
{
  const char *code;
  HoubuKind kind;
  const char *language;
  int level;
  const char *name_en;
  const char *name_zh;
} HoubuSubjectInfo;

/**
 * HoubuSubjectSet:
 *
 * A set of subjects, one bit for each row of the table.
 */
typedef guint32 HoubuSubjectSet;

const HoubuSubjectInfo *houbu_subject_info_find (const char *code);
const HoubuSubjectInfo *houbu_subject_info_list (gsize *n_subjects);
const char *houbu_subject_info_get_name (const HoubuSubjectInfo *subject, const char *language);
const HoubuSubjectInfo *houbu_subject_info_get_written (const HoubuSubjectInfo *oral);

const char *houbu_kind_to_word (HoubuKind kind);
gboolean houbu_kind_from_word (const char *word, HoubuKind *kind);

gboolean houbu_subject_set_parse (const char *text, HoubuSubjectSet *set);
char *houbu_subject_set_to_text (HoubuSubjectSet set);
HoubuSubjectSet houbu_subject_set_of (const HoubuSubjectInfo *subject);
gboolean houbu_subject_set_has (HoubuSubjectSet set, const HoubuSubjectInfo *subject);

G_END_DECLS
