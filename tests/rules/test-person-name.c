/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-person-name.h"

/* Names as they are typed and as they are kept, in the order of the comment over the rule. */
static void
test_normalise (void)
{
  static const struct
  {
    const char *typed;
    const char *normalised;
  } cases[] = {
    { "阿卜杜拉•买买提", "阿卜杜拉·买买提" },
    { "阿卜杜拉‧买买提", "阿卜杜拉·买买提" },
    { "阿卜杜拉・买买提", "阿卜杜拉·买买提" },
    { "阿卜杜拉·买买提", "阿卜杜拉·买买提" },
    { "阿卜杜拉 · 买买提", "阿卜杜拉·买买提" },
    { " 张三 ", "张三" },
    { "张　三", "张三" },
    { "张\t三\n", "张三" },
    { "Anna  Maria\u00a0Muster", "Anna Maria Muster" },
    { "ＡＮＮＡ Ｍuster", "ANNA Muster" },
    { "José", "Jos\u00e9" },
    { "Jose\u0301", "Jos\u00e9" },
    { "𠮷田", "𠮷田" },
    { "\U00020BB7\U0002A6D6\U0002B740\U00030000", "\U00020BB7\U0002A6D6\U0002B740\U00030000" },
    { "\uF9D1\uFA0C", "\uF9D1\uFA0C" },
    { "e\u0301\uF9D1e\u0301", "\u00e9\uF9D1\u00e9" },
    { "", "" },
    { "  \u3000", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *normalised = houbu_person_name_normalise (cases[i].typed);
      g_autofree char *again = houbu_person_name_normalise (normalised);
      g_assert_cmpstr (normalised, ==, cases[i].normalised);
      g_assert_cmpstr (again, ==, normalised);
    }
}

/* What a name may not hold; the odd-looking rest is somebody's name. */
static void
test_check (void)
{
  static const struct
  {
    const char *name;
    HoubuPersonNameProblem problem;
  } cases[] = {
    { "", HOUBU_PERSON_NAME_EMPTY },
    { "张\x01"
      "三",
      HOUBU_PERSON_NAME_BAD_CHARACTER },
    { "张\x7f"
      "三",
      HOUBU_PERSON_NAME_BAD_CHARACTER },
    { "张\xc2\x85"
      "三",
      HOUBU_PERSON_NAME_BAD_CHARACTER },
    { "张\u202e三", HOUBU_PERSON_NAME_BAD_CHARACTER },
    { "张\u2066三", HOUBU_PERSON_NAME_BAD_CHARACTER },
    { "张\u200f三", HOUBU_PERSON_NAME_BAD_CHARACTER },
    { "张\u200b三", HOUBU_PERSON_NAME_BAD_CHARACTER },
    { "张\ufeff三", HOUBU_PERSON_NAME_BAD_CHARACTER },
    { "张\u2028三", HOUBU_PERSON_NAME_BAD_CHARACTER },
    { "张\ufffd三", HOUBU_PERSON_NAME_BAD_CHARACTER },
    { "张\uffff三", HOUBU_PERSON_NAME_BAD_CHARACTER },
    { "张\xff"
      "三",
      HOUBU_PERSON_NAME_BAD_CHARACTER },
    { "张三", HOUBU_PERSON_NAME_OK },
    { "阿卜杜拉·买买提", HOUBU_PERSON_NAME_OK },
    { "Anna-Maria O'Neil Jr.", HOUBU_PERSON_NAME_OK },
    { "\U00020BB7\U0002CEB0\U0002EBF0\U00031350\U000323B0", HOUBU_PERSON_NAME_OK },
    { "\u3404\u9fff\uf9d1\ue000", HOUBU_PERSON_NAME_OK },
    { "葛\U000E0100", HOUBU_PERSON_NAME_OK },
    { "测试考生001", HOUBU_PERSON_NAME_OK },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (houbu_person_name_check (cases[i].name), ==, cases[i].problem);
    }
}

/* Fifty characters, whatever they cost in bytes. */
static void
test_length (void)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (int i = 0; i < 50; i++)
    g_string_append (name, "\U00020BB7");
  g_assert_cmpint (houbu_person_name_check (name->str), ==, HOUBU_PERSON_NAME_OK);
  g_string_append_c (name, 'x');
  g_assert_cmpint (houbu_person_name_check (name->str), ==, HOUBU_PERSON_NAME_TOO_LONG);
}

/* The same person by whatever dot, blank or case; never by a look-alike ideograph. */
static void
test_equal (void)
{
  g_assert_true (houbu_person_name_equal ("阿卜杜拉•买买提", "阿卜杜拉·买买提"));
  g_assert_true (houbu_person_name_equal ("anna maria MUSTER", "Anna Maria  Muster"));
  g_assert_true (houbu_person_name_equal ("张 三", "张三"));
  g_assert_false (houbu_person_name_equal ("AnnaMaria", "Anna Maria"));
  g_assert_false (houbu_person_name_equal ("𠮷田", "吉田"));
  g_assert_false (houbu_person_name_equal ("\uF9D1", "\u516D"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/name/normalise", test_normalise);
  g_test_add_func ("/rules/name/check", test_check);
  g_test_add_func ("/rules/name/length", test_length);
  g_test_add_func ("/rules/name/equal", test_equal);
  return g_test_run ();
}
