/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-identity.h"

/* The numbers are the examples of the standards and of the specimen cards, or made up. In the
 * order of the comments over each check. */
static const struct
{
  const char *type;
  const char *typed;
  const char *normalised;
  const char *problem;
} cases[] = {
  { "resident_id", "", "", "empty" },
  { "resident_id", " \t\u3000", "", "empty" },
  { "resident_id", "11010519491231002", "11010519491231002", "bad_length" },
  { "resident_id", "11010519491231002XX", "11010519491231002XX", "bad_length" },
  { "resident_id", "110105491231002", "110105491231002", "bad_length" },
  { "resident_id", "1101051949123100AX", "1101051949123100AX", "bad_character" },
  { "resident_id", "11010519491231002Y", "11010519491231002Y", "bad_character" },
  { "resident_id", "X10105194912310021", "X10105194912310021", "bad_character" },
  { "resident_id", "010101200001010017", "010101200001010017", "bad_prefix" },
  { "resident_id", "110101200102290015", "110101200102290015", "bad_birth_date" },
  { "resident_id", "110101200013010018", "110101200013010018", "bad_birth_date" },
  { "resident_id", "110101200004310019", "110101200004310019", "bad_birth_date" },
  { "resident_id", "110101179912310010", "110101179912310010", "bad_birth_date" },
  { "resident_id", "110101200002290018", "110101200002290018", "ok" },
  { "resident_id", "110101180001010015", "110101180001010015", "ok" },
  { "resident_id", "110105194912310021", "110105194912310021", "bad_check" },
  { "resident_id", "11010519491231003X", "11010519491231003X", "bad_check" },
  { "resident_id", "11010519491231002X", "11010519491231002X", "ok" },
  { "resident_id", "11010519491231002x", "11010519491231002X", "ok" },
  { "resident_id", "440524188001010014", "440524188001010014", "ok" },
  { "resident_id", "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X", "ok" },
  { "resident_id", " 110105 19491231 002X\u200b", "11010519491231002X", "ok" },
  { "resident_id", "11010519491231002Х", "11010519491231002Х", "bad_length" },
  { "taiwan_travel_permit", "1234567", "1234567", "bad_length" },
  { "taiwan_travel_permit", "123456789", "123456789", "bad_length" },
  { "taiwan_travel_permit", "1234567890AB", "1234567890AB", "bad_length" },
  { "taiwan_travel_permit", "T2345678", "T2345678", "bad_character" },
  { "taiwan_travel_permit", "12345678901", "12345678901", "bad_character" },
  { "taiwan_travel_permit", "12345678", "12345678", "ok" },
  { "taiwan_travel_permit", "1234567890", "1234567890", "ok" },
  { "taiwan_travel_permit", "1234567890(a)", "1234567890A", "ok" },
  { "taiwan_travel_permit", "1234567890（Ｂ）", "1234567890B", "ok" },
  { "hk_macao_travel_permit", "H1234567", "H1234567", "bad_length" },
  { "hk_macao_travel_permit", "H123456789", "H123456789", "bad_length" },
  { "hk_macao_travel_permit", "H123456789012", "H123456789012", "bad_length" },
  { "hk_macao_travel_permit", "H1234567A", "H1234567A", "bad_character" },
  { "hk_macao_travel_permit", "123456789", "123456789", "bad_character" },
  { "hk_macao_travel_permit", "T12345678", "T12345678", "bad_prefix" },
  { "hk_macao_travel_permit", "h12345678", "H12345678", "ok" },
  { "hk_macao_travel_permit", "M1234567801", "M1234567801", "ok" },
  { "passport", "E123", "E123", "bad_length" },
  { "passport", "123456789012345678901", "123456789012345678901", "bad_length" },
  { "passport", "E1234-678", "E1234-678", "bad_character" },
  { "passport", "护照12345", "护照12345", "bad_character" },
  { "passport", "99301000037", "99301000037", "ok" },
  { "passport", "99300000000000000000", "99300000000000000000", "ok" },
  { "passport", "e12345678", "E12345678", "ok" },
  { "passport", "AB123", "AB123", "ok" },
  { "hk_id", "A12345", "A12345", "bad_length" },
  { "hk_id", "A123456", "A123456", "bad_length" },
  { "hk_id", "AB98765432", "AB98765432", "bad_length" },
  { "hk_id", "ABC65432", "ABC65432", "bad_character" },
  { "hk_id", "11234563", "11234563", "bad_character" },
  { "hk_id", "A123456B", "A123456B", "bad_character" },
  { "hk_id", "A123456(4)", "A1234564", "bad_check" },
  { "hk_id", "B123456(3)", "B1234563", "bad_check" },
  { "hk_id", "A123456(3)", "A1234563", "ok" },
  { "hk_id", "ab987654（3）", "AB9876543", "ok" },
  { "hk_id", "G123456(A)", "G123456A", "ok" },
  { "hk_id", "K100002(0)", "K1000020", "ok" },
  { "macao_id", "1234567", "1234567", "bad_length" },
  { "macao_id", "123456789", "123456789", "bad_length" },
  { "macao_id", "1234567A", "1234567A", "bad_character" },
  { "macao_id", "1234567(8)", "12345678", "ok" },
  { "macao_id", "5/215299/8", "52152998", "ok" },
  { "hk_macao_residence_permit", "81000019940823002", "81000019940823002", "bad_length" },
  { "hk_macao_residence_permit", "830000199201300022", "830000199201300022", "bad_prefix" },
  { "hk_macao_residence_permit", "11010519491231002X", "11010519491231002X", "bad_prefix" },
  { "hk_macao_residence_permit", "810000199408230022", "810000199408230022", "bad_check" },
  { "hk_macao_residence_permit", "810000199408230021", "810000199408230021", "ok" },
  { "hk_macao_residence_permit", "820000199001010010", "820000199001010010", "ok" },
  { "taiwan_residence_permit", "810000199408230021", "810000199408230021", "bad_prefix" },
  { "taiwan_residence_permit", "830000199201310022", "830000199201310022", "bad_check" },
  { "taiwan_residence_permit", "830000199201300022", "830000199201300022", "ok" },
  { "foreign_permanent_resident_id", "USA1234567890123", "USA1234567890123", "bad_length" },
  { "foreign_permanent_resident_id", "US1123456789012", "US1123456789012", "bad_character" },
  { "foreign_permanent_resident_id", "USA12345678901A", "USA12345678901A", "bad_character" },
  { "foreign_permanent_resident_id", "usa310090123456", "USA310090123456", "ok" },
  { "foreign_permanent_resident_id", "11010519491231002X", "11010519491231002X", "bad_prefix" },
  { "foreign_permanent_resident_id", "911124198113030024", "911124198113030024", "bad_birth_date" },
  { "foreign_permanent_resident_id", "911124198108030025", "911124198108030025", "bad_check" },
  { "foreign_permanent_resident_id", "911124198108030024", "911124198108030024", "ok" },
};

/* Each document, as it is typed, as it is kept, and what is wrong with it. */
static void
test_documents (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HoubuIdentityType type = houbu_identity_type_from_word (cases[i].type);
      g_autofree char *normalised = houbu_identity_normalise (type, cases[i].typed);
      HoubuIdentityProblem problem = houbu_identity_check (type, normalised);
      g_test_message ("%s %s", cases[i].type, cases[i].typed);
      g_assert_cmpstr (normalised, ==, cases[i].normalised);
      g_assert_cmpstr (houbu_identity_problem_to_word (problem), ==, cases[i].problem);
    }
}

/* Normalising what is normal changes nothing. */
static void
test_normalise_twice (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HoubuIdentityType type = houbu_identity_type_from_word (cases[i].type);
      g_autofree char *again = houbu_identity_normalise (type, cases[i].normalised);
      g_assert_cmpstr (again, ==, cases[i].normalised);
    }
}

/* A document of no kind is never in order. */
static void
test_no_type (void)
{
  g_assert_cmpint (houbu_identity_check (HOUBU_IDENTITY_NONE, "12345678"), !=, HOUBU_IDENTITY_OK);
  g_assert_cmpint (houbu_identity_type_from_word ("driving_licence"), ==, HOUBU_IDENTITY_NONE);
  g_assert_cmpint (houbu_identity_type_from_word ("none"), ==, HOUBU_IDENTITY_NONE);
  g_assert_cmpint (houbu_identity_type_from_word (NULL), ==, HOUBU_IDENTITY_NONE);
}

/* GB 11643: one wrong digit, or two neighbours that differ swapped, never passes. */
static void
test_check_character_finds_slips (void)
{
  static const char good[] = "11010519491231002X";

  for (int place = 0; place < 17; place++)
    {
      for (char digit = '0'; digit <= '9'; digit++)
        {
          g_autofree char *slip = g_strdup (good);
          slip[place] = digit;
          g_assert_cmpint (houbu_identity_check_character (slip) == 'X', ==, digit == good[place]);
        }
      g_autofree char *swapped = g_strdup (good);
      swapped[place] = good[place + 1];
      swapped[place + 1] = good[place];
      if (place < 16 && good[place] != good[place + 1])
        g_assert_cmpint (houbu_identity_check_character (swapped), !=, 'X');
    }
}

/* Birth dates are read where a number has one, and only there. */
static void
test_birth_date (void)
{
  int year, month, day;

  g_assert_true (houbu_identity_get_birth_date (HOUBU_IDENTITY_RESIDENT_ID, "110101200002290018",
                                                &year, &month, &day));
  g_assert_cmpint (year, ==, 2000);
  g_assert_cmpint (month, ==, 2);
  g_assert_cmpint (day, ==, 29);
  g_assert_true (houbu_identity_get_birth_date (HOUBU_IDENTITY_FOREIGN_PERMANENT_RESIDENT_ID,
                                                "911124198108030024", &year, &month, &day));
  g_assert_cmpint (year, ==, 1981);
  g_assert_false (houbu_identity_get_birth_date (HOUBU_IDENTITY_PASSPORT, "110101200002290018",
                                                 &year, &month, &day));
  g_assert_false (houbu_identity_get_birth_date (HOUBU_IDENTITY_FOREIGN_PERMANENT_RESIDENT_ID,
                                                 "USA310090123456", &year, &month, &day));
}

/* All nine documents of the manual have words and names. */
static void
test_types (void)
{
  g_assert_cmpint (HOUBU_N_IDENTITY_TYPES, ==, 10);
  for (guint type = 1; type < HOUBU_N_IDENTITY_TYPES; type++)
    {
      g_assert_cmpint (houbu_identity_type_from_word (houbu_identity_type_to_word (type)), ==,
                       type);
      g_assert_true (g_str_is_ascii (houbu_identity_type_get_name (type, "en")));
      g_assert_false (g_str_is_ascii (houbu_identity_type_get_name (type, "zh-CN")));
    }
  g_assert_cmpstr (houbu_identity_type_get_name (HOUBU_IDENTITY_RESIDENT_ID, "zh-CN"), ==,
                   "中华人民共和国居民身份证");
}

/* Each problem can be said in both languages. */
static void
test_problems (void)
{
  for (guint problem = 0; problem <= HOUBU_IDENTITY_BAD_CHECK; problem++)
    {
      g_assert_true (g_str_is_ascii (houbu_identity_problem_get_text (problem, "en")));
      g_assert_false (g_str_is_ascii (houbu_identity_problem_get_text (problem, "zh-CN")));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/identity/documents", test_documents);
  g_test_add_func ("/rules/identity/normalise-twice", test_normalise_twice);
  g_test_add_func ("/rules/identity/no-type", test_no_type);
  g_test_add_func ("/rules/identity/check-character", test_check_character_finds_slips);
  g_test_add_func ("/rules/identity/birth-date", test_birth_date);
  g_test_add_func ("/rules/identity/types", test_types);
  g_test_add_func ("/rules/identity/problems", test_problems);
  return g_test_run ();
}
