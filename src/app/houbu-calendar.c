/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-calendar.h"

#include <glib/gi18n.h>
#include "houbu-config.h"

#include "houbu-text.h"

/* RFC 5545: a line has at most so many octets without its end; what is longer goes on after a
 * blank in the next one. */
#define MOST_OCTETS 75
#define LINE_END "\r\n"

/* When to be reminded, before the deadline. */
static const char *const alarms[] = { "-PT6H", "-PT1H" };

/* Comma, semicolon, backslash and line end mean something in a text value. */
static char *
escape (const char *text)
{
  GString *escaped = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    switch (*p)
      {
      case '\\':
      case ',':
      case ';':
        g_string_append_c (escaped, '\\');
        g_string_append_c (escaped, *p);
        break;
      case '\n':
        g_string_append (escaped, "\\n");
        break;
      case '\r':
        break;
      default:
        g_string_append_c (escaped, *p);
      }
  return g_string_free (escaped, FALSE);
}

/* Folds between characters, never inside of one. */
static void
add_line (GString *file, const char *line)
{
  gsize octets = 0;

  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gsize size = (gsize) (g_utf8_next_char (p) - p);

      if (octets + size > MOST_OCTETS)
        {
          g_string_append (file, LINE_END " ");
          octets = 1;
        }
      g_string_append_len (file, p, (gssize) size);
      octets += size;
    }
  g_string_append (file, LINE_END);
}

static void
add_text (GString *file, const char *name, const char *text)
{
  g_autofree char *escaped = escape (text);
  g_autofree char *line = g_strdup_printf ("%s:%s", name, escaped);

  add_line (file, line);
}

static void
add_time (GString *file, const char *name, gint64 at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (at / G_TIME_SPAN_SECOND);
  g_autofree char *text = g_date_time_format (time, "%Y%m%dT%H%M%SZ");
  g_autofree char *line = g_strdup_printf ("%s:%s", name, text);

  add_line (file, line);
}

static void
add_alarm (GString *file, const char *trigger, const char *summary)
{
  g_autofree char *line = g_strdup_printf ("TRIGGER:%s", trigger);

  add_line (file, "BEGIN:VALARM");
  add_line (file, "ACTION:DISPLAY");
  add_text (file, "DESCRIPTION", summary);
  add_line (file, line);
  add_line (file, "END:VALARM");
}

/**
 * houbu_calendar_export:
 * @enrolment: an unpaid seat with a deadline
 * @now: the server's clock
 *
 * Its deadline as a calendar file (RFC 5545), with reminders 6 hours and 1 hour before. The same
 * seat is the same event however often it is imported.
 *
 * Returns: (transfer full): the text of the file
 */
char *
houbu_calendar_export (HoubuEnrolment *enrolment, gint64 now)
{
  const char *subject = houbu_text_subject_name (houbu_enrolment_get_subject (enrolment));
  const char *campus = houbu_campus_get_name (houbu_enrolment_get_campus (enrolment));
  const gint64 deadline = houbu_enrolment_get_deadline (enrolment);
  g_autofree char *money = houbu_text_money (houbu_enrolment_get_fee_fen (enrolment));
  /* Translators: %s is a subject such as CET-4 */
  g_autofree char *summary = g_strdup_printf (_ ("Pay for %s"), subject);
  /* Translators: an amount of money, a subject, a campus */
  g_autofree char *description = g_strdup_printf (
      _ ("%s for the seat for %s at %s. If it is not paid by then, the seat goes to the next."),
      money, subject, campus);
  g_autofree char *uid = g_strdup_printf ("%s@houbu", houbu_enrolment_get_id (enrolment));
  GString *file = g_string_new (NULL);

  add_line (file, "BEGIN:VCALENDAR");
  add_line (file, "VERSION:2.0");
  add_line (file, "PRODID:-//Houbu//Houbu " HOUBU_VERSION "//EN");
  add_line (file, "BEGIN:VEVENT");
  add_text (file, "UID", uid);
  add_time (file, "DTSTAMP", now);
  add_time (file, "DTSTART", deadline);
  add_text (file, "SUMMARY", summary);
  add_text (file, "DESCRIPTION", description);
  for (guint i = 0; i < G_N_ELEMENTS (alarms); i++)
    add_alarm (file, alarms[i], summary);
  add_line (file, "END:VEVENT");
  add_line (file, "END:VCALENDAR");
  return g_string_free (file, FALSE);
}

/**
 * houbu_calendar_dup_name:
 * @enrolment: a seat
 *
 * Returns: (transfer full): a name for its calendar file
 */
char *
houbu_calendar_dup_name (HoubuEnrolment *enrolment)
{
  return g_strdup_printf ("houbu-%s.ics", houbu_enrolment_get_offering (enrolment));
}
