/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-subject-info.h"

#include <string.h>

static const HoubuSubjectInfo subjects[] = {
  { "1", HOUBU_KIND_WRITTEN, "english", 4, "CET-4", "英语四级笔试" },
  { "2", HOUBU_KIND_WRITTEN, "english", 6, "CET-6", "英语六级笔试" },
  { "3", HOUBU_KIND_WRITTEN, "japanese", 4, "Japanese 4", "日语四级笔试" },
  { "4", HOUBU_KIND_WRITTEN, "japanese", 6, "Japanese 6", "日语六级笔试" },
  { "5", HOUBU_KIND_WRITTEN, "german", 4, "German 4", "德语四级笔试" },
  { "6", HOUBU_KIND_WRITTEN, "german", 6, "German 6", "德语六级笔试" },
  { "7", HOUBU_KIND_WRITTEN, "russian", 4, "Russian 4", "俄语四级笔试" },
  { "8", HOUBU_KIND_WRITTEN, "russian", 6, "Russian 6", "俄语六级笔试" },
  { "9", HOUBU_KIND_WRITTEN, "french", 4, "French 4", "法语四级笔试" },
  { "F", HOUBU_KIND_ORAL, "english", 4, "CET-SET4", "英语四级口试" },
  { "S", HOUBU_KIND_ORAL, "english", 6, "CET-SET6", "英语六级口试" },
};

/**
 * houbu_subject_info_find:
 * @code: (nullable): a subject code
 *
 * Returns: (transfer none) (nullable): the subject, or %NULL when there is no such code
 */
const HoubuSubjectInfo *
houbu_subject_info_find (const char *code)
{
  for (gsize i = 0; code != NULL && i < G_N_ELEMENTS (subjects); i++)
    if (g_str_equal (subjects[i].code, code))
      return &subjects[i];
  return NULL;
}

/**
 * houbu_subject_info_list:
 * @n_subjects: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_subjects): all subjects, in the order of the manual
 */
const HoubuSubjectInfo *
houbu_subject_info_list (gsize *n_subjects)
{
  g_return_val_if_fail (n_subjects != NULL, NULL);

  *n_subjects = G_N_ELEMENTS (subjects);
  return subjects;
}

/**
 * houbu_subject_info_get_name:
 * @subject: a subject
 * @language: (nullable): "zh-CN" or "en"
 *
 * Returns: (transfer none): its name in that language
 */
const char *
houbu_subject_info_get_name (const HoubuSubjectInfo *subject, const char *language)
{
  g_return_val_if_fail (subject != NULL, NULL);

  if (language != NULL && g_str_has_prefix (language, "zh"))
    return subject->name_zh;
  return subject->name_en;
}

/**
 * houbu_subject_info_get_written:
 * @oral: an oral subject
 *
 * Returns: (transfer none) (nullable): the written subject of the same language and level, which
 *   it builds on (R3); %NULL for a written subject
 */
const HoubuSubjectInfo *
houbu_subject_info_get_written (const HoubuSubjectInfo *oral)
{
  g_return_val_if_fail (oral != NULL, NULL);

  for (gsize i = 0; oral->kind == HOUBU_KIND_ORAL && i < G_N_ELEMENTS (subjects); i++)
    if (subjects[i].kind == HOUBU_KIND_WRITTEN && subjects[i].level == oral->level &&
        g_str_equal (subjects[i].language, oral->language))
      return &subjects[i];
  return NULL;
}

/**
 * houbu_kind_to_word:
 * @kind: a kind of subject
 *
 * Returns: (transfer none): "written" or "oral"
 */
const char *
houbu_kind_to_word (HoubuKind kind)
{
  return kind == HOUBU_KIND_ORAL ? "oral" : "written";
}

/**
 * houbu_kind_from_word:
 * @word: (nullable): a word
 * @kind: (out): the kind it names
 *
 * Returns: whether it names one
 */
gboolean
houbu_kind_from_word (const char *word, HoubuKind *kind)
{
  g_return_val_if_fail (kind != NULL, FALSE);

  if (g_strcmp0 (word, "written") == 0)
    *kind = HOUBU_KIND_WRITTEN;
  else if (g_strcmp0 (word, "oral") == 0)
    *kind = HOUBU_KIND_ORAL;
  else
    return FALSE;
  return TRUE;
}

static const HoubuSubjectInfo *
find_code (const char *code, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (subjects); i++)
    if (strlen (subjects[i].code) == length && strncmp (subjects[i].code, code, length) == 0)
      return &subjects[i];
  return NULL;
}

/* The code up to the next separator, without the spaces around it. */
static const char *
trim (const char *text, gsize *length)
{
  while (g_ascii_isspace (*text))
    text++;
  *length = strcspn (text, ";");
  while (*length > 0 && g_ascii_isspace (text[*length - 1]))
    (*length)--;
  return text;
}

/* Read for every change of a seat: nothing is copied. */
static const char *
after_separator (const char *text)
{
  const char *separator = strchr (text, ';');

  return separator != NULL ? separator + 1 : NULL;
}

/**
 * houbu_subject_set_parse:
 * @text: (nullable): codes joined by ";", as the import files and the store write them
 * @set: (out): the subjects
 *
 * Spaces and empty places between the codes are skipped; the empty text is the empty set.
 *
 * Returns: %FALSE when a code is unknown
 */
gboolean
houbu_subject_set_parse (const char *text, HoubuSubjectSet *set)
{
  g_return_val_if_fail (set != NULL, FALSE);

  *set = 0;
  for (const char *rest = text; rest != NULL; rest = after_separator (rest))
    {
      gsize length = 0;
      const char *code = trim (rest, &length);
      const HoubuSubjectInfo *subject = find_code (code, length);

      if (subject == NULL && length > 0)
        return FALSE;
      if (subject != NULL)
        *set |= houbu_subject_set_of (subject);
    }
  return TRUE;
}

/**
 * houbu_subject_set_to_text:
 * @set: some subjects
 *
 * Returns: (transfer full): their codes joined by ";", in the order of the table
 */
char *
houbu_subject_set_to_text (HoubuSubjectSet set)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (subjects); i++)
    if (houbu_subject_set_has (set, &subjects[i]))
      {
        if (text->len > 0)
          g_string_append_c (text, ';');
        g_string_append (text, subjects[i].code);
      }
  return g_string_free (text, FALSE);
}

/**
 * houbu_subject_set_of:
 * @subject: a subject from the table
 *
 * Returns: the set of that subject alone
 */
HoubuSubjectSet
houbu_subject_set_of (const HoubuSubjectInfo *subject)
{
  g_return_val_if_fail (subject >= subjects && subject < subjects + G_N_ELEMENTS (subjects), 0);

  return (HoubuSubjectSet) 1 << (subject - subjects);
}

/**
 * houbu_subject_set_has:
 * @set: some subjects
 * @subject: a subject from the table
 *
 * Returns: whether it is one of them
 */
gboolean
houbu_subject_set_has (HoubuSubjectSet set, const HoubuSubjectInfo *subject)
{
  return (set & houbu_subject_set_of (subject)) != 0;
}
