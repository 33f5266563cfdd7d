/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-csv-writer.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* A file that is gone when it is closed. */
static int
open_file (void)
{
  g_autofree char *name = g_build_filename (g_get_tmp_dir (), "csv-writer-XXXXXX", NULL);
  int fd = g_mkstemp (name);

  g_assert_cmpint (fd, >=, 0);
  unlink (name);
  return fd;
}

static char *
read_file (int fd)
{
  off_t size = lseek (fd, 0, SEEK_END);
  char *text = g_malloc0 ((gsize) size + 1);

  g_assert_cmpint (pread (fd, text, (size_t) size, 0), ==, size);
  return text;
}

/* What each cell becomes: quoted where RFC 4180 says so, and never a formula. */
static void
test_cells (void)
{
  static const struct
  {
    const char *cell;
    const char *written;
  } cases[] = {
    { NULL, "" },
    { "", "" },
    { "plain", "plain" },
    { "章沐依", "章沐依" },
    { "two words", "two words" },
    { "a,b", "\"a,b\"" },
    { "say \"no\"", "\"say \"\"no\"\"\"" },
    { "one\nline", "\"one\nline\"" },
    { "one\rline", "\"one\rline\"" },
    { "=1+1", "\"'=1+1\"" },
    { "+1", "\"'+1\"" },
    { "-1", "\"'-1\"" },
    { "@SUM(A1)", "\"'@SUM(A1)\"" },
    { "\t=1", "\"'\t=1\"" },
    { "\r=1", "\"'\r=1\"" },
    { "\n=1", "\"'\n=1\"" },
    { "=\"x\"", "\"'=\"\"x\"\"\"" },
    { "a=b", "a=b" },
    { " =1", " =1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int fd = open_file ();
      g_autoptr (HoubuCsvWriter) writer = houbu_csv_writer_new (fd);
      const char *cells[] = { cases[i].cell, "x" };
      g_autofree char *expected = g_strconcat (cases[i].written, ",x\r\n", NULL);
      g_autofree char *text = NULL;

      g_assert_true (houbu_csv_writer_add_row (writer, cells, 2));
      g_assert_true (houbu_csv_writer_flush (writer));
      text = read_file (fd);
      g_assert_cmpstr (text, ==, expected);
      g_assert_cmpint (houbu_csv_writer_get_size (writer), ==, (gint64) strlen (expected));
      close (fd);
    }
}

/* Far more than the buffer holds arrives whole, behind the mark. */
static void
test_long (void)
{
  int fd = open_file ();
  g_autoptr (HoubuCsvWriter) writer = houbu_csv_writer_new (fd);
  g_autoptr (GString) expected = g_string_new ("\xef\xbb\xbf");
  g_autofree char *text = NULL;

  houbu_csv_writer_add_mark (writer);
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      const char *cells[] = { number, "章沐依", NULL };

      g_assert_true (houbu_csv_writer_add_row (writer, cells, G_N_ELEMENTS (cells)));
      g_string_append_printf (expected, "%s,章沐依,\r\n", number);
    }
  g_assert_true (houbu_csv_writer_flush (writer));
  text = read_file (fd);
  g_assert_cmpstr (text, ==, expected->str);
  close (fd);
}

/* A disk that takes nothing is said to take nothing. */
static void
test_full (void)
{
  int fd = open ("/dev/full", O_WRONLY);
  g_autoptr (HoubuCsvWriter) writer = houbu_csv_writer_new (fd);
  const char *cells[] = { "x" };

  g_assert_true (houbu_csv_writer_add_row (writer, cells, 1));
  g_assert_false (houbu_csv_writer_flush (writer));
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv-writer/cells", test_cells);
  g_test_add_func ("/csv-writer/long", test_long);
  g_test_add_func ("/csv-writer/full", test_full);
  return g_test_run ();
}
