/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-csv-reader.h"

#include <string.h>
#include <unistd.h>

#include "import-fixture.h"

#include "houbu-limits.h"

/* What the reader said, one record or problem after the other: "1:a|b 2!bad_quotes". */
static gboolean
on_row (gint64 line, const char *const *cells, guint n_cells, gpointer data)
{
  GString *said = data;

  g_string_append_printf (said, "%s%d:", said->len > 0 ? " " : "", (int) line);
  for (guint i = 0; i < n_cells; i++)
    g_string_append_printf (said, "%s%s", i > 0 ? "|" : "", cells[i]);
  return TRUE;
}

static void
on_problem (gint64 line, HoubuProblem problem, gint64 limit, gpointer data)
{
  GString *said = data;

  g_string_append_printf (said, "%s%d!%s", said->len > 0 ? " " : "", (int) line,
                          houbu_problem_table[problem].word);
}

static const HoubuCsvHandler handler = { on_row, on_problem };

static char *
read_bytes (const void *bytes, gsize length, HoubuCsvEncoding encoding)
{
  g_autoptr (GString) said = g_string_new (NULL);
  int fd = import_open_bytes (bytes, length);

  g_assert_true (houbu_csv_read (fd, encoding, &handler, said, NULL));
  close (fd);
  return g_string_free (g_steal_pointer (&said), FALSE);
}

typedef struct
{
  const char *text;
  const char *said;
} Case;

static const Case cases[] = {
  { "", "" },
  { "\n\n\n", "" },
  { "a,b\nc,d\n", "1:a|b 2:c|d" },
  { "a,b\nc,d", "1:a|b 2:c|d" },
  { "a,b\r\nc,d\r\n", "1:a|b 2:c|d" },
  { "a,b\rc,d\r", "1:a|b 2:c|d" },
  { "a\n\n  \n\nb\n", "1:a 5:b" },
  { "a\r\n\r\nb\r\n", "1:a 3:b" },
  { "\xef\xbb\xbf"
    "a,b\n",
    "1:a|b" },
  { " a , b \n", "1:a|b" },
  { "\"a,b\",c\n", "1:a,b|c" },
  { "\"say \"\"a\"\"\",b\n", "1:say \"a\"|b" },
  { "\"two\nlines\",b\nc,d\n", "1:two\nlines|b 3:c|d" },
  { "a,,\n,b,\n", "1:a|| 2:|b|" },
  { "名,姓\n欧阳·𠮷,b\n", "1:名|姓 2:欧阳·𠮷|b" },
  { "a,b\nx\"y,b\nc,d\n", "1:a|b 2!bad_quotes 3:c|d" },
  { "a,b\n\"x\"y,b\nc,d\n", "1:a|b 2!bad_quotes 3:c|d" },
  { "a,b\n\"never closed,b\nc,d\n", "1:a|b 2!bad_quotes" },
  { "a\n\xff\xfe,b\nc\n", "1:a 2!bad_encoding 3:c" },
  { "a\n\xed\xa0\x80\nc\n", "1:a 2!bad_encoding 3:c" },
};

/* Records, their lines, quotes, blank lines, marks and what is broken, one row of the table each.
 */
static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = read_bytes (cases[i].text, strlen (cases[i].text), HOUBU_CSV_UTF_8);

      g_test_message ("case %u", i);
      g_assert_cmpstr (said, ==, cases[i].said);
    }
}

/* A NUL byte does not cut a cell short. */
static void
test_nul (void)
{
  static const char text[] = "a\nb\0c\nd\n";
  g_autofree char *said = read_bytes (text, sizeof text - 1, HOUBU_CSV_UTF_8);

  g_assert_cmpstr (said, ==, "1:a 2!nul_character 3:d");
}

/* GB 18030 with two and four bytes a character; half of one is a problem of its line. */
static void
test_gb18030 (void)
{
  static const char text[] = "\xd6\xd0\xce\xc4,\x95\x34\xb2\x35\nx\n\xd6\nlast\n";
  g_autofree char *said = read_bytes (text, sizeof text - 1, HOUBU_CSV_GB18030);

  g_assert_cmpstr (said, ==, "1:中文|𠮷 2:x 3!bad_encoding 4:last");
}

/* Records that lie across the pieces in which the file is read come out whole. */
static void
test_buffer_borders (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *said = NULL;
  g_auto (GStrv) words = NULL;

  for (int i = 0; i < 30000; i++)
    g_string_append_printf (text, "%d,\"名\"\"%d\r\n\"\r\n", i, i);
  said = read_bytes (text->str, text->len, HOUBU_CSV_UTF_8);
  words = g_strsplit (said, " ", -1);
  g_assert_cmpint (g_strv_length (words), ==, 30000);
  for (int i = 0; i < 30000; i += 777)
    {
      g_autofree char *wanted = g_strdup_printf ("%d:%d|名\"%d", i * 2 + 1, i, i);

      g_assert_cmpstr (words[i], ==, wanted);
    }
}

/* A record without an end does not fill the memory. */
static void
test_long_record (void)
{
  g_autofree char *filler = g_strnfill (HOUBU_LIMIT_CSV_LINE_BYTES * 8, 'x');
  g_autofree char *text = g_strconcat ("a\n\"", filler, NULL);
  g_autofree char *said = read_bytes (text, strlen (text), HOUBU_CSV_UTF_8);

  g_assert_cmpstr (said, ==, "1:a 2!too_many_bytes");
}

/* A file of too many records is read no further. */
static void
test_too_many_records (void)
{
  g_autofree char *text = g_strnfill (2 * (HOUBU_LIMIT_CSV_LINES + 5), '\n');
  g_autofree char *said = NULL;
  g_autofree char *wanted = g_strdup_printf ("%d!too_many_lines", HOUBU_LIMIT_CSV_LINES + 1);

  for (gsize i = 0; text[i] != '\0'; i += 2)
    text[i] = 'x';
  said = read_bytes (text, strlen (text), HOUBU_CSV_UTF_8);
  g_assert_true (g_str_has_suffix (said, wanted));
}

static gboolean
stop_at_first (gint64 line, const char *const *cells, guint n_cells, gpointer data)
{
  int *count = data;

  (*count)++;
  return FALSE;
}

/* Whoever reads may stop. */
static void
test_stop (void)
{
  static const HoubuCsvHandler stopping = { stop_at_first, on_problem };
  int count = 0;
  int fd = import_open_bytes ("a\nb\nc\n", 6);

  g_assert_true (houbu_csv_read (fd, HOUBU_CSV_UTF_8, &stopping, &count, NULL));
  g_assert_cmpint (count, ==, 1);
  close (fd);
}

/* A file that cannot be read is an error, not an empty one. */
static void
test_unreadable (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (houbu_csv_read (-1, HOUBU_CSV_UTF_8, &handler, NULL, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_BUSY);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/csv-reader/cases", test_cases);
  g_test_add_func ("/engine/csv-reader/nul", test_nul);
  g_test_add_func ("/engine/csv-reader/gb18030", test_gb18030);
  g_test_add_func ("/engine/csv-reader/buffer-borders", test_buffer_borders);
  g_test_add_func ("/engine/csv-reader/long-record", test_long_record);
  g_test_add_func ("/engine/csv-reader/too-many-records", test_too_many_records);
  g_test_add_func ("/engine/csv-reader/stop", test_stop);
  g_test_add_func ("/engine/csv-reader/unreadable", test_unreadable);
  return g_test_run ();
}
