/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-identity.h"

#include "houbu-words-private.h"

static const HoubuWord type_words[HOUBU_N_IDENTITY_TYPES] = {
  [HOUBU_IDENTITY_NONE] = { "none", "None", "无" },
  [HOUBU_IDENTITY_RESIDENT_ID] = { "resident_id", "Resident ID card", "中华人民共和国居民身份证" },
  [HOUBU_IDENTITY_TAIWAN_TRAVEL_PERMIT] = { "taiwan_travel_permit",
                                            "Mainland travel permit for Taiwan residents",
                                            "台湾居民往来大陆通行证" },
  [HOUBU_IDENTITY_HK_MACAO_TRAVEL_PERMIT] = { "hk_macao_travel_permit",
                                              "Mainland travel permit for Hong Kong and Macao "
                                              "residents",
                                              "港澳居民来往内地通行证" },
  [HOUBU_IDENTITY_PASSPORT] = { "passport", "Passport", "护照" },
  [HOUBU_IDENTITY_HK_ID] = { "hk_id", "Hong Kong identity card", "香港身份证" },
  [HOUBU_IDENTITY_MACAO_ID] = { "macao_id", "Macao identity card", "澳门身份证" },
  [HOUBU_IDENTITY_HK_MACAO_RESIDENCE_PERMIT] = { "hk_macao_residence_permit",
                                                 "Residence permit for Hong Kong and Macao "
                                                 "residents",
                                                 "港澳居民居住证" },
  [HOUBU_IDENTITY_TAIWAN_RESIDENCE_PERMIT] = { "taiwan_residence_permit",
                                               "Residence permit for Taiwan residents",
                                               "台湾居民居住证" },
  [HOUBU_IDENTITY_FOREIGN_PERMANENT_RESIDENT_ID] = { "foreign_permanent_resident_id",
                                                     "Foreign permanent resident ID card",
                                                     "中华人民共和国外国人永久居留身份证" },
};

static const HoubuWord problem_words[] = {
  [HOUBU_IDENTITY_OK] = { "ok", "The number is in order.", "证件号码正确。" },
  [HOUBU_IDENTITY_EMPTY] = { "empty", "The number is missing.", "请输入证件号码。" },
  [HOUBU_IDENTITY_BAD_LENGTH] = { "bad_length",
                                  "A number of this document has another number of characters.",
                                  "证件号码的位数与证件类型不符。" },
  [HOUBU_IDENTITY_BAD_CHARACTER] = { "bad_character",
                                     "The number has a character that this document does not use.",
                                     "证件号码中有该类证件不使用的字符。" },
  [HOUBU_IDENTITY_BAD_PREFIX] = { "bad_prefix", "The number begins like that of another document.",
                                  "证件号码的开头与证件类型不符。" },
  [HOUBU_IDENTITY_BAD_BIRTH_DATE] = { "bad_birth_date",
                                      "The birth date in the number does not exist.",
                                      "证件号码中的出生日期不存在。" },
  [HOUBU_IDENTITY_BAD_CHECK] = { "bad_check",
                                 "The check character does not match; look at each digit again.",
                                 "证件号码的校验码不正确，请逐位核对。" },
};

/**
 * houbu_identity_type_to_word:
 * @type: a kind of document
 *
 * Returns: (transfer none): its word on the wire and in import files
 */
const char *
houbu_identity_type_to_word (HoubuIdentityType type)
{
  g_return_val_if_fail ((guint) type < HOUBU_N_IDENTITY_TYPES, NULL);

  return type_words[type].word;
}

/**
 * houbu_identity_type_from_word:
 * @word: (nullable): a word
 *
 * Returns: the kind of document it names, or %HOUBU_IDENTITY_NONE
 */
HoubuIdentityType
houbu_identity_type_from_word (const char *word)
{
  return (HoubuIdentityType) houbu_words_find (type_words, HOUBU_N_IDENTITY_TYPES, word);
}

/**
 * houbu_identity_type_get_name:
 * @type: a kind of document
 * @language: (nullable): "zh-CN" or "en"
 *
 * Returns: (transfer none): what people call it
 */
const char *
houbu_identity_type_get_name (HoubuIdentityType type, const char *language)
{
  g_return_val_if_fail ((guint) type < HOUBU_N_IDENTITY_TYPES, NULL);

  return houbu_words_get_name (&type_words[type], language);
}

/**
 * houbu_identity_problem_to_word:
 * @problem: what is wrong with a number
 *
 * Returns: (transfer none): a word for it
 */
const char *
houbu_identity_problem_to_word (HoubuIdentityProblem problem)
{
  g_return_val_if_fail ((guint) problem < G_N_ELEMENTS (problem_words), NULL);

  return problem_words[problem].word;
}

/**
 * houbu_identity_problem_get_text:
 * @problem: what is wrong with a number
 * @language: (nullable): "zh-CN" or "en"
 *
 * Returns: (transfer none): a sentence for whoever typed it
 */
const char *
houbu_identity_problem_get_text (HoubuIdentityProblem problem, const char *language)
{
  g_return_val_if_fail ((guint) problem < G_N_ELEMENTS (problem_words), NULL);

  return houbu_words_get_name (&problem_words[problem], language);
}

/* Full-width forms stand in the same order as ASCII; input methods produce them unasked. */
static gunichar
to_ascii (gunichar character)
{
  if (character >= 0xFF01 && character <= 0xFF5E)
    return character - 0xFEE0;
  return character;
}

/* What people copy along with a number and nobody sees. */
static gboolean
is_blank (gunichar character)
{
  return g_unichar_isspace (character) || g_unichar_type (character) == G_UNICODE_FORMAT;
}

/* Some cards print punctuation between the digits that is no part of the number. */
static gboolean
is_ornament (HoubuIdentityType type, gunichar character)
{
  switch (type)
    {
    case HOUBU_IDENTITY_TAIWAN_TRAVEL_PERMIT:
    case HOUBU_IDENTITY_HK_ID:
      return character == '(' || character == ')';
    case HOUBU_IDENTITY_MACAO_ID:
      return character == '(' || character == ')' || character == '/';
    case HOUBU_IDENTITY_NONE:
    case HOUBU_IDENTITY_RESIDENT_ID:
    case HOUBU_IDENTITY_HK_MACAO_TRAVEL_PERMIT:
    case HOUBU_IDENTITY_PASSPORT:
    case HOUBU_IDENTITY_HK_MACAO_RESIDENCE_PERMIT:
    case HOUBU_IDENTITY_TAIWAN_RESIDENCE_PERMIT:
    case HOUBU_IDENTITY_FOREIGN_PERMANENT_RESIDENT_ID:
    default:
      return FALSE;
    }
}

/**
 * houbu_identity_normalise:
 * @type: the kind of document
 * @number: a number as somebody typed it, UTF-8
 *
 * One form for each number, so that the same document is found however it was typed:
 *
 * 1. full-width characters become ASCII
 * 2. blanks and invisible characters go
 * 3. the brackets and strokes that cards print go, for the documents that have them
 * 4. letters become upper case
 *
 * Returns: (transfer full): the normalised number, which may still be wrong
 */
char *
houbu_identity_normalise (HoubuIdentityType type, const char *number)
{
  GString *normalised;

  g_return_val_if_fail (number != NULL, NULL);

  normalised = g_string_sized_new (HOUBU_IDENTITY_MAX_LENGTH);
  for (const char *p = number; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = to_ascii (g_utf8_get_char (p));
      if (is_blank (character) || is_ornament (type, character))
        continue;
      if (character < 0x80)
        character = (gunichar) (guchar) g_ascii_toupper ((char) character);
      g_string_append_unichar (normalised, character);
    }
  return g_string_free (normalised, FALSE);
}
