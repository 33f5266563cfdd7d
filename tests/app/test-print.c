/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sheet.h"
#include "houbu-summary.h"
#include "houbu-ticket.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app-support.h"

/* What a candidate has who holds one seat and waits for another, as the server says it. */
static const char registration_json[] =
    "{\"id\":\"g1\",\"status\":\"unpaid\",\"event_seq\":1,\"notices\":[],"
    "\"created_at\":\"2022-08-30T02:53:00Z\",\"student\":{\"name\":\"阿丽娅·努尔\","
    "\"sex\":\"female\",\"id_type\":\"passport\",\"id_number_masked\":\"993******37\","
    "\"school\":{\"code\":\"99301\",\"name\":\"测试学校机构01\"},"
    "\"campus\":{\"code\":\"993010\",\"name\":\"测试校区机构001\"},"
    "\"education_level\":\"本科\",\"study_years\":\"4\",\"entry_year\":\"2020\",\"grade\":\"2\","
    "\"department\":\"化学学院\",\"major\":\"高分子化学与物理\",\"class_name\":\"1\","
    "\"student_number\":\"00037\",\"qualified_subjects\":[\"1\",\"F\"]},"
    "\"enrolments\":[{\"id\":\"e1\",\"offering\":\"993010-1\",\"subject\":{\"code\":\"1\","
    "\"name\":\"CET-4\",\"kind\":\"written\",\"language\":\"en\",\"level\":4},"
    "\"campus\":{\"code\":\"993010\",\"name\":\"测试校区机构001\"},"
    "\"school\":{\"code\":\"99301\",\"name\":\"测试学校机构01\"},\"state\":\"unpaid\","
    "\"obtained_by\":\"waitlist\",\"fee_fen\":3000,\"deadline\":\"2022-08-31T03:12:36Z\","
    "\"report_form\":\"paper\",\"arrangement\":\"pending\",\"ticket_printing\":\"self\","
    "\"created_at\":\"2022-08-30T03:12:36Z\"}],"
    "\"entries\":[{\"id\":\"w1\",\"offering\":\"993010-F\",\"subject\":{\"code\":\"F\","
    "\"name\":\"CET-SET4\",\"kind\":\"oral\",\"language\":\"en\",\"level\":4},"
    "\"campus\":{\"code\":\"993010\",\"name\":\"测试校区机构001\"},"
    "\"school\":{\"code\":\"99301\",\"name\":\"测试学校机构01\"},\"state\":\"waiting\","
    "\"queue_number\":9,\"position\":7,\"waiting\":132,\"joined_at\":\"2022-08-30T02:54:26Z\"}]}";

/* Runs a program on a file and returns what it says. */
static char *
ask (const char *program, const char *option, const char *file, const char *last)
{
  const char *argv[] = { program, option, file, last, NULL };
  char *said = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;

  if (option == NULL)
    {
      argv[1] = file;
      argv[2] = last;
    }
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &said,
                               NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, &error));
  return said;
}

/* One A4 page with every font of it inside, and Chinese in no other country's forms; returns its
 * text. */
static char *
check_pdf (HoubuSheet *sheet, const char *keep_as)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = houbu_sheet_to_pdf (sheet, &error);
  const char *folder = g_getenv ("HOUBU_KEEP_PDF");
  g_autofree char *file =
      g_build_filename (folder != NULL ? folder : g_get_tmp_dir (), keep_as, NULL);
  g_autofree char *info = NULL;
  g_autofree char *fonts = NULL;
  g_auto (GStrv) lines = NULL;
  char *text = NULL;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (file, g_bytes_get_data (pdf, NULL),
                                      (gssize) g_bytes_get_size (pdf), &error));
  info = ask ("pdfinfo", NULL, file, NULL);
  g_assert_true (g_regex_match_simple ("^Pages:\\s+1$", info, G_REGEX_MULTILINE, 0));
  g_assert_true (g_regex_match_simple ("^Page size:.*A4", info, G_REGEX_MULTILINE, 0));
  fonts = ask ("pdffonts", NULL, file, NULL);
  lines = g_strsplit (g_strchomp (fonts), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, 2);
  g_assert_null (strstr (fonts, "CJKjp"));
  for (guint i = 2; lines[i] != NULL; i++)
    g_assert_true (
        g_regex_match_simple ("\\byes\\s+yes\\s+(yes|no)\\s+\\d+\\s+\\d+$", lines[i], 0, 0));
  text = ask ("pdftotext", "-layout", file, "-");
  if (folder == NULL)
    g_unlink (file);
  return text;
}

/* A name of a subject or a candidate may be in any script; the page holds what it needs. */
static void
test_summary (void)
{
  g_autoptr (HoubuServices) services = app_support_services ();
  HoubuCandidate *candidate = houbu_services_get_candidate (services);
  g_autoptr (GBytes) bytes = g_bytes_new_static (registration_json, sizeof registration_json - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) registration =
      houbu_record_from_bytes (HOUBU_TYPE_REGISTRATION, bytes, HOUBU_DECODE_LENIENT, &error);
  g_autoptr (HoubuSheet) sheet = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_null (houbu_summary_new (candidate));
  houbu_candidate_apply (candidate, registration);
  sheet = houbu_summary_new (candidate);
  text = check_pdf (sheet, "houbu-test-summary.pdf");
  g_assert_nonnull (strstr (text, "阿丽娅·努尔"));
  g_assert_nonnull (strstr (text, "993******37"));
  g_assert_nonnull (strstr (text, "CET-4"));
  g_assert_nonnull (strstr (text, "Position 7 of 132"));
  g_assert_nonnull (strstr (text, "Score report: Paper"));
}

/* The candidate whom the server would give. */
static HoubuEnrolment *
take_candidate (HoubuServices *services)
{
  HoubuCandidate *candidate = houbu_services_get_candidate (services);
  g_autoptr (GBytes) bytes = g_bytes_new_static (registration_json, sizeof registration_json - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) registration =
      houbu_record_from_bytes (HOUBU_TYPE_REGISTRATION, bytes, HOUBU_DECODE_LENIENT, &error);

  g_assert_no_error (error);
  houbu_candidate_apply (candidate, registration);
  return g_list_model_get_item (houbu_candidate_get_enrolments (candidate), 0);
}

/* There is a ticket once the seat is paid and arranged and the candidate is the one who prints; it
 * says who, what, where and when. */
static void
test_ticket (void)
{
  g_autoptr (HoubuServices) services = app_support_services ();
  HoubuCandidate *candidate = houbu_services_get_candidate (services);
  g_autoptr (HoubuEnrolment) seat = take_candidate (services);
  g_autoptr (HoubuSheet) sheet = NULL;
  g_autofree char *text = NULL;
  static const char *const said[] = {
    "阿丽娅·努尔",    "993010222100107", "CET-4", "A101", "47", "10 Dec 2022, 01:00 – 03:20",
    "测试校区机构001"
  };

  houbu_enrolment_set_state (seat, HOUBU_ENROLMENT_STATE_PAID);
  g_assert_null (houbu_ticket_new (candidate, seat));
  houbu_enrolment_set_arrangement (seat, HOUBU_ARRANGEMENT_ARRANGED);
  houbu_enrolment_set_admission_ticket (seat, "993010222100107");
  houbu_enrolment_set_room (seat, "A101");
  houbu_enrolment_set_seat (seat, "47");
  houbu_enrolment_set_exam_starts_at (seat, G_GINT64_CONSTANT (1670634000000000));
  houbu_enrolment_set_exam_ends_at (seat, G_GINT64_CONSTANT (1670642400000000));
  houbu_enrolment_set_ticket_printing (seat, HOUBU_TICKET_PRINTING_SCHOOL);
  g_assert_null (houbu_ticket_new (candidate, seat));
  houbu_enrolment_set_ticket_printing (seat, HOUBU_TICKET_PRINTING_SELF);
  sheet = houbu_ticket_new (candidate, seat);
  text = check_pdf (sheet, "houbu-test-ticket.pdf");
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    g_assert_nonnull (strstr (text, said[i]));
}

/* However much there is, it is one page, and nothing falls off it. */
static void
test_long (void)
{
  g_autoptr (HoubuSheet) sheet = houbu_sheet_new ("Everything", "at once");
  g_autofree char *text = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("Fact %u", i);

      houbu_sheet_add_fact (sheet, name, "一行说明文字");
    }
  houbu_sheet_add_fact (sheet, "Nothing", NULL);
  houbu_sheet_add_text (sheet, "The last line");
  text = check_pdf (sheet, "houbu-test-long.pdf");
  g_assert_nonnull (strstr (text, "Fact 59"));
  g_assert_nonnull (strstr (text, "The last line"));
  g_assert_null (strstr (text, "Nothing"));
}

/* What no font has is told by its code point; what one has stays as it is. */
static void
test_rare (void)
{
  g_autoptr (HoubuSheet) sheet = houbu_sheet_new ("Rare", "characters");
  g_autofree char *text = NULL;

  houbu_sheet_add_fact (sheet, "Nobody's", "郎\U0003FFF0·努尔");
  houbu_sheet_add_fact (sheet, "Extension B", "许𠮷");
  houbu_sheet_add_fact (sheet, "Private", "\uE123");
  text = check_pdf (sheet, "houbu-test-rare.pdf");
  g_assert_nonnull (strstr (text, "(U+3FFF0)"));
  g_assert_nonnull (strstr (text, "(U+E123)"));
  g_assert_nonnull (strstr (text, "许𠮷"));
  g_assert_null (strstr (text, "20BB7"));
}

int
main (int argc, char *argv[])
{
  app_support_init (&argc, &argv);
  g_test_add_func ("/app/print/summary", test_summary);
  g_test_add_func ("/app/print/ticket", test_ticket);
  g_test_add_func ("/app/print/long", test_long);
  g_test_add_func ("/app/print/rare", test_rare);
  return g_test_run ();
}
