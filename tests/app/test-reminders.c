/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-calendar.h"
#include "houbu-reminders.h"

#include <string.h>

#define HOUR G_TIME_SPAN_HOUR
#define DEADLINE (G_GINT64_CONSTANT (1662368400) * G_TIME_SPAN_SECOND) /* 2022-09-05T09:00:00Z */

static HoubuEnrolment *
make_enrolment (void)
{
  HoubuEnrolment *enrolment = houbu_enrolment_new ();
  g_autoptr (HoubuSubject) subject = houbu_subject_new ();
  g_autoptr (HoubuCampus) campus = houbu_campus_new ();

  houbu_subject_set_code (subject, "1");
  houbu_campus_set_name (campus,
                         "Main campus; north, behind the lake \\ 测试校区机构零零一，主楼东侧");
  houbu_enrolment_set_id (enrolment, "e5n0c2");
  houbu_enrolment_set_offering (enrolment, "993010-1");
  houbu_enrolment_set_subject (enrolment, subject);
  houbu_enrolment_set_campus (enrolment, campus);
  houbu_enrolment_set_state (enrolment, HOUBU_ENROLMENT_STATE_UNPAID);
  houbu_enrolment_set_fee_fen (enrolment, 3000);
  houbu_enrolment_set_deadline (enrolment, DEADLINE);
  return enrolment;
}

static guint
take (HoubuReminders *reminders, HoubuEnrolment *enrolment, gint64 now)
{
  g_autoptr (GListStore) list = g_list_store_new (HOUBU_TYPE_ENROLMENT);
  g_autoptr (GPtrArray) due = NULL;

  g_list_store_append (list, enrolment);
  due = houbu_reminders_take_due (reminders, G_LIST_MODEL (list), now);
  return due->len;
}

/* The clock moves towards the deadline: one reminder 6 hours before, one 1 hour before, none in
 * between, none again, none after; a computer that slept over both reminds once. */
static void
test_moving_clock (void)
{
  static const struct
  {
    gint64 left;
    guint n_due;
  } rows[] = {
    { 24 * HOUR, 0 }, { 6 * HOUR + 1, 0 },
    { 6 * HOUR, 1 },  { 6 * HOUR - 1, 0 },
    { 2 * HOUR, 0 },  { HOUR + 1, 0 },
    { HOUR, 1 },      { HOUR / 2, 0 },
    { 1, 0 },         { 0, 0 },
    { -HOUR, 0 },
  };
  g_autoptr (HoubuEnrolment) enrolment = make_enrolment ();
  g_autoptr (HoubuReminders) reminders = houbu_reminders_new ();
  g_autoptr (HoubuReminders) slept = houbu_reminders_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%" G_GINT64_FORMAT, rows[i].left);
      g_assert_cmpuint (take (reminders, enrolment, DEADLINE - rows[i].left), ==, rows[i].n_due);
    }
  g_assert_cmpuint (take (slept, enrolment, DEADLINE - 20 * HOUR), ==, 0);
  g_assert_cmpuint (take (slept, enrolment, DEADLINE - HOUR / 2), ==, 1);
  g_assert_cmpuint (take (slept, enrolment, DEADLINE - HOUR / 4), ==, 0);
}

/* Nobody is reminded of what they see for the first time, of what is paid, or of a seat without a
 * deadline; another deadline begins anew. */
static void
test_not_due (void)
{
  g_autoptr (HoubuEnrolment) enrolment = make_enrolment ();
  g_autoptr (HoubuReminders) late = houbu_reminders_new ();
  g_autoptr (HoubuReminders) paid = houbu_reminders_new ();
  g_autoptr (HoubuReminders) moved = houbu_reminders_new ();

  g_assert_cmpuint (take (late, enrolment, DEADLINE - 2 * HOUR), ==, 0);
  g_assert_cmpuint (take (late, enrolment, DEADLINE - HOUR), ==, 1);

  g_assert_cmpuint (take (paid, enrolment, DEADLINE - 7 * HOUR), ==, 0);
  houbu_enrolment_set_state (enrolment, HOUBU_ENROLMENT_STATE_PAID);
  g_assert_cmpuint (take (paid, enrolment, DEADLINE - 5 * HOUR), ==, 0);
  houbu_enrolment_set_state (enrolment, HOUBU_ENROLMENT_STATE_UNPAID);

  g_assert_cmpuint (take (moved, enrolment, DEADLINE - 5 * HOUR), ==, 0);
  houbu_enrolment_set_deadline (enrolment, DEADLINE + 24 * HOUR);
  g_assert_cmpuint (take (moved, enrolment, DEADLINE), ==, 0);
  g_assert_cmpuint (take (moved, enrolment, DEADLINE + 18 * HOUR), ==, 1);
  houbu_enrolment_set_deadline (enrolment, HOUBU_UNSET);
  g_assert_cmpuint (take (moved, enrolment, DEADLINE + 23 * HOUR), ==, 0);
}

/* ---- A reader of calendar files, by RFC 5545 and not by the writer ----------------------------
 */

typedef struct
{
  char *path;  /* (owned): the components it stands in, "VCALENDAR/VEVENT" */
  char *name;  /* (owned) */
  char *value; /* (owned): as in the file */
} Property;

static void
property_free (Property *property)
{
  g_free (property->path);
  g_free (property->name);
  g_free (property->value);
  g_free (property);
}

static void
check_physical_lines (const char *file)
{
  g_auto (GStrv) lines = g_strsplit (file, "\r\n", -1);

  g_assert_true (g_str_has_suffix (file, "\r\n"));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, 75);
      g_assert_null (strpbrk (lines[i], "\r\n"));
      g_assert_true (g_utf8_validate (lines[i], -1, NULL));
    }
}

static GPtrArray *
parse (const char *file)
{
  GPtrArray *properties = g_ptr_array_new_with_free_func ((GDestroyNotify) property_free);
  g_autoptr (GString) unfolded = g_string_new (file);
  g_autoptr (GPtrArray) stack = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = NULL;

  check_physical_lines (file);
  g_string_replace (unfolded, "\r\n ", "", 0);
  lines = g_strsplit (unfolded->str, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      char *colon = strchr (lines[i], ':');
      Property *property = NULL;

      g_assert_nonnull (colon);
      *colon = '\0';
      if (g_str_equal (lines[i], "BEGIN"))
        {
          g_ptr_array_add (stack, g_strdup (colon + 1));
          continue;
        }
      g_assert_cmpuint (stack->len, >, 0);
      if (g_str_equal (lines[i], "END"))
        {
          g_assert_cmpstr (colon + 1, ==, g_ptr_array_index (stack, stack->len - 1));
          g_ptr_array_set_size (stack, (int) stack->len - 1);
          continue;
        }
      property = g_new0 (Property, 1);
      g_ptr_array_add (stack, NULL);
      property->path = g_strjoinv ("/", (char **) stack->pdata);
      g_ptr_array_set_size (stack, (int) stack->len - 1);
      property->name = g_strdup (lines[i]);
      property->value = g_strdup (colon + 1);
      g_ptr_array_add (properties, property);
    }
  g_assert_cmpuint (stack->len, ==, 0);
  return properties;
}

/* The only value of that property; NULL when there is none. */
static const char *
value_of (GPtrArray *properties, const char *path, const char *name)
{
  const char *value = NULL;

  for (guint i = 0; i < properties->len; i++)
    {
      const Property *property = g_ptr_array_index (properties, i);

      if (!g_str_equal (property->path, path) || !g_str_equal (property->name, name))
        continue;
      g_assert_null (value);
      value = property->value;
    }
  return value;
}

/* No character that means something stands in a text without its backslash. */
static char *
unescape (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      g_assert_null (strchr (";,", *p));
      if (*p == '\\')
        {
          p++;
          g_assert_nonnull (strchr ("\\;,n", *p));
        }
      g_string_append_c (plain, *p);
    }
  return g_string_free (plain, FALSE);
}

/* The file of a deadline is read back as one event at the deadline in UTC with two alarms, and what
 * stood in the campus's name comes back as it was. */
static void
test_calendar (void)
{
  g_autoptr (HoubuEnrolment) enrolment = make_enrolment ();
  g_autofree char *file = houbu_calendar_export (enrolment, DEADLINE - 24 * HOUR);
  g_autofree char *name = houbu_calendar_dup_name (enrolment);
  g_autoptr (GPtrArray) properties = parse (file);
  g_autofree char *description = NULL;
  guint n_alarms = 0;

  g_assert_cmpstr (value_of (properties, "VCALENDAR", "VERSION"), ==, "2.0");
  g_assert_nonnull (value_of (properties, "VCALENDAR", "PRODID"));
  g_assert_cmpstr (value_of (properties, "VCALENDAR/VEVENT", "UID"), ==, "e5n0c2@houbu");
  g_assert_cmpstr (value_of (properties, "VCALENDAR/VEVENT", "DTSTAMP"), ==, "20220904T090000Z");
  g_assert_cmpstr (value_of (properties, "VCALENDAR/VEVENT", "DTSTART"), ==, "20220905T090000Z");
  g_assert_cmpstr (value_of (properties, "VCALENDAR/VEVENT", "SUMMARY"), ==, "Pay for CET-4");
  description = unescape (value_of (properties, "VCALENDAR/VEVENT", "DESCRIPTION"));
  g_assert_nonnull (
      strstr (description, houbu_campus_get_name (houbu_enrolment_get_campus (enrolment))));
  g_assert_nonnull (strstr (description, "¥30.00"));
  for (guint i = 0; i < properties->len; i++)
    {
      const Property *property = g_ptr_array_index (properties, i);

      if (!g_str_equal (property->path, "VCALENDAR/VEVENT/VALARM") ||
          !g_str_equal (property->name, "TRIGGER"))
        continue;
      g_assert_cmpstr (property->value, ==, n_alarms == 0 ? "-PT6H" : "-PT1H");
      n_alarms++;
    }
  g_assert_cmpuint (n_alarms, ==, 2);
  g_assert_cmpstr (name, ==, "houbu-993010-1.ics");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/reminders/moving-clock", test_moving_clock);
  g_test_add_func ("/app/reminders/not-due", test_not_due);
  g_test_add_func ("/app/calendar", test_calendar);
  return g_test_run ();
}
