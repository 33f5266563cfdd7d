/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "houbu-ctl-password.h"
#include "houbu-ctl-table.h"
#include "houbu-ctl-text.h"
#include "houbu-ctl-time.h"
#include "houbu-record.h"

/* Columns stand under each other in a terminal, Chinese characters taking two cells. */
static void
test_table (void)
{
  g_autoptr (HoubuCtlTable) table = houbu_ctl_table_new ("Name", "Seats", "Campus", NULL);
  g_autofree char *text = NULL;

  houbu_ctl_table_align_right (table, 1);
  houbu_ctl_table_add_text (table, "潘沐小");
  houbu_ctl_table_add_number (table, 7);
  houbu_ctl_table_add_text (table, "测试校区");
  houbu_ctl_table_add_text (table, "Li");
  houbu_ctl_table_add_number (table, 1234567);
  houbu_ctl_table_add_text (table, NULL);
  houbu_ctl_table_add_text (table, "e\xCC\x81t\xC3\xA9");
  houbu_ctl_table_add_number (table, HOUBU_UNSET);
  houbu_ctl_table_add_text (table, "x");
  text = houbu_ctl_table_to_string (table);
  g_assert_cmpstr (text, ==,
                   "Name      Seats  Campus\n"
                   "潘沐小        7  测试校区\n"
                   "Li      1234567  \n"
                   "e\xCC\x81t\xC3\xA9              x\n");
}

/* Facts without a value are left out. */
static void
test_facts (void)
{
  g_autoptr (HoubuCtlTable) table = houbu_ctl_table_new (NULL, NULL);
  g_autofree char *text = NULL;

  houbu_ctl_table_add_fact (table, "Name", "x");
  houbu_ctl_table_add_fact (table, "Nothing", NULL);
  houbu_ctl_table_add_fact (table, "Empty", "");
  houbu_ctl_table_add_fact (table, "Agreement", "1");
  text = houbu_ctl_table_to_string (table);
  g_assert_cmpstr (text, ==, "Name       x\nAgreement  1\n");
}

static const struct
{
  const char *from;
  const char *to;
} harmless[] = {
  { "潘沐小", "潘沐小" },
  { "red \x1B[31m alarm \x07", "red \xEF\xBF\xBD[31m alarm \xEF\xBF\xBD" },
  { "two\nlines\r\tand a tab", "two\xEF\xBF\xBDlines\xEF\xBF\xBD\xEF\xBF\xBD"
                               "and a tab" },
  { "turned \xE2\x80\xAE around", "turned \xEF\xBF\xBD around" },
  { "C1 \xC2\x9B"
    "31m",
    "C1 \xEF\xBF\xBD"
    "31m" },
  { NULL, "" },
};

/* No text of a server moves the cursor, colours the terminal or turns a line around. */
static void
test_harmless (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (harmless); i++)
    {
      g_autofree char *text = houbu_ctl_text_harmless (harmless[i].from);

      g_assert_cmpstr (text, ==, harmless[i].to);
    }
}

/* Bytes that are not UTF-8 do not come out as they went in. */
static void
test_invalid (void)
{
  g_autofree char *text = houbu_ctl_text_harmless ("bad \xFF\xFE bytes");

  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static const struct
{
  const char *text;
  const char *shown; /* NULL = not a time */
} times[] = {
  { "2026-12-12 09:00", "2026-12-12 09:00:00+08:00" },
  { "2026-12-12T09:00", "2026-12-12 09:00:00+08:00" },
  { "2026-12-12 09:00:30", "2026-12-12 09:00:30+08:00" },
  { " 2026-12-12 09:00 ", "2026-12-12 09:00:00+08:00" },
  { "2026-12-12T01:00:00Z", "2026-12-12 09:00:00+08:00" },
  { "2026-12-12T01:00:00.5Z", "2026-12-12 09:00:00+08:00" },
  { "2026-12-12T10:00:00+09:00", "2026-12-12 09:00:00+08:00" },
  { "2026-12-12 09:00:00+08:00", "2026-12-12 09:00:00+08:00" },
  { "2024-02-29 23:59", "2024-02-29 23:59:00+08:00" },
  { "2026-02-29 09:00", NULL },
  { "2026-12-12", NULL },
  { "09:00", NULL },
  { "2026-12-12 25:00", NULL },
  { "12.12.2026 09:00", NULL },
  { "tomorrow", NULL },
  { "", NULL },
};

/* Times are taken as RFC 3339 or local, and shown local with their zone, in a form that is taken
 * again. */
static void
test_times (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 time = 0;
      gint64 again = 0;
      g_autofree char *shown = NULL;

      g_test_message ("%s", times[i].text);
      g_assert_cmpint (houbu_ctl_time_parse (times[i].text, &time), ==, times[i].shown != NULL);
      if (times[i].shown == NULL)
        continue;
      shown = houbu_ctl_time_to_string (time);
      g_assert_cmpstr (shown, ==, times[i].shown);
      g_assert_true (houbu_ctl_time_parse (shown, &again));
      g_assert_cmpint (again, ==, time - time % G_USEC_PER_SEC);
    }
}

static const struct
{
  const char *content;
  const char *password; /* NULL = none */
} passwords[] = {
  { "secret", "secret" },
  { "secret\n", "secret" },
  { "secret\r\n", "secret" },
  { "secret\nsecond line\n", "secret" },
  { " with blanks \n", " with blanks " },
  { "密码\n", "密码" },
  { "", NULL },
  { "\n", NULL },
  { "\nsecret\n", NULL },
};

/* The password is the first line of its file, without the line end. */
static void
test_password_file (void)
{
  g_autofree char *name = g_build_filename (g_get_tmp_dir (), "password-XXXXXX", NULL);
  g_autoptr (GError) missing = NULL;

  close (g_mkstemp (name));
  for (guint i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      g_autoptr (GError) error = NULL;
      char *password = NULL;

      g_assert_true (g_file_set_contents (name, passwords[i].content, -1, NULL));
      password = houbu_ctl_password_read_file (name, &error);
      g_assert_cmpstr (password, ==, passwords[i].password);
      g_assert_cmpint (password == NULL, ==, error != NULL);
      houbu_ctl_password_free (password);
    }
  g_unlink (name);
  g_assert_null (houbu_ctl_password_read_file (name, &missing));
  g_assert_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Shanghai", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/output/table", test_table);
  g_test_add_func ("/output/facts", test_facts);
  g_test_add_func ("/output/harmless", test_harmless);
  g_test_add_func ("/output/invalid", test_invalid);
  g_test_add_func ("/output/times", test_times);
  g_test_add_func ("/output/password-file", test_password_file);
  return g_test_run ();
}
