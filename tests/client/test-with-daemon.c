/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <string.h>

#include "client-support.h"
#include "houbu-client.h"
#include "houbu-error.h"

#define PASSWORD "practice-2022"
#define OPERATOR_PASSWORD "a long pass phrase"
#define SECOND G_USEC_PER_SEC

/* The client against a real daemon with the practice data: what the server says is what the state
 * shows. */
typedef struct
{
  char *folder;
  char *url;
  GSubprocess *daemon;
  HoubuConnection *chief;
} Fixture;

static char *
program (void)
{
  return g_build_filename (g_getenv ("HOUBU_BUILD"), "src", "daemon", "houbud", NULL);
}

static void
start_daemon (Fixture *fixture, const char *listen)
{
  g_autofree char *houbud = program ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;

  fixture->daemon = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, houbud, "--data",
                                      fixture->folder, "--listen", listen, "--practice", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->daemon));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (output), FALSE);
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (line, "listening on "));
  g_free (fixture->url);
  fixture->url = g_strconcat ("http://", line + strlen ("listening on "), NULL);
}

static void
add_operator (Fixture *fixture)
{
  g_autofree char *houbud = program ();
  g_autoptr (GSubprocess) child =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, NULL, houbud, "operator", "add", "chief",
                        "--role", "national", "--data", fixture->folder, NULL);
  g_autoptr (HoubuAdminSignIn) request = houbu_admin_sign_in_new ();
  g_autoptr (HoubuOperatorSession) reply = NULL;
  g_autoptr (HoubuSession) session = houbu_session_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (
      g_subprocess_communicate_utf8 (child, OPERATOR_PASSWORD "\n", NULL, NULL, NULL, NULL));
  g_assert_true (g_subprocess_get_successful (child));
  houbu_admin_sign_in_set_name (request, "chief");
  houbu_admin_sign_in_set_password (request, OPERATOR_PASSWORD);
  fixture->chief = houbu_connection_new_for_text (fixture->url, NULL);
  reply =
      HOUBU_OPERATOR_SESSION (send_and_wait (fixture->chief, "POST", "/v1/admin/sessions", request,
                                             HOUBU_TYPE_OPERATOR_SESSION, NULL, &error));
  g_assert_no_error (error);
  houbu_session_set_token (session, houbu_operator_session_get_token (reply));
  houbu_connection_set_session (fixture->chief, session);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("houbu-client-XXXXXX", NULL);
  start_daemon (fixture, "127.0.0.1:0");
  add_operator (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) remove = NULL;

  g_subprocess_send_signal (fixture->daemon, SIGTERM);
  g_subprocess_wait (fixture->daemon, NULL, NULL);
  g_clear_object (&fixture->daemon);
  g_clear_object (&fixture->chief);
  settle (10);
  remove = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "rm", "-rf", fixture->folder, NULL);
  g_subprocess_wait (remove, NULL, NULL);
  g_free (fixture->folder);
  g_free (fixture->url);
}

static HoubuAdminOffering *
set_capacity (Fixture *fixture, const char *offering, gint64 capacity)
{
  g_autofree char *path = g_strconcat ("/v1/admin/offerings/", offering, NULL);
  g_autoptr (HoubuOfferingChange) change = houbu_offering_change_new ();
  g_autoptr (GError) error = NULL;
  HoubuRecord *reply = NULL;

  houbu_offering_change_set_capacity (change, capacity);
  reply = send_and_wait (fixture->chief, "PATCH", path, change, HOUBU_TYPE_ADMIN_OFFERING, NULL,
                         &error);
  g_assert_no_error (error);
  return HOUBU_ADMIN_OFFERING (reply);
}

static gint64
get_capacity (Fixture *fixture, const char *offering)
{
  g_autofree char *path = g_strconcat ("/v1/admin/offerings/", offering, NULL);
  g_autoptr (HoubuRecord) reply =
      send_and_wait (fixture->chief, "GET", path, NULL, HOUBU_TYPE_ADMIN_OFFERING, NULL, NULL);

  return houbu_admin_offering_get_capacity (HOUBU_ADMIN_OFFERING (reply));
}

static void
note_promoted_cb (HoubuCandidate *candidate,
                  HoubuEntry *entry,
                  HoubuEnrolment *enrolment,
                  guint *count)
{
  g_assert_cmpint (houbu_enrolment_get_obtained_by (enrolment), ==, HOUBU_OBTAINED_BY_WAITLIST);
  g_assert_cmpstr (houbu_entry_get_enrolment (entry), ==, houbu_enrolment_get_id (enrolment));
  (*count)++;
}

static HoubuCandidate *
sign_in (Fixture *fixture, const char *phone, guint *promoted)
{
  g_autoptr (HoubuConnection) connection = houbu_connection_new_for_text (fixture->url, NULL);
  HoubuCandidate *candidate = houbu_candidate_new (connection, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (promoted != NULL)
    g_signal_connect (candidate, "promoted", G_CALLBACK (note_promoted_cb), promoted);
  houbu_candidate_sign_in_async (candidate, phone, PASSWORD, NULL, NULL, FALSE, NULL,
                                 keep_result_cb, &result);
  wait_until (result != NULL);
  houbu_candidate_sign_in_finish (candidate, result, &error);
  g_assert_no_error (error);
  wait_until (houbu_candidate_get_live_state (candidate) == HOUBU_LIVE_LIVE);
  return candidate;
}

static void
end (HoubuCandidate *candidate)
{
  g_object_run_dispose (G_OBJECT (candidate));
  settle (10);
  g_object_unref (candidate);
}

static guint
count (GListModel *model)
{
  return g_list_model_get_n_items (model);
}

static gint64
position_of (HoubuCandidate *candidate)
{
  g_autoptr (HoubuWait) wait = g_list_model_get_item (houbu_candidate_get_entries (candidate), 0);

  return wait != NULL ? houbu_wait_get_position (wait) : -1;
}

/* One seat more: soon the first of the queue is promoted, and the others see that they
 * moved up. */
static void
test_promotion (Fixture *fixture, gconstpointer data)
{
  guint promotions[3] = { 0 };
  HoubuCandidate *first = sign_in (fixture, "13900000031", &promotions[0]);
  HoubuCandidate *second = sign_in (fixture, "13900000032", &promotions[1]);
  HoubuCandidate *last = sign_in (fixture, "13900000040", &promotions[2]);
  gint64 start = 0;
  g_autoptr (HoubuAdminOffering) reply = NULL;

  g_assert_cmpint (position_of (first), ==, 1);
  g_assert_cmpint (position_of (second), ==, 2);
  g_assert_cmpint (position_of (last), ==, 10);
  g_assert_cmpint (houbu_candidate_get_status (first), ==, HOUBU_REGISTRATION_STATUS_WAITING);
  start = g_get_monotonic_time ();
  reply = set_capacity (fixture, "993010-1", get_capacity (fixture, "993010-1") + 1);
  wait_until (promotions[0] == 1);
  wait_until (position_of (second) == 1 && position_of (last) == 9);
  g_test_message ("told after %.3f s", (double) (g_get_monotonic_time () - start) / SECOND);
  g_assert_cmpint (g_get_monotonic_time () - start, <,
                   5 * SECOND); /* one on a machine that is free */
  g_assert_cmpint (houbu_candidate_get_status (first), ==, HOUBU_REGISTRATION_STATUS_UNPAID);
  g_assert_cmpuint (count (houbu_candidate_get_entries (first)), ==, 0);
  g_assert_cmpuint (count (houbu_candidate_get_completed_entries (first)), ==, 1);
  g_assert_cmpuint (count (houbu_candidate_get_enrolments (first)), ==, 1);
  g_assert_cmpuint (promotions[1] + promotions[2], ==, 0);
  end (first);
  end (second);
  end (last);
}

/* The form of the score report of a seat: chosen here, seen by a second sign-in of the same account
 * over the stream. */
static void
test_report_form (Fixture *fixture, gconstpointer data)
{
  guint promotions = 0;
  HoubuCandidate *here = sign_in (fixture, "13900000031", &promotions);
  HoubuCandidate *there = sign_in (fixture, "13900000031", NULL);
  g_autoptr (HoubuEnrolmentService) service =
      houbu_enrolment_service_new (houbu_candidate_get_connection (here));
  g_autoptr (HoubuAdminOffering) reply =
      set_capacity (fixture, "993010-1", get_capacity (fixture, "993010-1") + 1);
  g_autoptr (HoubuEnrolment) seat = NULL;
  g_autoptr (HoubuEnrolment) shown = NULL;
  g_autoptr (HoubuEnrolment) chosen = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  wait_until (promotions == 1 && count (houbu_candidate_get_enrolments (there)) == 1);
  seat = g_list_model_get_item (houbu_candidate_get_enrolments (here), 0);
  shown = g_list_model_get_item (houbu_candidate_get_enrolments (there), 0);
  houbu_enrolment_service_choose_report_form_async (service, houbu_enrolment_get_id (seat),
                                                    HOUBU_REPORT_FORM_ELECTRONIC, NULL,
                                                    keep_result_cb, &result);
  wait_until (result != NULL);
  chosen = houbu_enrolment_service_choose_report_form_finish (service, result, &error);
  g_assert_no_error (error);
  houbu_candidate_apply (here, HOUBU_RECORD (chosen));
  g_assert_cmpint (houbu_enrolment_get_report_form (seat), ==, HOUBU_REPORT_FORM_ELECTRONIC);
  wait_until (houbu_enrolment_get_report_form (shown) == HOUBU_REPORT_FORM_ELECTRONIC);
  end (here);
  end (there);
}

/* Leaving a queue with a reason: gone from the places, first of the finished ones, others move up.
 */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  HoubuCandidate *leaver = sign_in (fixture, "13900000033", NULL);
  HoubuCandidate *behind = sign_in (fixture, "13900000034", NULL);
  g_autoptr (HoubuWaitlistService) service =
      houbu_waitlist_service_new (houbu_candidate_get_connection (leaver));
  g_autoptr (HoubuWait) wait = g_list_model_get_item (houbu_candidate_get_entries (leaver), 0);
  g_autoptr (HoubuIntention) intention = houbu_intention_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (HoubuEntry) entry = NULL;
  g_autoptr (HoubuEntry) finished = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (position_of (behind), ==, 4);
  houbu_waitlist_service_cancel_async (service, houbu_entry_get_id (houbu_wait_get_entry (wait)),
                                       HOUBU_WAITLIST_CANCEL_REASON_OTHER, "I take it next year",
                                       intention, NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  entry = houbu_waitlist_service_cancel_finish (service, result, &error);
  g_assert_no_error (error);
  g_assert_false (houbu_intention_is_open (intention));
  houbu_candidate_apply (leaver, HOUBU_RECORD (entry));
  g_assert_cmpuint (count (houbu_candidate_get_entries (leaver)), ==, 0);
  finished = g_list_model_get_item (houbu_candidate_get_completed_entries (leaver), 0);
  g_assert_cmpint (houbu_entry_get_reason (finished), ==, HOUBU_ENTRY_REASON_OTHER);
  g_assert_cmpstr (houbu_entry_get_note (finished), ==, "I take it next year");
  wait_until (position_of (behind) == 3);
  wait_until (houbu_candidate_get_status (leaver) == HOUBU_REGISTRATION_STATUS_EMPTY);
  end (leaver);
  end (behind);
}

/* The daemon is killed and comes back: the state turns stale, then live, and shows what it missed.
 */
static void
test_restart (Fixture *fixture, gconstpointer data)
{
  guint promotions = 0;
  HoubuCandidate *first = sign_in (fixture, "13900000031", &promotions);
  HoubuCandidate *second = sign_in (fixture, "13900000032", NULL);
  g_autofree char *listen = g_strdup (fixture->url + strlen ("http://"));
  g_autoptr (HoubuAdminOffering) reply = NULL;

  g_subprocess_force_exit (fixture->daemon);
  g_subprocess_wait (fixture->daemon, NULL, NULL);
  g_clear_object (&fixture->daemon);
  wait_until (houbu_candidate_get_live_state (first) == HOUBU_LIVE_STALE);
  g_assert_cmpint (position_of (first), ==, 1);
  start_daemon (fixture, listen);
  /* Before the candidates are back: they learn of it by resuming after the last event that they
   * saw. */
  reply = set_capacity (fixture, "993010-1", get_capacity (fixture, "993010-1") + 1);
  wait_until (houbu_candidate_get_live_state (first) == HOUBU_LIVE_LIVE &&
              houbu_candidate_get_live_state (second) == HOUBU_LIVE_LIVE);
  wait_until (promotions == 1 && position_of (second) == 1);
  end (first);
  end (second);
}

static void
register_candidate (HoubuCandidate *candidate, const char *id_number, const char *name)
{
  HoubuConnection *connection = houbu_candidate_get_connection (candidate);
  g_autoptr (HoubuAgreementService) agreements = houbu_agreement_service_new (connection);
  g_autoptr (HoubuQualificationService) qualifications =
      houbu_qualification_service_new (connection);
  g_autoptr (HoubuRegistrationService) registrations = houbu_registration_service_new (connection);
  g_autoptr (GAsyncResult) got = NULL;
  g_autoptr (GAsyncResult) accepted = NULL;
  g_autoptr (GAsyncResult) queried = NULL;
  g_autoptr (GAsyncResult) created = NULL;
  g_autoptr (HoubuAgreement) agreement = NULL;
  g_autoptr (HoubuQualificationResult) record = NULL;
  g_autoptr (HoubuRegistration) registration = NULL;
  g_autoptr (GError) error = NULL;

  houbu_agreement_service_get_async (agreements, NULL, keep_result_cb, &got);
  wait_until (got != NULL);
  agreement = houbu_agreement_service_get_finish (agreements, got, &error);
  g_assert_no_error (error);
  houbu_agreement_service_accept_async (agreements, houbu_agreement_get_version (agreement), NULL,
                                        NULL, keep_result_cb, &accepted);
  wait_until (accepted != NULL);
  g_assert_true (houbu_agreement_service_accept_finish (agreements, accepted, &error));
  g_assert_no_error (error);
  houbu_qualification_service_query_async (qualifications, HOUBU_ID_TYPE_PASSPORT, id_number, name,
                                           NULL, keep_result_cb, &queried);
  wait_until (queried != NULL);
  record = houbu_qualification_service_query_finish (qualifications, queried, &error);
  g_assert_no_error (error);
  houbu_registration_service_create_async (registrations,
                                           houbu_qualification_result_get_query_id (record), TRUE,
                                           TRUE, NULL, NULL, keep_result_cb, &created);
  wait_until (created != NULL);
  registration = houbu_registration_service_create_finish (registrations, created, &error);
  g_assert_no_error (error);
  houbu_candidate_apply (candidate, HOUBU_RECORD (registration));
}

static HoubuOffering *
find_row (HoubuCandidate *candidate, const char *id)
{
  GListModel *rows = houbu_candidate_get_offerings (candidate);

  for (guint i = 0; i < count (rows); i++)
    {
      g_autoptr (HoubuOffering) row = g_list_model_get_item (rows, i);

      if (g_strcmp0 (houbu_offering_get_id (row), id) == 0)
        return row;
    }
  return NULL;
}

/* From signing in to a place in a queue: agreement, query, registration, board, join; twice joined
 * is once. */
static void
test_whole_way (Fixture *fixture, gconstpointer data)
{
  HoubuCandidate *candidate = sign_in (fixture, "13900000002", NULL);
  g_autoptr (HoubuWaitlistService) service =
      houbu_waitlist_service_new (houbu_candidate_get_connection (candidate));
  g_autoptr (GAsyncResult) shown = NULL;
  g_autoptr (GAsyncResult) joined = NULL;
  g_autoptr (HoubuEntry) entry = NULL;
  g_autoptr (GError) error = NULL;
  HoubuOffering *row = NULL;

  g_assert_cmpint (houbu_candidate_get_status (candidate), ==, HOUBU_REGISTRATION_STATUS_NONE);
  register_candidate (candidate, "E99000002", "章沐依");
  g_assert_cmpint (houbu_candidate_get_status (candidate), ==, HOUBU_REGISTRATION_STATUS_EMPTY);
  houbu_candidate_show_offerings_async (candidate, HOUBU_SUBJECT_KIND_WRITTEN, "993010", NULL,
                                        keep_result_cb, &shown);
  wait_until (shown != NULL);
  g_assert_true (houbu_candidate_show_offerings_finish (candidate, shown, &error));
  row = find_row (candidate, "993010-1");
  g_assert_cmpint (houbu_offering_get_action (row), ==, HOUBU_OFFERING_ACTION_JOIN);
  houbu_waitlist_service_join_async (service, "993010-1", NULL, NULL, keep_result_cb, &joined);
  wait_until (joined != NULL);
  entry = houbu_waitlist_service_join_finish (service, joined, &error);
  g_assert_no_error (error);
  g_assert_cmpint (houbu_entry_get_position (entry), ==, 11);
  houbu_candidate_apply (candidate, HOUBU_RECORD (entry));
  g_assert_cmpint (position_of (candidate), ==, 11);
  g_assert_cmpint (houbu_candidate_get_status (candidate), ==, HOUBU_REGISTRATION_STATUS_WAITING);
  /* The board follows by itself, in the same rows. */
  wait_until (houbu_offering_get_action (row) == HOUBU_OFFERING_ACTION_WAITING);
  g_assert_true (row == find_row (candidate, "993010-1"));
  settle (100);
  g_assert_cmpuint (count (houbu_candidate_get_entries (candidate)), ==, 1);
  end (candidate);
}

/* SHA-256 of challenge and answer begins with that many zero bits: what one does who cannot read
 * pictures. */
static char *
do_work (HoubuCaptchaChallenge *captcha)
{
  for (guint i = 0;; i++)
    {
      g_autofree char *answer = g_strdup_printf ("%u", i);
      g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
      const char *challenge = houbu_captcha_challenge_get_challenge (captcha);
      guint8 hash[32];
      gsize length = sizeof hash;
      gint64 zeros = 0;

      g_checksum_update (sum, (const guchar *) challenge, -1);
      g_checksum_update (sum, (const guchar *) answer, -1);
      g_checksum_get_digest (sum, hash, &length);
      while (zeros < 256 && (hash[zeros / 8] & (0x80 >> zeros % 8)) == 0)
        zeros++;
      if (zeros >= houbu_captcha_challenge_get_difficulty (captcha))
        return g_steal_pointer (&answer);
    }
}

static void
send_code (Fixture *fixture,
           HoubuConnection *connection,
           HoubuVerificationPurpose purpose,
           const char *phone)
{
  g_autoptr (HoubuAccountService) accounts = houbu_account_service_new (connection);
  g_autoptr (HoubuPhoneService) phones = houbu_phone_service_new (connection);
  g_autoptr (GAsyncResult) made = NULL;
  g_autoptr (GAsyncResult) sent = NULL;
  g_autoptr (HoubuCaptchaChallenge) captcha = NULL;
  g_autoptr (HoubuMessageReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;

  houbu_account_service_new_captcha_async (accounts, HOUBU_CAPTCHA_KIND_WORK, NULL, keep_result_cb,
                                           &made);
  wait_until (made != NULL);
  captcha = houbu_account_service_new_captcha_finish (accounts, made, &error);
  g_assert_no_error (error);
  answer = do_work (captcha);
  houbu_phone_service_send_code_async (phones, purpose, phone,
                                       houbu_captcha_challenge_get_id (captcha), answer, NULL,
                                       keep_result_cb, &sent);
  wait_until (sent != NULL);
  receipt = houbu_phone_service_send_code_finish (phones, sent, &error);
  g_assert_no_error (error);
  g_assert_cmpint (houbu_message_receipt_get_resend_at (receipt), >, g_get_real_time ());
}

/* The six digits of the newest message to a phone, or NULL. */
static char *
find_code (Fixture *fixture, const char *phone)
{
  g_autofree char *path = g_build_filename (fixture->folder, "outbox.txt", NULL);
  g_autofree char *pattern = g_strdup_printf (" %s [^\\n]*?([0-9]{6})", phone);
  g_autofree char *text = NULL;
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL) || !g_regex_match (regex, text, 0, &match))
    return NULL;
  return g_match_info_fetch (match, 1);
}

static char *
wait_for_code (Fixture *fixture, const char *phone)
{
  char *code = NULL;

  /* The condition is looked at once more when it has come true. */
  wait_until (code != NULL || (code = find_code (fixture, phone)) != NULL);
  return code;
}

/* An account from nothing, its phone changed while somebody is signed in with it: the state shows
 * the new one at once, and the session stays. */
static void
test_phone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HoubuConnection) nobody = houbu_connection_new_for_text (fixture->url, NULL);
  g_autoptr (HoubuPhoneService) phones = houbu_phone_service_new (nobody);
  g_autoptr (HoubuPhoneService) own_phones = NULL;
  g_autoptr (HoubuAccountInfo) account = NULL;
  g_autoptr (HoubuAccountInfo) moved = NULL;
  g_autoptr (GAsyncResult) registered = NULL;
  g_autoptr (GAsyncResult) changed = NULL;
  g_autofree char *code = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;
  HoubuCandidate *candidate;

  send_code (fixture, nobody, HOUBU_VERIFICATION_PURPOSE_REGISTER, "13900000090");
  code = wait_for_code (fixture, "13900000090");
  houbu_phone_service_register_async (phones, "13900000090", code, PASSWORD, NULL, NULL,
                                      keep_result_cb, &registered);
  wait_until (registered != NULL);
  account = houbu_phone_service_register_finish (phones, registered, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (houbu_account_info_get_phone_masked (account), ==, "139****0090");

  candidate = sign_in (fixture, "13900000090", NULL);
  own_phones = houbu_phone_service_new (houbu_candidate_get_connection (candidate));
  send_code (fixture, houbu_candidate_get_connection (candidate),
             HOUBU_VERIFICATION_PURPOSE_CHANGE_PHONE, "13900000091");
  second = wait_for_code (fixture, "13900000091");
  houbu_phone_service_change_async (own_phones, "13900000091", second, NULL, keep_result_cb,
                                    &changed);
  wait_until (changed != NULL);
  moved = houbu_phone_service_change_finish (own_phones, changed, &error);
  g_assert_no_error (error);
  houbu_candidate_apply (candidate, HOUBU_RECORD (moved));
  g_assert_cmpstr (houbu_account_info_get_phone_masked (houbu_candidate_get_account (candidate)),
                   ==, "139****0091");
  settle (100);
  g_assert_nonnull (houbu_candidate_get_account (candidate));
  end (candidate);
}

/* A refusal of a rule arrives with its code and with what is in the way. */
static void
test_refusal (Fixture *fixture, gconstpointer data)
{
  HoubuCandidate *candidate = sign_in (fixture, "13900000035", NULL);
  g_autoptr (HoubuWaitlistService) service =
      houbu_waitlist_service_new (houbu_candidate_get_connection (candidate));
  g_autoptr (HoubuWait) wait = g_list_model_get_item (houbu_candidate_get_entries (candidate), 0);
  g_autoptr (GAsyncResult) joined = NULL;
  g_autoptr (HoubuEntry) entry = NULL;
  g_autoptr (GError) error = NULL;

  houbu_waitlist_service_join_async (service, "993010-1", NULL, NULL, keep_result_cb, &joined);
  wait_until (joined != NULL);
  entry = houbu_waitlist_service_join_finish (service, joined, &error);
  g_assert_null (entry);
  g_assert_nonnull (error);
  g_assert_false (houbu_error_is_connection_trouble (error));
  g_assert_cmpstr (houbu_error_get_conflict (error), ==,
                   houbu_entry_get_id (houbu_wait_get_entry (wait)));
  end (candidate);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/with-daemon/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("promotion", test_promotion);
  ADD ("report-form", test_report_form);
  ADD ("cancel", test_cancel);
  ADD ("restart", test_restart);
  ADD ("whole-way", test_whole_way);
  ADD ("phone", test_phone);
  ADD ("refusal", test_refusal);
  return g_test_run ();
}
