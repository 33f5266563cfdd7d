/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-plain-text.h"

static const struct
{
  const char *typed;
  const char *line;
  const char *paragraphs;
} cases[] = {
  { "", "", "" },
  { "  考试 \t通告  ", "考试  通告", "考试  通告" },
  { "one\r\ntwo\rthree\n\nfour", "one two three  four", "one\ntwo\nthree\n\nfour" },
  { "safe\u202Egpj.exe", "safegpj.exe", "safegpj.exe" },
  { "\u2066a\u2069\u200Eb\u200F\u061Cc", "abc", "abc" },
  { "a\x1b[31mb\x07", "a[31mb", "a[31mb" },
  { "a\u2028b\u2029c", "a b c", "a\nb\nc" },
  { "\n\n \u202A\u202C\n", "", "" },
};

/* What turns a line around or is no text goes; every way to end a line is a newline, or in one
 * line a space. */
static void
test_read (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = houbu_plain_text_line (cases[i].typed);
      g_autofree char *paragraphs = houbu_plain_text_paragraphs (cases[i].typed);

      g_assert_cmpstr (line, ==, cases[i].line);
      g_assert_cmpstr (paragraphs, ==, cases[i].paragraphs);
    }
}

/* What a server sent loses nothing but the characters that turn it around. */
static void
test_unturned (void)
{
  g_autofree char *text = houbu_plain_text_unturned (" a\tb\r\n\u202E张三\u2066\n ");

  g_assert_cmpstr (text, ==, " a\tb\r\n张三\n ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/plain-text/read", test_read);
  g_test_add_func ("/model/plain-text/unturned", test_unturned);
  return g_test_run ();
}
