/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-subject-info.h"

/* The eleven subjects of the exam. */
static void
test_table (void)
{
  static const struct
  {
    const char *code;
    HoubuKind kind;
    const char *language;
    int level;
  } cases[] = {
    { "1", HOUBU_KIND_WRITTEN, "english", 4 },  { "2", HOUBU_KIND_WRITTEN, "english", 6 },
    { "3", HOUBU_KIND_WRITTEN, "japanese", 4 }, { "4", HOUBU_KIND_WRITTEN, "japanese", 6 },
    { "5", HOUBU_KIND_WRITTEN, "german", 4 },   { "6", HOUBU_KIND_WRITTEN, "german", 6 },
    { "7", HOUBU_KIND_WRITTEN, "russian", 4 },  { "8", HOUBU_KIND_WRITTEN, "russian", 6 },
    { "9", HOUBU_KIND_WRITTEN, "french", 4 },   { "F", HOUBU_KIND_ORAL, "english", 4 },
    { "S", HOUBU_KIND_ORAL, "english", 6 },
  };
  gsize n_subjects;

  houbu_subject_info_list (&n_subjects);
  g_assert_cmpuint (n_subjects, ==, G_N_ELEMENTS (cases));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const HoubuSubjectInfo *subject = houbu_subject_info_find (cases[i].code);
      g_assert_nonnull (subject);
      g_assert_cmpint (subject->kind, ==, cases[i].kind);
      g_assert_cmpstr (subject->language, ==, cases[i].language);
      g_assert_cmpint (subject->level, ==, cases[i].level);
    }
  g_assert_null (houbu_subject_info_find (NULL));
  g_assert_null (houbu_subject_info_find (""));
  g_assert_null (houbu_subject_info_find ("f"));
  g_assert_null (houbu_subject_info_find ("10"));
}

/* The names of the manual. */
static void
test_names (void)
{
  const HoubuSubjectInfo *subject = houbu_subject_info_find ("1");

  g_assert_cmpstr (houbu_subject_info_get_name (subject, "zh-CN"), ==, "英语四级笔试");
  g_assert_cmpstr (houbu_subject_info_get_name (subject, "en"), ==, "CET-4");
  g_assert_cmpstr (houbu_subject_info_get_name (subject, NULL), ==, "CET-4");
}

/* R3: oral subjects build on the written one of their language and level. */
static void
test_written (void)
{
  g_assert_true (houbu_subject_info_get_written (houbu_subject_info_find ("F")) ==
                 houbu_subject_info_find ("1"));
  g_assert_true (houbu_subject_info_get_written (houbu_subject_info_find ("S")) ==
                 houbu_subject_info_find ("2"));
  g_assert_null (houbu_subject_info_get_written (houbu_subject_info_find ("1")));
}

/* Sets are read as the files write them and written in the order of the table. */
static void
test_sets (void)
{
  static const struct
  {
    const char *text;
    const char *written;
  } cases[] = {
    { "", "" },           { "1", "1" },
    { "F;3;1", "1;3;F" }, { " 1 ; 3 ;", "1;3" },
    { "1;1", "1" },       { "1;2;3;4;5;6;7;8;9;F;S", "1;2;3;4;5;6;7;8;9;F;S" },
  };
  HoubuSubjectSet set;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (houbu_subject_set_parse (cases[i].text, &set));
      g_autofree char *written = houbu_subject_set_to_text (set);
      g_assert_cmpstr (written, ==, cases[i].written);
    }
  g_assert_true (houbu_subject_set_parse (NULL, &set));
  g_assert_cmpuint (set, ==, 0);
  g_assert_false (houbu_subject_set_parse ("1;X", &set));
  g_assert_false (houbu_subject_set_parse ("1,2", &set));
}

/* Kinds have words. */
static void
test_kinds (void)
{
  HoubuKind kind;

  g_assert_true (houbu_kind_from_word (houbu_kind_to_word (HOUBU_KIND_ORAL), &kind));
  g_assert_cmpint (kind, ==, HOUBU_KIND_ORAL);
  g_assert_true (houbu_kind_from_word (houbu_kind_to_word (HOUBU_KIND_WRITTEN), &kind));
  g_assert_cmpint (kind, ==, HOUBU_KIND_WRITTEN);
  g_assert_false (houbu_kind_from_word ("sung", &kind));
  g_assert_false (houbu_kind_from_word (NULL, &kind));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/subjects/table", test_table);
  g_test_add_func ("/rules/subjects/names", test_names);
  g_test_add_func ("/rules/subjects/written", test_written);
  g_test_add_func ("/rules/subjects/sets", test_sets);
  g_test_add_func ("/rules/subjects/kinds", test_kinds);
  return g_test_run ();
}
