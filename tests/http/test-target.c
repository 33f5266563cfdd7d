/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-target.h"

typedef struct
{
  const char *text;
  const char *path;  /* segments joined by `|`; NULL when the target is refused */
  const char *query; /* `name=value` that must be there, or NULL */
} Case;

static const Case cases[] = {
  { "/", "", NULL },
  { "/v1/exam", "v1|exam", NULL },
  { "/v1/exam/", "v1|exam|", NULL },
  { "//v1", "|v1", NULL },
  { "/a%2Fb/c", "a/b|c", NULL },
  { "/%E4%B8%AD", "中", NULL },
  { "/a+b", "a+b", NULL },
  { "http://host/v1/x", "v1|x", NULL },
  { "HTTP://host:80/v1", "v1", NULL },
  { "/a?b=c", "a", "b=c" },
  { "/a?b", "a", "b=" },
  { "/a?b=c%20d&e=f", "a", "b=c d" },
  { "/a?b=c+d", "a", "b=c d" },
  { "/a?b=c=d", "a", "b=c=d" },
  { "/a?&&b=c&", "a", "b=c" },
  { "/a?", "a", NULL },
  /* refused */
  { "", NULL, NULL },
  { "a", NULL, NULL },
  { "*", NULL, NULL },
  { "http://host", NULL, NULL },
  { "/%", NULL, NULL },
  { "/%4", NULL, NULL },
  { "/%zz", NULL, NULL },
  { "/%00", NULL, NULL },
  { "/%0a", NULL, NULL },
  { "/%7f", NULL, NULL },
  { "/%c0%af", NULL, NULL },
  { "/%ff", NULL, NULL },
  { "/a?b=%00", NULL, NULL },
  { "/a?%=1", NULL, NULL },
  { "/a?=1", NULL, NULL },
  { "/a?b=1&b=2", NULL, NULL },
  { "/a?b=1&%62=2", NULL, NULL },
  { "/1/2/3/4/5/6/7/8/9", NULL, NULL },
};

/* Each target has one meaning or none. */
static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (HoubuHttpTarget) target = houbu_http_target_parse (cases[i].text);
      g_autofree char *path = NULL;
      g_auto (GStrv) wanted = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (target != NULL, ==, cases[i].path != NULL);
      if (target == NULL)
        continue;
      path = g_strjoinv ("|", target->segments);
      g_assert_cmpstr (path, ==, cases[i].path);
      if (cases[i].query == NULL)
        {
          g_assert_cmpuint (g_hash_table_size (target->query), ==, 0);
          continue;
        }
      wanted = g_strsplit (cases[i].query, "=", 2);
      g_assert_cmpstr (g_hash_table_lookup (target->query, wanted[0]), ==, wanted[1]);
    }
}

/* A target that is too long, or has too many parameters, is refused whatever it says. */
static void
test_sizes (void)
{
  g_autofree char *long_text = g_strnfill (3000, 'a');
  g_autoptr (GString) many = g_string_new ("/a?");

  long_text[0] = '/';
  g_assert_null (houbu_http_target_parse (long_text));
  for (int i = 0; i < 20; i++)
    g_string_append_printf (many, "p%d=1&", i);
  g_assert_null (houbu_http_target_parse (many->str));
}

/* Whatever bytes come, parsing ends and what it gives is UTF-8. */
static void
test_noise (void)
{
  for (int round = 0; round < 20000; round++)
    {
      char text[41];
      int length = g_test_rand_int_range (1, 40);
      g_autoptr (HoubuHttpTarget) target = NULL;

      text[0] = '/';
      for (int i = 1; i < length; i++)
        text[i] = g_test_rand_bit () ? "%%/?&=+2fFc0"[g_test_rand_int_range (0, 12)]
                                     : (char) g_test_rand_int_range (1, 256);
      text[length] = '\0';
      target = houbu_http_target_parse (text);
      for (guint i = 0; target != NULL && target->segments[i] != NULL; i++)
        g_assert_true (g_utf8_validate (target->segments[i], -1, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/target/cases", test_cases);
  g_test_add_func ("/http/target/sizes", test_sizes);
  g_test_add_func ("/http/target/noise", test_noise);
  return g_test_run ();
}
