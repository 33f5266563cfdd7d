/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-error.h"
#include "houbu-records.h"

#include <string.h>

/* Single records as objects: properties, copies, live updates, and what the codec makes of corner
 * cases. */

/* The error of a nested record names the way to the field. */
static void
test_way_to_the_field (void)
{
  static const struct
  {
    const char *text;
    GType (*type) (void);
    const char *field;
  } cases[] = {
    { "{\"token\":\"0123456789abcdef\",\"expires_at\":\"2022-08-30T02:54:26Z\",\"account\":{}}",
      houbu_session_get_type, "account.phone_masked" },
    { "{\"offerings\":[\"993010-1\",7]}", houbu_enrolment_request_get_type, "offerings[1]" },
    { "{\"offering\":\"993010-1\",\"left\":[1,\"2\"],\"waiting\":0}", houbu_queue_moved_get_type,
      "left[1]" },
    { "{\"items\":[{\"kind\":\"faq\"}],\"next\":null}", houbu_page_summary_list_get_type,
      "items[0].title" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      g_autoptr (GError) error = NULL;

      g_assert_null (
          houbu_record_from_bytes (cases[i].type (), bytes, HOUBU_DECODE_STRICT, &error));
      g_assert_cmpstr (houbu_error_get_field (error), ==, cases[i].field);
    }
}

/* An absent field is not written, a required one that may be null is. */
static void
test_absent (void)
{
  g_autoptr (HoubuEntryList) list = houbu_entry_list_new ();
  g_autoptr (HoubuRegistration) registration = houbu_registration_new ();
  g_autofree char *list_text = houbu_record_to_text (HOUBU_RECORD (list));
  g_autofree char *text = NULL;

  houbu_registration_set_status (registration, HOUBU_REGISTRATION_STATUS_NONE);
  houbu_registration_set_event_seq (registration, 0);
  text = houbu_record_to_text (HOUBU_RECORD (registration));
  g_assert_cmpstr (list_text, ==, "{\"items\":[],\"next\":null}");
  g_assert_cmpstr (text, ==,
                   "{\"status\":\"none\",\"enrolments\":[],\"entries\":[],\"notices\":[],"
                   "\"event_seq\":0}");
}

/* Quotes, line breaks and control characters survive the way. */
static void
test_escapes (void)
{
  g_autoptr (HoubuNotice) notice = houbu_notice_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (HoubuRecord) back = NULL;
  const char *body = "\"quoted\" \\ /\n\r\t\b\f\x01\x1f\x7f 中文 😀 </script>";

  houbu_notice_set_id (notice, "n1");
  houbu_notice_set_audience (notice, HOUBU_NOTICE_AUDIENCE_EVERYONE);
  houbu_notice_set_title (notice, "t");
  houbu_notice_set_body (notice, body);
  houbu_notice_set_published_at (notice, 0);
  bytes = houbu_record_to_bytes (HOUBU_RECORD (notice));
  back = houbu_record_from_bytes (HOUBU_TYPE_NOTICE, bytes, HOUBU_DECODE_STRICT, NULL);
  g_assert_nonnull (back);
  g_assert_cmpstr (houbu_notice_get_body (HOUBU_NOTICE (back)), ==, body);
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  int *count = user_data;

  (*count)++;
}

/* A property notifies when it changes and only then, and can be read and written as one. */
static void
test_properties (void)
{
  g_autoptr (HoubuEntry) entry = houbu_entry_new ();
  gint64 position = 0;
  int count = 0;

  g_signal_connect (entry, "notify::position", G_CALLBACK (count_cb), &count);
  g_object_get (entry, "position", &position, NULL);
  g_assert_cmpint (position, ==, HOUBU_UNSET);
  houbu_entry_set_position (entry, 7);
  houbu_entry_set_position (entry, 7);
  g_assert_cmpint (count, ==, 1);
  g_object_set (entry, "position", (gint64) 6, "state", HOUBU_ENTRY_STATE_WAITING, "id", "w1",
                NULL);
  g_assert_cmpint (count, ==, 2);
  g_assert_cmpint (houbu_entry_get_position (entry), ==, 6);
  g_assert_cmpint (houbu_entry_get_state (entry), ==, HOUBU_ENTRY_STATE_WAITING);
  g_assert_cmpstr (houbu_entry_get_id (entry), ==, "w1");
}

/* Assigning keeps the objects that widgets are bound to and notifies what changed. */
static void
test_assign (void)
{
  g_autoptr (HoubuRegistration) shown = houbu_registration_new ();
  g_autoptr (HoubuRegistration) fresh = houbu_registration_new ();
  g_autoptr (HoubuEntry) row = houbu_entry_new ();
  g_autoptr (HoubuEntry) fresh_row = houbu_entry_new ();
  g_autoptr (GObject) kept = NULL;
  int positions = 0, ids = 0;

  houbu_entry_set_id (row, "w1");
  houbu_entry_set_position (row, 7);
  houbu_entry_set_id (fresh_row, "w1");
  houbu_entry_set_position (fresh_row, 6);
  g_list_store_append (houbu_registration_get_entries (shown), row);
  g_list_store_append (houbu_registration_get_entries (fresh), fresh_row);
  g_signal_connect (row, "notify::position", G_CALLBACK (count_cb), &positions);
  g_signal_connect (row, "notify::id", G_CALLBACK (count_cb), &ids);

  houbu_record_assign (HOUBU_RECORD (shown), HOUBU_RECORD (fresh));
  kept = g_list_model_get_item (G_LIST_MODEL (houbu_registration_get_entries (shown)), 0);
  g_assert_true (kept == G_OBJECT (row));
  g_assert_cmpint (positions, ==, 1);
  g_assert_cmpint (ids, ==, 0);
  g_assert_true (houbu_record_equal (HOUBU_RECORD (shown), HOUBU_RECORD (fresh)));
}

/* A copy shares nothing with what it was made from. */
static void
test_copy_is_deep (void)
{
  g_autoptr (HoubuOffering) offering = houbu_offering_new ();
  g_autoptr (HoubuSubject) subject = houbu_subject_new ();
  g_autoptr (HoubuOffering) copy = NULL;

  houbu_subject_set_code (subject, "1");
  houbu_offering_set_subject (offering, subject);
  copy = HOUBU_OFFERING (houbu_record_copy (HOUBU_RECORD (offering)));
  houbu_subject_set_code (subject, "2");
  g_assert_cmpstr (houbu_subject_get_code (houbu_offering_get_subject (copy)), ==, "1");
  g_assert_false (houbu_record_equal (HOUBU_RECORD (offering), HOUBU_RECORD (copy)));
}

/* Words go both ways; none and unknown ones are UNSET. */
static void
test_word_functions (void)
{
  g_assert_cmpstr (houbu_entry_state_to_string (HOUBU_ENTRY_STATE_WAITING), ==, "waiting");
  g_assert_null (houbu_entry_state_to_string (HOUBU_ENTRY_STATE_UNSET));
  g_assert_cmpint (houbu_entry_state_from_string ("failed"), ==, HOUBU_ENTRY_STATE_FAILED);
  g_assert_cmpint (houbu_entry_state_from_string ("unset"), ==, HOUBU_ENTRY_STATE_UNSET);
  g_assert_cmpint (houbu_entry_state_from_string ("x"), ==, HOUBU_ENTRY_STATE_UNSET);
  g_assert_cmpint (houbu_entry_state_from_string (NULL), ==, HOUBU_ENTRY_STATE_UNSET);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/record-objects/way-to-the-field", test_way_to_the_field);
  g_test_add_func ("/model/record-objects/absent", test_absent);
  g_test_add_func ("/model/record-objects/escapes", test_escapes);
  g_test_add_func ("/model/record-objects/properties", test_properties);
  g_test_add_func ("/model/record-objects/assign", test_assign);
  g_test_add_func ("/model/record-objects/copy-is-deep", test_copy_is_deep);
  g_test_add_func ("/model/record-objects/word-functions", test_word_functions);
  return g_test_run ();
}
