/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-time.h"

typedef struct
{
  const char *text;
  gint64 time;
} Case;

static const Case same_both_ways[] = {
  { "1970-01-01T00:00:00Z", 0 },
  { "1970-01-01T00:00:00.000001Z", 1 },
  { "1999-12-31T23:59:59.999999Z", G_GINT64_CONSTANT (946684799999999) },
  { "2000-02-29T12:00:00Z", G_GINT64_CONSTANT (951825600000000) },
  { "2022-08-30T02:54:26Z", G_GINT64_CONSTANT (1661828066000000) },
  { "2022-08-30T02:54:26.5Z", G_GINT64_CONSTANT (1661828066500000) },
  { "2024-02-29T00:00:00Z", G_GINT64_CONSTANT (1709164800000000) },
  { "2100-03-01T00:00:00Z", G_GINT64_CONSTANT (4107542400000000) },
  { "9999-12-31T23:59:59Z", G_GINT64_CONSTANT (253402300799000000) },
};

static const char *const refused[] = {
  "",
  "2022",
  "2022-08-30",
  "2022-08-30T02:54Z",
  "2022-08-30T02:54:26",
  "2022-08-30t02:54:26Z",
  "2022-08-30T02:54:26z",
  "2022-08-30 02:54:26Z",
  "2022-08-30T02:54:26+00:00",
  "2022-08-30T02:54:26.Z",
  "2022-08-30T02:54:26.1234567Z",
  "2022-08-30T02:54:26ZZ",
  "2022-13-30T02:54:26Z",
  "2022-00-30T02:54:26Z",
  "2022-08-32T02:54:26Z",
  "2022-08-00T02:54:26Z",
  "2022-02-29T00:00:00Z",
  "2100-02-29T00:00:00Z",
  "2022-08-30T24:00:00Z",
  "2022-08-30T02:60:00Z",
  "2022-08-30T02:54:60Z",
  "1969-12-31T23:59:59Z",
  "-022-08-30T02:54:26Z",
  "２０２２-08-30T02:54:26Z",
};

/* Known times come out of text and go back into the same text. */
static void
test_both_ways (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (same_both_ways); i++)
    {
      gint64 time = -1;
      g_autofree char *text = houbu_time_to_string (same_both_ways[i].time);

      g_assert_true (houbu_time_parse (same_both_ways[i].text, &time));
      g_assert_cmpint (time, ==, same_both_ways[i].time);
      g_assert_cmpstr (text, ==, same_both_ways[i].text);
    }
}

/* Zeros at the end of a fraction are taken and not printed. */
static void
test_fraction (void)
{
  gint64 time = -1;
  g_autofree char *text = NULL;

  g_assert_true (houbu_time_parse ("2022-08-30T02:54:26.120000Z", &time));
  text = houbu_time_to_string (time);
  g_assert_cmpstr (text, ==, "2022-08-30T02:54:26.12Z");
}

/* Anything but the one form of the contract is refused. */
static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      gint64 time = -1;

      g_test_message ("%s", refused[i]);
      g_assert_false (houbu_time_parse (refused[i], &time));
    }
}

/* Our calendar agrees with GDateTime's over four centuries. */
static void
test_against_glib (void)
{
  for (gint64 day = 0; day < 146097 + 400; day += 13)
    {
      gint64 seconds = day * 86400 + day % 86400;
      g_autoptr (GDateTime) glib = g_date_time_new_from_unix_utc (seconds);
      g_autofree char *wanted = g_date_time_format (glib, "%Y-%m-%dT%H:%M:%SZ");
      g_autofree char *text = houbu_time_to_string (seconds * G_USEC_PER_SEC);
      gint64 time = -1;

      g_assert_cmpstr (text, ==, wanted);
      g_assert_true (houbu_time_parse (wanted, &time));
      g_assert_cmpint (time, ==, seconds * G_USEC_PER_SEC);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/time/both-ways", test_both_ways);
  g_test_add_func ("/model/time/fraction", test_fraction);
  g_test_add_func ("/model/time/refused", test_refused);
  g_test_add_func ("/model/time/against-glib", test_against_glib);
  return g_test_run ();
}
