/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-json-gate.h"

#include "houbu-error.h"
#include "houbu-limits.h"

#include <string.h>

typedef struct
{
  const char *text;
  HoubuProblem problem;
} Case;

/* What json-glib alone would take, or crash on, first; then plain mistakes. */
static const Case refused[] = {
  { "", HOUBU_PROBLEM_EMPTY_DOCUMENT },
  { " \n\t\r", HOUBU_PROBLEM_EMPTY_DOCUMENT },
  { "[]", HOUBU_PROBLEM_NOT_AN_OBJECT },
  { "1", HOUBU_PROBLEM_NOT_AN_OBJECT },
  { "null", HOUBU_PROBLEM_NOT_AN_OBJECT },
  { "\"x\"", HOUBU_PROBLEM_NOT_AN_OBJECT },
  { "var x = {}", HOUBU_PROBLEM_NOT_AN_OBJECT },
  { "\xef\xbb\xbf{}", HOUBU_PROBLEM_NOT_AN_OBJECT },
  { "{'a':1}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":'b'}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":1,\"a\":2}", HOUBU_PROBLEM_DUPLICATE_KEY },
  { "{\"a\":1,\"\\u0061\":2}", HOUBU_PROBLEM_DUPLICATE_KEY },
  { "{\"a\\n\":1,\"b\":{},\"a\\u000a\":2}", HOUBU_PROBLEM_DUPLICATE_KEY },
  { "{\"a\":[{\"b\":1,\"b\":2}]}", HOUBU_PROBLEM_DUPLICATE_KEY },
  { "{\"a\":\"x\\u0000y\"}", HOUBU_PROBLEM_NUL_CHARACTER },
  { "{\"a\\u0000\":1}", HOUBU_PROBLEM_NUL_CHARACTER },
  { "{\"a\":1e400}", HOUBU_PROBLEM_NUMBER_RANGE },
  { "{\"a\":-1e400}", HOUBU_PROBLEM_NUMBER_RANGE },
  { "{\"a\":9223372036854775808}", HOUBU_PROBLEM_NUMBER_RANGE },
  { "{\"a\":18446744073709551617}", HOUBU_PROBLEM_NUMBER_RANGE },
  { "{\"a\":9007199254740992}", HOUBU_PROBLEM_NUMBER_RANGE },
  { "{\"a\":-9007199254740992}", HOUBU_PROBLEM_NUMBER_RANGE },
  { "{\"a\":0.00000000000000000000000000000000000000000000000000000000000000000001}",
    HOUBU_PROBLEM_NUMBER_RANGE },
  { "{\"a\":\"\\ud800\"}", HOUBU_PROBLEM_LONE_SURROGATE },
  { "{\"a\":\"\\udc00\"}", HOUBU_PROBLEM_LONE_SURROGATE },
  { "{\"a\":\"\\ud800\\u0041\"}", HOUBU_PROBLEM_LONE_SURROGATE },
  { "{\"a\":\"\\ud800x\"}", HOUBU_PROBLEM_LONE_SURROGATE },
  { "{\"a\":\"\xff\"}", HOUBU_PROBLEM_NOT_UTF8 },
  { "{\"a\":\"\xc0\x80\"}", HOUBU_PROBLEM_NOT_UTF8 },
  { "{\"a\":\"\xed\xa0\x80\"}", HOUBU_PROBLEM_NOT_UTF8 },
  { "{", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\"", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":1", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":1,", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":1,}", HOUBU_PROBLEM_SYNTAX },
  { "{,}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\" 1}", HOUBU_PROBLEM_SYNTAX },
  { "{a:1}", HOUBU_PROBLEM_SYNTAX },
  { "{1:1}", HOUBU_PROBLEM_SYNTAX },
  { "{}{}", HOUBU_PROBLEM_SYNTAX },
  { "{} x", HOUBU_PROBLEM_SYNTAX },
  { "{}]", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":[1,2}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":[1,]}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":[,1]}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":[1 2]}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":1]", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":01}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":0x10}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":+1}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":-}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":.5}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":1.}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":1e}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":NaN}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":Infinity}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":True}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":nul}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":truex}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":1} // x", HOUBU_PROBLEM_SYNTAX },
  { "{/**/\"a\":1}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":\"\\x41\"}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":\"\\u12\"}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":\"\\u12g4\"}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":\"\\", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":\"\n\"}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":\"\t\"}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":\"x}", HOUBU_PROBLEM_SYNTAX },
  { "{\"a\":1\v}", HOUBU_PROBLEM_SYNTAX },
};

static const char *const taken[] = {
  "{}",
  " { } \n",
  "{\"\":null}",
  "{\"a\":[]}",
  "{\"a\":[[],{},[{}]]}",
  "{\"a\":true,\"b\":false,\"c\":null}",
  "{\"a\":0,\"b\":-0,\"c\":-1,\"d\":1.5,\"e\":1e3,\"f\":1E-3,\"g\":0.5e+2}",
  "{\"a\":9007199254740991,\"b\":-9007199254740991}",
  "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u4e2d\\ud83d\\ude00\"}",
  "{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":1}}",
  "{\"名\":\"欧阳·𠮷\"}",
  "{\"a\":\"{[\\\"\"}",
};

/* Each text is refused with the problem that its row names. */
static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *printable = g_strescape (refused[i].text, NULL);

      g_test_message ("%s", printable);
      g_assert_null (houbu_json_gate_parse (refused[i].text, -1, &error));
      g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_BAD_JSON);
      g_assert_cmpint (houbu_error_get_problem (error), ==, refused[i].problem);
    }
}

static gboolean
is_taken (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonNode) node = houbu_json_gate_parse (text, length, error);

  return node != NULL;
}

/* Each text is JSON, and json-glib's own parser understands it alike. */
static void
test_taken (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = houbu_json_gate_parse (taken[i], -1, &error);
      g_autoptr (JsonNode) other = json_from_string (taken[i], NULL);

      g_test_message ("%s", taken[i]);
      g_assert_no_error (error);
      g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
      g_assert_true (json_node_equal (node, other));
    }
}

/* Every prefix of a text that is taken is refused, and none makes the gate read past its end. */
static void
test_prefixes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autofree char *text = g_strstrip (g_strdup (taken[i]));

      for (gsize length = 0; length < strlen (text); length++)
        {
          g_autofree char *prefix = g_memdup2 (text, MAX (length, 1));

          g_assert_false (is_taken (prefix, (gssize) length, NULL));
        }
    }
}

/* A NUL byte in the middle is refused and does not cut the text. */
static void
test_nul_byte (void)
{
  static const char text[] = "{\"a\":\"x\0y\"}";
  g_autoptr (GError) error = NULL;

  g_assert_null (houbu_json_gate_parse (text, sizeof text - 1, &error));
  g_assert_cmpint (houbu_error_get_problem (error), ==, HOUBU_PROBLEM_NUL_CHARACTER);
}

static char *
nested (guint depth, const char *open, const char *close)
{
  g_autoptr (GString) text = g_string_new ("{\"a\":");

  for (guint i = 1; i < depth; i++)
    g_string_append (text, open);
  g_string_append_c (text, '1');
  for (guint i = 1; i < depth; i++)
    g_string_append (text, close);
  g_string_append_c (text, '}');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Depth 32 passes, 33 does not, and a depth that would end json-glib's stack is an error like any.
 */
static void
test_depth (void)
{
  g_autofree char *just = nested (HOUBU_LIMIT_JSON_DEPTH, "[", "]");
  g_autofree char *more = nested (HOUBU_LIMIT_JSON_DEPTH + 1, "[", "]");
  g_autofree char *objects = nested (HOUBU_LIMIT_JSON_DEPTH + 1, "{\"a\":", "}");
  g_autofree char *abyss = nested (400000, "[", "]");
  g_autoptr (GError) error = NULL;

  g_assert_true (is_taken (just, -1, NULL));
  g_assert_false (is_taken (objects, -1, NULL));
  g_assert_false (is_taken (abyss, -1, NULL));
  g_assert_false (is_taken (more, -1, &error));
  g_assert_cmpint (houbu_error_get_problem (error), ==, HOUBU_PROBLEM_TOO_DEEP);
}

static char *
with_elements (guint n)
{
  g_autoptr (GString) text = g_string_new ("{\"a\":[1");

  for (guint i = 3; i < n; i++)
    g_string_append (text, ",1");
  g_string_append (text, "]}");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The number of values has a limit. */
static void
test_elements (void)
{
  g_autofree char *just = with_elements (HOUBU_LIMIT_JSON_ELEMENTS);
  g_autofree char *more = with_elements (HOUBU_LIMIT_JSON_ELEMENTS + 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (is_taken (just, -1, NULL));
  g_assert_false (is_taken (more, -1, &error));
  g_assert_cmpint (houbu_error_get_problem (error), ==, HOUBU_PROBLEM_TOO_MANY_ELEMENTS);
}

/* The number of bytes has a limit. */
static void
test_bytes (void)
{
  g_autofree char *text = g_malloc (HOUBU_LIMIT_JSON_BYTES + 1);
  g_autoptr (GError) error = NULL;

  memset (text, ' ', HOUBU_LIMIT_JSON_BYTES + 1);
  memcpy (text, "{}", 2);
  g_assert_true (is_taken (text, HOUBU_LIMIT_JSON_BYTES, NULL));
  g_assert_false (is_taken (text, HOUBU_LIMIT_JSON_BYTES + 1, &error));
  g_assert_cmpint (houbu_error_get_problem (error), ==, HOUBU_PROBLEM_TOO_MANY_BYTES);
}

/* Strings keep every character, those beyond the first plane too. */
static void
test_characters (void)
{
  g_autoptr (JsonNode) node =
      houbu_json_gate_parse ("{\"a\":\"\\ud83d\\ude00\\u00b7\\\"𠮷\"}", -1, NULL);

  g_assert_nonnull (node);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "a"), ==, "😀·\"𠮷");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/json-gate/refused", test_refused);
  g_test_add_func ("/model/json-gate/taken", test_taken);
  g_test_add_func ("/model/json-gate/prefixes", test_prefixes);
  g_test_add_func ("/model/json-gate/nul-byte", test_nul_byte);
  g_test_add_func ("/model/json-gate/depth", test_depth);
  g_test_add_func ("/model/json-gate/elements", test_elements);
  g_test_add_func ("/model/json-gate/bytes", test_bytes);
  g_test_add_func ("/model/json-gate/characters", test_characters);
  return g_test_run ();
}
