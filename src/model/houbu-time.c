/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-time.h"

#include <string.h>

#define SECOND G_USEC_PER_SEC
#define DAY (G_GINT64_CONSTANT (86400) * SECOND)

/* Days since 1 January 1970 in the Gregorian calendar, counted in eras of 400 years that begin on
 * 1 March, so that the leap day is the last of its year. */
static gint64
days_from_date (int year, int month, int day)
{
  gint64 shifted = month <= 2 ? year - 1 : year;
  gint64 era = shifted / 400;
  gint64 year_of_era = shifted - era * 400;
  gint64 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  gint64 day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + day_of_era - 719468;
}

static void
date_from_days (gint64 days, int *year, int *month, int *day)
{
  gint64 shifted = days + 719468;
  gint64 era = shifted / 146097;
  gint64 day_of_era = shifted - era * 146097;
  gint64 year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 shifted_month = (5 * day_of_year + 2) / 153;

  *day = (int) (day_of_year - (153 * shifted_month + 2) / 5 + 1);
  *month = (int) (shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  *year = (int) (year_of_era + era * 400 + (*month <= 2 ? 1 : 0));
}

static gboolean
read_digits (const char **text, int n, int *value)
{
  *value = 0;
  for (int i = 0; i < n; i++, (*text)++)
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      *value = *value * 10 + (**text - '0');
    }
  return TRUE;
}

static gboolean
read_mark (const char **text, char mark)
{
  if (**text != mark)
    return FALSE;
  (*text)++;
  return TRUE;
}

/* An optional fraction of one to six digits, in microseconds. */
static gboolean
read_fraction (const char **text, int *value)
{
  int scale = 100000;

  *value = 0;
  if (**text != '.')
    return TRUE;
  (*text)++;
  if (!g_ascii_isdigit (**text))
    return FALSE;
  for (; g_ascii_isdigit (**text); (*text)++, scale /= 10)
    {
      if (scale == 0)
        return FALSE;
      *value += (**text - '0') * scale;
    }
  return TRUE;
}

/**
 * houbu_time_parse:
 * @text: a time of RFC 3339 in UTC such as `2022-08-30T02:54:26Z`
 * @time: (out): microseconds since 1970
 *
 * Reads a time. Only the form of the contract is taken: upper case `T` and `Z`, no other offset, a
 * fraction of at most six digits, no leap second, years 1970 to 9999.
 *
 * Returns: whether it is one
 */
gboolean
houbu_time_parse (const char *text, gint64 *time)
{
  int year, month, day, hour, minute, second, fraction;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (time != NULL, FALSE);

  if (!read_digits (&text, 4, &year) || !read_mark (&text, '-') ||
      !read_digits (&text, 2, &month) || !read_mark (&text, '-') || !read_digits (&text, 2, &day) ||
      !read_mark (&text, 'T') || !read_digits (&text, 2, &hour) || !read_mark (&text, ':') ||
      !read_digits (&text, 2, &minute) || !read_mark (&text, ':') ||
      !read_digits (&text, 2, &second) || !read_fraction (&text, &fraction) ||
      !read_mark (&text, 'Z') || *text != '\0')
    return FALSE;
  if (year < 1970 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59)
    return FALSE;
  if (day > g_date_get_days_in_month ((GDateMonth) month, (GDateYear) year))
    return FALSE;
  *time = days_from_date (year, month, day) * DAY +
          ((hour * 60 + minute) * G_GINT64_CONSTANT (60) + second) * SECOND + fraction;
  return TRUE;
}

/* Digits with zeros in front; answers are full of times, too many for printf. */
static char *
print_digits (char *at, int value, int width)
{
  for (int i = width - 1; i >= 0; i--, value /= 10)
    at[i] = (char) ('0' + value % 10);
  return at + width;
}

/**
 * houbu_time_print:
 * @time: microseconds since 1970, in the years 1970 to 9999
 * @text: (out caller-allocates): where the text goes
 *
 * Writes a time as houbu_time_parse() reads it. The fraction is left out when it is zero and
 * printed without trailing zeros otherwise.
 */
void
houbu_time_print (gint64 time, char text[HOUBU_TIME_SIZE])
{
  gint64 days, rest;
  int year, month, day, seconds, fraction;
  char *end = text;

  g_return_if_fail (time >= 0);

  days = time / DAY;
  rest = time % DAY;
  seconds = (int) (rest / SECOND);
  fraction = (int) (rest % SECOND);
  date_from_days (days, &year, &month, &day);
  end = print_digits (end, year, 4);
  *end++ = '-';
  end = print_digits (end, month, 2);
  *end++ = '-';
  end = print_digits (end, day, 2);
  *end++ = 'T';
  end = print_digits (end, seconds / 3600, 2);
  *end++ = ':';
  end = print_digits (end, seconds / 60 % 60, 2);
  *end++ = ':';
  end = print_digits (end, seconds % 60, 2);
  if (fraction > 0)
    {
      *end++ = '.';
      end = print_digits (end, fraction, 6);
      while (end[-1] == '0')
        end--;
    }
  *end++ = 'Z';
  *end = '\0';
}

/**
 * houbu_time_to_string:
 * @time: microseconds since 1970
 *
 * Returns: (transfer full): the text of houbu_time_print()
 */
char *
houbu_time_to_string (gint64 time)
{
  char text[HOUBU_TIME_SIZE] = "";

  houbu_time_print (time, text);
  return g_strdup (text);
}
