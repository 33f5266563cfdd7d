/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-error.h"

#include <string.h>

/* Every code has a name, texts in both languages, and a status that HTTP knows or 0. */
static void
test_table (void)
{
  for (guint i = 0; i < HOUBU_N_ERRORS; i++)
    {
      const HoubuErrorInfo *info = houbu_error_info ((HoubuErrorCode) i);
      HoubuErrorCode code;

      g_test_message ("%s", info->word);
      g_assert_true (houbu_error_code_from_word (info->word, &code));
      g_assert_cmpint (code, ==, i);
      g_assert_true (info->status == 0 || (info->status >= 400 && info->status < 600));
      g_assert_true (g_utf8_validate (info->title_zh, -1, NULL));
      g_assert_cmpint (strlen (info->title_en), >, 0);
      g_assert_cmpint (strlen (info->title_zh), >, 0);
      g_assert_true ((info->hint_en == NULL) == (info->hint_zh == NULL));
    }
}

/* The statuses that the specification of the interface fixes. */
static void
test_statuses (void)
{
  static const struct
  {
    const char *word;
    guint status;
  } wanted[] = {
    { "bad_json", 400 },
    { "invalid_field", 422 },
    { "unauthenticated", 401 },
    { "forbidden", 403 },
    { "not_found", 404 },
    { "method_not_allowed", 405 },
    { "captcha_failed", 403 },
    { "wrong_credentials", 401 },
    { "account_locked", 429 },
    { "too_many_requests", 429 },
    { "body_too_large", 413 },
    { "unsupported_media_type", 415 },
    { "idempotency_mismatch", 422 },
    { "step_missing", 409 },
    { "window_closed", 409 },
    { "not_qualified", 409 },
    { "same_level", 409 },
    { "written_required", 409 },
    { "seats_free", 409 },
    { "no_seat", 409 },
    { "queue_not_empty", 409 },
    { "already_waiting", 409 },
    { "paid", 409 },
    { "locked", 409 },
    { "report_form_missing", 409 },
    { "fee_unset", 409 },
    { "registered_elsewhere", 409 },
    { "state_changed", 409 },
    { "invalid_csv", 422 },
    { "busy", 503 },
    { "internal", 500 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      HoubuErrorCode code;

      g_test_message ("%s", wanted[i].word);
      g_assert_true (houbu_error_code_from_word (wanted[i].word, &code));
      g_assert_cmpint (houbu_error_info (code)->status, ==, wanted[i].status);
    }
}

/* An unknown name is not a code. */
static void
test_unknown_word (void)
{
  HoubuErrorCode code;

  g_assert_false (houbu_error_code_from_word ("no_such_code", &code));
  g_assert_false (houbu_error_code_from_word ("", &code));
}

/* The sentence names field and limit, in the language asked for; the message is the English one. */
static void
test_detail (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *english = NULL;
  g_autofree char *chinese = NULL;

  houbu_error_set (&error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_TOO_LONG, "field", "note",
                   "limit", (gint64) 100, NULL);
  english = houbu_error_get_detail (error, "en");
  chinese = houbu_error_get_detail (error, "zh-CN");
  g_assert_cmpstr (english, ==, "note is too long; it may have 100 characters.");
  g_assert_cmpstr (chinese, ==, "note 过长，最多 100 个字符。");
  g_assert_cmpstr (error->message, ==, english);
  g_assert_cmpstr (houbu_error_get_field (error), ==, "note");
}

/* What a caller wrote is not filled in a second time. */
static void
test_braces_in_arguments (void)
{
  g_autofree char *sentence = houbu_problem_to_sentence (HOUBU_PROBLEM_NOT_TOGETHER, "en",
                                                         "{value}{field}", "{field}", HOUBU_UNSET);

  g_assert_cmpstr (sentence, ==, "{value}{field} does not go with {field}.");
}

/* A name of any length from outside is cut where the contract ends it. */
static void
test_long_field (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *field = g_strnfill (100000, 'x');

  houbu_error_set (&error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_UNKNOWN_FIELD, "field", field,
                   NULL);
  g_assert_cmpint (strlen (houbu_error_get_field (error)), ==, 128);
}

/* An error goes over the wire and comes back with code, arguments and the server's words. */
static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) back = NULL;
  g_autoptr (HoubuProblemDetails) problem = NULL;
  g_autoptr (HoubuRecord) read = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *detail = NULL;

  houbu_error_set (&error, HOUBU_ERROR_SAME_LEVEL, HOUBU_PROBLEM_CONFLICT, "field", "offering",
                   "conflict", "w9f4h7", "retry-after", (gint64) 5, NULL);
  problem = houbu_error_to_problem (error, "zh-CN");
  bytes = houbu_record_to_bytes (HOUBU_RECORD (problem));
  read = houbu_record_from_bytes (HOUBU_TYPE_PROBLEM_DETAILS, bytes, HOUBU_DECODE_STRICT, NULL);
  g_assert_nonnull (read);
  g_assert_cmpstr (houbu_problem_details_get_type_uri (problem), ==, "urn:houbu:error:same_level");
  g_assert_cmpint (houbu_problem_details_get_status (problem), ==, 409);

  back = houbu_error_from_problem (HOUBU_PROBLEM_DETAILS (read));
  g_assert_error (back, HOUBU_ERROR, HOUBU_ERROR_SAME_LEVEL);
  g_assert_cmpstr (houbu_error_get_field (back), ==, "offering");
  g_assert_cmpstr (houbu_error_get_conflict (back), ==, "w9f4h7");
  g_assert_cmpint (houbu_error_get_retry_after (back), ==, 5);
  detail = houbu_error_get_detail (back, "en");
  g_assert_cmpstr (detail, ==, "与 w9f4h7 冲突。");
  g_assert_cmpstr (houbu_error_get_title (back, "en"), ==, "您已有同级别的科目。");
}

/* An error of a library says nothing of its own to the outside. */
static void
test_foreign (void)
{
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "secret path /x");
  g_autoptr (HoubuProblemDetails) problem = houbu_error_to_problem (error, "en");
  g_autofree char *text = houbu_record_to_text (HOUBU_RECORD (problem));

  g_assert_cmpstr (houbu_problem_details_get_code (problem), ==, "internal");
  g_assert_null (strstr (text, "secret"));
}

/* Codes that only a client makes never travel. */
static void
test_client_codes_stay (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuProblemDetails) problem = NULL;

  houbu_error_set (&error, HOUBU_ERROR_UNREACHABLE, HOUBU_PROBLEM_NONE, NULL);
  problem = houbu_error_to_problem (error, "en");
  g_assert_cmpstr (houbu_problem_details_get_code (problem), ==, "internal");
  g_assert_true (houbu_error_is_retryable (error));
}

/* A code of a newer server is understood by its status, and its words are kept. */
static void
test_unknown_code (void)
{
  static const struct
  {
    gint64 status;
    HoubuErrorCode code;
  } wanted[] = {
    { 400, HOUBU_ERROR_BAD_REQUEST },
    { 401, HOUBU_ERROR_UNAUTHENTICATED },
    { 403, HOUBU_ERROR_FORBIDDEN },
    { 404, HOUBU_ERROR_NOT_FOUND },
    { 409, HOUBU_ERROR_STATE_CHANGED },
    { 418, HOUBU_ERROR_BAD_REQUEST },
    { 429, HOUBU_ERROR_TOO_MANY_REQUESTS },
    { 500, HOUBU_ERROR_INTERNAL },
    { 503, HOUBU_ERROR_BUSY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autoptr (HoubuProblemDetails) problem = houbu_problem_details_new ();
      g_autoptr (GError) error = NULL;

      houbu_problem_details_set_code (problem, "something_new");
      houbu_problem_details_set_title (problem, "Something new.");
      houbu_problem_details_set_status (problem, wanted[i].status);
      error = houbu_error_from_problem (problem);
      g_assert_error (error, HOUBU_ERROR, (int) wanted[i].code);
      g_assert_cmpstr (houbu_error_get_title (error, "en"), ==, "Something new.");
    }
}

/* A copy keeps what came with the error. */
static void
test_copy (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;
  g_autoptr (GListStore) lines = g_list_store_new (HOUBU_TYPE_INVALID_CSV_LINE);
  g_autoptr (HoubuInvalidCsvLine) line = houbu_invalid_csv_line_new ();

  g_list_store_append (lines, line);
  houbu_error_set (&error, HOUBU_ERROR_INVALID_CSV, HOUBU_PROBLEM_REQUIRED, "field", "name", NULL);
  houbu_error_set_lines (error, G_LIST_MODEL (lines));
  copy = g_error_copy (error);
  g_clear_error (&error);
  g_assert_cmpstr (houbu_error_get_field (copy), ==, "name");
  g_assert_cmpint (houbu_error_get_problem (copy), ==, HOUBU_PROBLEM_REQUIRED);
  g_assert_cmpint (g_list_model_get_n_items (houbu_error_get_lines (copy)), ==, 1);
}

/* The lines of a file go over the wire with its error. */
static void
test_lines (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuProblemDetails) problem = NULL;
  g_autoptr (GListStore) lines = g_list_store_new (HOUBU_TYPE_INVALID_CSV_LINE);
  g_autoptr (HoubuInvalidCsvLine) line = houbu_invalid_csv_line_new ();
  g_autofree char *text = NULL;

  houbu_invalid_csv_line_set_line (line, 17);
  houbu_invalid_csv_line_set_problem (line, "No.");
  g_list_store_append (lines, line);
  houbu_error_set (&error, HOUBU_ERROR_INVALID_CSV, HOUBU_PROBLEM_NONE, NULL);
  houbu_error_set_lines (error, G_LIST_MODEL (lines));
  problem = houbu_error_to_problem (error, "en");
  text = houbu_record_to_text (HOUBU_RECORD (problem));
  g_assert_nonnull (strstr (text, "\"lines\":[{\"line\":17,\"problem\":\"No.\"}]"));
}

/* Errors of other domains and no error at all answer the getters with nothing. */
static void
test_getters_of_others (void)
{
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, 0, "x");

  g_assert_null (houbu_error_get_field (error));
  g_assert_null (houbu_error_get_field (NULL));
  g_assert_cmpint (houbu_error_get_retry_after (error), ==, HOUBU_UNSET);
  g_assert_cmpint (houbu_error_get_problem (NULL), ==, HOUBU_PROBLEM_NONE);
  g_assert_false (houbu_error_is_retryable (error));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/error/table", test_table);
  g_test_add_func ("/model/error/statuses", test_statuses);
  g_test_add_func ("/model/error/unknown-word", test_unknown_word);
  g_test_add_func ("/model/error/detail", test_detail);
  g_test_add_func ("/model/error/braces-in-arguments", test_braces_in_arguments);
  g_test_add_func ("/model/error/long-field", test_long_field);
  g_test_add_func ("/model/error/round-trip", test_round_trip);
  g_test_add_func ("/model/error/foreign", test_foreign);
  g_test_add_func ("/model/error/client-codes-stay", test_client_codes_stay);
  g_test_add_func ("/model/error/unknown-code", test_unknown_code);
  g_test_add_func ("/model/error/copy", test_copy);
  g_test_add_func ("/model/error/lines", test_lines);
  g_test_add_func ("/model/error/getters-of-others", test_getters_of_others);
  return g_test_run ();
}
