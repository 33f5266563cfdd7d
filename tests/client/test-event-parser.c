/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "houbu-event-parser.h"

static void
note_cb (const HoubuStreamEvent *event, gpointer user_data)
{
  GString *log = user_data;

  g_assert_cmpuint (strlen (event->data), <=, event->length);
  g_assert_cmpint (event->data[event->length], ==, '\0');
  g_string_append_printf (log, "[%s|%s|", event->id, event->type);
  g_string_append_len (log, event->data, event->length);
  g_string_append_c (log, ']');
}

/* What a parser makes of @text when it arrives in pieces of @piece bytes. */
static char *
parse (const char *text, gsize length, gsize piece, gboolean *fine)
{
  g_autoptr (HoubuEventParser) parser = houbu_event_parser_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  gboolean good = TRUE;

  for (gsize at = 0; at < length && good; at += piece)
    good = houbu_event_parser_feed (parser, text + at, MIN (piece, length - at), note_cb, log);
  if (fine != NULL)
    *fine = good;
  return g_string_free (g_steal_pointer (&log), FALSE);
}

static const struct
{
  const char *text;
  const char *events;
} cases[] = {
  { "", "" },
  { "data: a\n\n", "[|message|a]" },
  { "data: a\r\n\r\n", "[|message|a]" },
  { "data: a\r\r", "[|message|a]" },
  { "data: a\rdata: b\r\n\ndata: c\r\n\r\n", "[|message|a\nb][|message|c]" },
  { "event: bye\n\n", "[|bye|]" },
  { "id: 7\nevent: entry_changed\ndata: {}\n\n", "[7|entry_changed|{}]" },
  { "id: 7\ndata: a\n\ndata: b\n\n", "[7|message|a][7|message|b]" },
  { "id: 7\n\ndata: b\n\n", "[7|message|b]" },
  { "data:a\ndata:  b\ndata\n\n", "[|message|a\n b\n]" },
  { ": heartbeat\n\n: and\n\n", "" },
  { ": heartbeat\ndata: a\n: more\ndata: b\n\n", "[|message|a\nb]" },
  { "unknown: x\nDATA: y\ndata: z\n\n", "[|message|z]" },
  { "\xEF\xBB\xBF"
    "data: a\n\n",
    "[|message|a]" },
  { "\n\n\n", "" },
  { "data: unfinished", "" },
  { "data: unfinished\n", "" },
  { "event: x\nevent: y\ndata: a\n\n", "[|y|a]" },
  { "retry: 100\nretry: abc\nretry: -1\nretry: 99999999999\ndata: a\n\n", "[|message|a]" },
  { "data: \xE5\x80\x99\xE8\xA1\xA5\n\n", "[|message|\xE5\x80\x99\xE8\xA1\xA5]" },
};

/* The format's own rules: line ends, fields, comments, what an empty line ends. */
static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *events = parse (cases[i].text, strlen (cases[i].text), 100000, NULL);

      g_test_message ("case %u", i);
      g_assert_cmpstr (events, ==, cases[i].events);
    }
}

/* However the bytes are cut, the events are the same: each case at every two-piece cut and every
 * piece size. */
static void
test_every_split (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = strlen (cases[i].text);

      for (gsize cut = 0; cut <= length; cut++)
        {
          g_autoptr (HoubuEventParser) parser = houbu_event_parser_new ();
          g_autoptr (GString) log = g_string_new (NULL);

          houbu_event_parser_feed (parser, cases[i].text, cut, note_cb, log);
          houbu_event_parser_feed (parser, cases[i].text + cut, length - cut, note_cb, log);
          g_assert_cmpstr (log->str, ==, cases[i].events);
        }
      for (gsize piece = 1; piece <= length; piece++)
        {
          g_autofree char *events = parse (cases[i].text, length, piece, NULL);

          g_assert_cmpstr (events, ==, cases[i].events);
        }
    }
}

/* Random streams of the characters that matter, whole and in random pieces, give the same events.
 */
static void
test_random (void)
{
  static const char *const parts[] = { "data", "event", "id",           "retry", ":",
                                       " ",    "\n",    "\r",           "\r\n",  "a",
                                       "7",    "\n\n",  "\xEF\xBB\xBF", "\xE5",  "{}" };

  for (guint round = 0; round < 5000; round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (HoubuEventParser) parser = houbu_event_parser_new ();
      g_autoptr (GString) log = g_string_new (NULL);
      g_autofree char *whole = NULL;
      int n_parts = g_test_rand_int_range (1, 60);

      for (int i = 0; i < n_parts; i++)
        g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);
      whole = parse (text->str, text->len, text->len, NULL);
      for (gsize at = 0; at < text->len;)
        {
          gsize wanted = (gsize) g_test_rand_int_range (1, 9);
          gsize piece = MIN (wanted, text->len - at);

          g_assert_true (houbu_event_parser_feed (parser, text->str + at, piece, note_cb, log));
          at += piece;
        }
      g_assert_cmpstr (log->str, ==, whole);
    }
}

/* A server cannot make the client keep more than the limit: one long line, many lines, many fields.
 */
static void
test_limits (void)
{
  static const char *const floods[] = { "x", "data: x\n", "unknown: x\n", "event: x\n" };

  for (guint i = 0; i < G_N_ELEMENTS (floods); i++)
    {
      g_autoptr (HoubuEventParser) parser = houbu_event_parser_new ();
      g_autoptr (GString) log = g_string_new (NULL);
      gsize sent = 0;

      while (sent < 4 * HOUBU_EVENT_PARSER_MAX_BYTES &&
             houbu_event_parser_feed (parser, floods[i], strlen (floods[i]), note_cb, log))
        sent += strlen (floods[i]);
      g_assert_cmpuint (sent, <=, 2 * HOUBU_EVENT_PARSER_MAX_BYTES);
      g_assert_cmpstr (log->str, ==, "");
      /* Once over, it stays over. */
      g_assert_false (houbu_event_parser_feed (parser, "\n\n", 2, note_cb, log));
    }
}

/* A quiet stream lives on comments for as long as it likes. */
static void
test_heartbeats (void)
{
  g_autoptr (HoubuEventParser) parser = houbu_event_parser_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  g_autofree char *comment = g_strnfill (1000, 'c');

  comment[0] = ':';
  comment[998] = '\n';
  comment[999] = '\n';
  for (guint i = 0; i < 5000; i++)
    g_assert_true (houbu_event_parser_feed (parser, comment, 1000, note_cb, log));
  g_assert_true (houbu_event_parser_feed (parser, "data: a\n\n", 9, note_cb, log));
  g_assert_cmpstr (log->str, ==, "[|message|a]");
}

/* The same without empty lines between the comments. */
static void
test_heartbeats_dense (void)
{
  g_autoptr (HoubuEventParser) parser = houbu_event_parser_new ();
  g_autoptr (GString) log = g_string_new (NULL);

  for (guint i = 0; i < 1000000; i++)
    g_assert_true (houbu_event_parser_feed (parser, ": c\n", 4, note_cb, log));
}

/* Words that are too long or hold a NUL are ignored; data may hold one. */
static void
test_odd_words (void)
{
  g_autoptr (HoubuEventParser) parser = houbu_event_parser_new ();
  g_autoptr (GString) log = g_string_new (NULL);
  g_autofree char *long_id = g_strnfill (HOUBU_EVENT_PARSER_MAX_WORD + 1, '9');
  g_autofree char *line = g_strdup_printf ("id: %s\ndata: a\n\n", long_id);
  static const char with_nul[] = "id: 1\0002\ndata: b\n\n";

  g_assert_true (houbu_event_parser_feed (parser, line, strlen (line), note_cb, log));
  g_assert_true (houbu_event_parser_feed (parser, with_nul, sizeof with_nul - 1, note_cb, log));
  g_assert_cmpstr (log->str, ==, "[|message|a][|message|b]");
}

/* The server's wish for a pause is kept; nonsense does not change it. */
static void
test_retry (void)
{
  g_autoptr (HoubuEventParser) parser = houbu_event_parser_new ();
  g_autoptr (GString) log = g_string_new (NULL);

  g_assert_cmpint (houbu_event_parser_get_retry_ms (parser), ==, -1);
  houbu_event_parser_feed (parser, "retry: 1500\n", 12, note_cb, log);
  g_assert_cmpint (houbu_event_parser_get_retry_ms (parser), ==, 1500);
  houbu_event_parser_feed (parser, "retry: -3\nretry:\n", 17, note_cb, log);
  g_assert_cmpint (houbu_event_parser_get_retry_ms (parser), ==, 1500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-parser/cases", test_cases);
  g_test_add_func ("/event-parser/every-split", test_every_split);
  g_test_add_func ("/event-parser/random", test_random);
  g_test_add_func ("/event-parser/limits", test_limits);
  g_test_add_func ("/event-parser/heartbeats", test_heartbeats);
  g_test_add_func ("/event-parser/heartbeats-dense", test_heartbeats_dense);
  g_test_add_func ("/event-parser/odd-words", test_odd_words);
  g_test_add_func ("/event-parser/retry", test_retry);
  return g_test_run ();
}
