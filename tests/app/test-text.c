/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-text.h"

#include "houbu-spoken.h"

#define SECOND G_TIME_SPAN_SECOND
#define MINUTE G_TIME_SPAN_MINUTE
#define HOUR G_TIME_SPAN_HOUR
#define DAY G_TIME_SPAN_DAY

/* Money is shown to the fen, small amounts too. */
static void
test_money (void)
{
  static const struct
  {
    gint64 fen;
    const char *text;
  } cases[] = { { 0, "¥0.00" },
                { 1, "¥0.01" },
                { 99, "¥0.99" },
                { 3000, "¥30.00" },
                { 100000000, "¥1000000.00" } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = houbu_text_money (cases[i].fen);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* A span is told in its two largest units; what is over is zero, never negative. */
static void
test_left (void)
{
  static const struct
  {
    gint64 span;
    const char *text;
  } cases[] = {
    { -5 * SECOND, "0 s" },
    { 0, "0 s" },
    { 59 * SECOND, "59 s" },
    { MINUTE, "1 min" },
    { 59 * MINUTE + 59 * SECOND, "59 min" },
    { HOUR, "1 h 0 min" },
    { 23 * HOUR + 4 * MINUTE, "23 h 4 min" },
    { DAY, "1 d 0 h" },
    { 3 * DAY + 5 * HOUR, "3 d 5 h" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = houbu_text_left (cases[i].span);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

/* Today needs no date, tomorrow one word, later days the whole date. */
static void
test_moment (void)
{
  const gint64 now = G_GINT64_CONSTANT (1661828400) * SECOND; /* 2022-08-30 03:00 UTC */
  g_autofree char *today = houbu_text_moment (now + 5 * HOUR, now);
  g_autofree char *tomorrow = houbu_text_moment (now + DAY, now);
  g_autofree char *later = houbu_text_moment (now + 3 * DAY, now);

  g_assert_cmpstr (today, ==, "08:00");
  g_assert_cmpstr (tomorrow, ==, "tomorrow 03:00");
  g_assert_cmpstr (later, ==, "2 Sep 2022, 03:00");
}

/* A span within a day names the day once; one without an end is a moment. */
static void
test_span (void)
{
  const gint64 from = G_GINT64_CONSTANT (1661828400) * SECOND;
  g_autofree char *same = houbu_text_span (from, from + 2 * HOUR);
  g_autofree char *other = houbu_text_span (from, from + DAY);
  g_autofree char *open = houbu_text_span (from, HOUBU_UNSET);

  g_assert_cmpstr (same, ==, "30 Aug 2022, 03:00 – 05:00");
  g_assert_cmpstr (other, ==, "30 Aug 2022, 03:00 – 31 Aug 2022, 03:00");
  g_assert_cmpstr (open, ==, "30 Aug 2022, 03:00");
}

/* Each value of each enum has a word, and "unset" has none. */
static void
test_words (void)
{
  for (guint i = 1; i <= HOUBU_ENROLMENT_STATE_REFUNDED; i++)
    g_assert_cmpstr (houbu_text_enrolment_state (i), !=, "");
  for (guint i = 1; i <= HOUBU_ENTRY_STATE_FAILED; i++)
    g_assert_cmpstr (houbu_text_entry_state (i), !=, "");
  for (guint i = 1; i <= HOUBU_ENTRY_REASON_OPERATOR; i++)
    g_assert_cmpstr (houbu_text_entry_reason (i), !=, "");
  for (guint i = 1; i <= HOUBU_REGISTRATION_STATUS_REGISTERED; i++)
    g_assert_cmpstr (houbu_text_status (i), !=, "");
  for (guint i = 1; i <= HOUBU_ID_TYPE_FOREIGN_PERMANENT_RESIDENT_ID; i++)
    g_assert_cmpstr (houbu_text_id_type (i), !=, "");
  g_assert_cmpstr (houbu_text_entry_state (HOUBU_ENTRY_STATE_UNSET), ==, "");
  g_assert_cmpstr (houbu_text_cancel_reason (HOUBU_WAITLIST_CANCEL_REASON_WAITED_TOO_LONG), ==,
                   houbu_text_entry_reason (HOUBU_ENTRY_REASON_WAITED_TOO_LONG));
}

/* An unknown subject keeps its code rather than vanishing from a list. */
static void
test_subjects (void)
{
  const char *const codes[] = { "1", "F", "Z", NULL };
  g_autofree char *text = houbu_text_subjects (codes);
  g_autofree char *none = houbu_text_subjects (NULL);

  g_assert_cmpstr (text, ==, "CET-4, CET-SET4, Z");
  g_assert_cmpstr (none, ==, "");
}

/* What is spoken has no trace of the mnemonic, in either style. */
static void
test_mnemonics (void)
{
  static const char *const cases[][2] = {
    { "_Close", "Close" },
    { "Sign _Out", "Sign Out" },
    { "关闭(_C)", "关闭" },
    { "更换(_C)…", "更换…" },
    { "a__b", "a_b" },
    { "(x)", "(x)" },
    { "_", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = houbu_spoken_strip_mnemonic (cases[i][0]);

      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/text/money", test_money);
  g_test_add_func ("/app/text/left", test_left);
  g_test_add_func ("/app/text/moment", test_moment);
  g_test_add_func ("/app/text/span", test_span);
  g_test_add_func ("/app/text/words", test_words);
  g_test_add_func ("/app/text/subjects", test_subjects);
  g_test_add_func ("/app/text/mnemonics", test_mnemonics);
  return g_test_run ();
}
