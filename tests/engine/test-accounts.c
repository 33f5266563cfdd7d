/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts-fixture.h"

#include "houbu-captcha.h"
#include "houbu-limits.h"
#include "houbu-store-codes.h"
#include "houbu-vault.h"

#define NEW_PHONE "13900000090"
#define OTHER_PHONE "13900000091"
#define KNOWN_PHONE "13900000001"
#define PASSWORD "lantern over the bridge"

static void
is_error (GError *error, HoubuErrorCode code, const char *field)
{
  g_autoptr (HoubuProblemDetails) problem = NULL;

  g_assert_error (error, HOUBU_ERROR, (int) code);
  problem = houbu_error_to_problem (error, "en");
  g_assert_cmpstr (houbu_problem_details_get_field (problem), ==, field);
  g_error_free (error);
}

static void
ask (Phones *phones, const char *phone, const char *purpose)
{
  g_autoptr (HoubuMessageReceipt) receipt = phones_ask (phones, NULL, phone, purpose);

  g_assert_nonnull (receipt);
}

static GError *
sign_in (Phones *phones, const char *phone, const char *password)
{
  g_autofree char *json =
      g_strdup_printf ("{\"account\":\"%s\",\"password\":\"%s\"}", phone, password);
  GError *error = NULL;
  g_autoptr (HoubuSession) session = test_world_sign_in (phones->world, json, &error);

  return error;
}

static char *
other_code (const char *code)
{
  return g_strdup_printf ("%06d", (atoi (code) + 1) % 1000000);
}

/* A code makes an account, once; the new account signs in with its phone and has no name. */
static void
test_register (void)
{
  g_autoptr (Phones) phones = phones_new (NULL);
  g_autoptr (HoubuMessageReceipt) receipt = phones_ask (phones, NULL, "139 0000 0090", "register");
  g_autofree char *code = phones_code (phones, NEW_PHONE, 1);

  g_assert_cmpint (houbu_message_receipt_get_resend_at (receipt), ==, TEST_NOW + HOUBU_MINUTE);
  g_assert_cmpint (houbu_message_receipt_get_expires_at (receipt), ==,
                   TEST_NOW + 10 * HOUBU_MINUTE);
  is_error (sign_in (phones, NEW_PHONE, PASSWORD), HOUBU_ERROR_WRONG_CREDENTIALS, NULL);
  g_assert_no_error (phones_register (phones, NEW_PHONE, code, PASSWORD));
  g_assert_no_error (sign_in (phones, NEW_PHONE, PASSWORD));
  is_error (phones_register (phones, NEW_PHONE, code, PASSWORD), HOUBU_ERROR_WRONG_CODE, "code");
}

/* A code is worth nothing wrong, elsewhere, for another purpose, too late, or replaced. */
static void
test_wrong_codes (void)
{
  g_autoptr (Phones) phones = phones_new (NULL);
  g_autofree char *code = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *second = NULL;

  is_error (phones_register (phones, NEW_PHONE, "123456", PASSWORD), HOUBU_ERROR_WRONG_CODE,
            "code");
  ask (phones, NEW_PHONE, "register");
  code = phones_code (phones, NEW_PHONE, 1);
  wrong = other_code (code);
  is_error (phones_register (phones, NEW_PHONE, wrong, PASSWORD), HOUBU_ERROR_WRONG_CODE, "code");
  is_error (phones_register (phones, OTHER_PHONE, code, PASSWORD), HOUBU_ERROR_WRONG_CODE, "code");
  is_error (phones_reset (phones, NEW_PHONE, code, PASSWORD), HOUBU_ERROR_WRONG_CODE, "code");

  test_world_advance (phones->world, HOUBU_MINUTE);
  ask (phones, NEW_PHONE, "register");
  second = phones_code (phones, NEW_PHONE, 2);
  if (!g_str_equal (code, second))
    is_error (phones_register (phones, NEW_PHONE, code, PASSWORD), HOUBU_ERROR_WRONG_CODE, "code");
  test_world_advance (phones->world, 10 * HOUBU_MINUTE);
  is_error (phones_register (phones, NEW_PHONE, second, PASSWORD), HOUBU_ERROR_WRONG_CODE, "code");
}

/* Five wrong attempts use a code up, right or not afterwards; another code begins anew. */
static void
test_few_tries (void)
{
  g_autoptr (Phones) phones = phones_new (NULL);
  g_autofree char *code = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *second = NULL;

  ask (phones, NEW_PHONE, "register");
  code = phones_code (phones, NEW_PHONE, 1);
  wrong = other_code (code);
  for (int i = 0; i < HOUBU_LIMIT_VERIFICATION_CODE_TRIES; i++)
    is_error (phones_register (phones, NEW_PHONE, wrong, PASSWORD), HOUBU_ERROR_WRONG_CODE, "code");
  is_error (phones_register (phones, NEW_PHONE, code, PASSWORD), HOUBU_ERROR_WRONG_CODE, "code");
  test_world_advance (phones->world, HOUBU_MINUTE);
  ask (phones, NEW_PHONE, "register");
  second = phones_code (phones, NEW_PHONE, 2);
  g_assert_no_error (phones_register (phones, NEW_PHONE, second, PASSWORD));
}

/* Asking for a code for a phone with and without an account is answered with the same bytes, and
 * exactly one message goes out each time; the phone is told what does not fit, and gets no code. */
static void
test_codes_tell_nothing (void)
{
  static const struct
  {
    const char *purpose;
    const char *code_for;  /* gets a code */
    const char *told_else; /* is told why there is none */
  } cases[] = {
    { "register", NEW_PHONE, KNOWN_PHONE },
    { "reset", KNOWN_PHONE, NEW_PHONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Phones) phones = phones_new (NULL);
      g_autoptr (HoubuMessageReceipt) one =
          phones_ask (phones, NULL, cases[i].code_for, cases[i].purpose);
      g_autoptr (HoubuMessageReceipt) other =
          phones_ask (phones, NULL, cases[i].told_else, cases[i].purpose);
      g_autofree char *code = phones_code (phones, cases[i].code_for, 1);
      g_autofree char *text = phones_text (phones, cases[i].told_else, 1);
      g_autofree char *first = houbu_record_to_text (HOUBU_RECORD (one));
      g_autofree char *second = houbu_record_to_text (HOUBU_RECORD (other));

      g_assert_cmpstr (first, ==, second);
      g_assert_null (strpbrk (text, "0123456789"));
      g_assert_cmpuint (phones_count (phones), ==, 2);
      /* What goes wrong afterwards is the same too. */
      is_error (phones_register (phones, cases[i].told_else, "000000", PASSWORD),
                HOUBU_ERROR_WRONG_CODE, "code");
      is_error (phones_reset (phones, cases[i].told_else, "000000", PASSWORD),
                HOUBU_ERROR_WRONG_CODE, "code");
    }
}

typedef struct
{
  TestWorld *world;
  const char *phone;
  HoubuCodeRow *row; /* (owned) */
} Kept;

static gboolean
load_kept (HoubuTx *tx, gpointer data, GError **error)
{
  Kept *kept = data;
  g_autoptr (GBytes) target =
      houbu_vault_hash (houbu_engine_get_vault (kept->world->engine), HOUBU_VAULT_CODE, "target",
                        "register", kept->phone, "", NULL);

  kept->row = houbu_store_code_find (tx, target, error);
  return kept->row != NULL;
}

/* Whether what is kept for registering this phone is the hash of these digits. */
static gboolean
fits (const Kept *kept, const char *code)
{
  g_autoptr (GBytes) hash =
      houbu_vault_hash (houbu_engine_get_vault (kept->world->engine), HOUBU_VAULT_CODE, "code",
                        "register", kept->phone, "", code, NULL);

  return g_bytes_equal (hash, kept->row->code_hash);
}

/* For a phone that has an account a code is kept as for any other, and no six digits fit it. */
static void
test_decoy_fits_nothing (void)
{
  g_autoptr (Phones) phones = phones_new (NULL);
  g_autofree char *good = NULL;
  Kept real = { phones->world, NEW_PHONE, NULL };
  Kept decoy = { phones->world, KNOWN_PHONE, NULL };

  ask (phones, NEW_PHONE, "register");
  ask (phones, KNOWN_PHONE, "register");
  good = phones_code (phones, NEW_PHONE, 1);
  test_world_read (phones->world, load_kept, &real);
  test_world_read (phones->world, load_kept, &decoy);
  g_assert_true (fits (&real, good));
  g_assert_cmpint (real.row->expires_at, ==, decoy.row->expires_at);
  for (guint i = 0; i < 1000000; i++)
    {
      char code[16];

      g_snprintf (code, sizeof code, "%06u", i);
      g_assert_false (fits (&decoy, code));
    }
  houbu_code_row_free (real.row);
  houbu_code_row_free (decoy.row);
}

/* A number gets one message a minute and five a day, for whatever purpose. */
static void
test_number_limits (void)
{
  g_autoptr (Phones) phones = phones_new (NULL);

  for (int i = 0; i < 5; i++)
    {
      ask (phones, NEW_PHONE, i % 2 == 0 ? "register" : "reset");
      phones_ask_fails (phones, NULL, NEW_PHONE, "register", HOUBU_ERROR_TOO_MANY_REQUESTS, NULL);
      test_world_advance (phones->world, HOUBU_MINUTE - 1);
      phones_ask_fails (phones, NULL, NEW_PHONE, "reset", HOUBU_ERROR_TOO_MANY_REQUESTS, NULL);
      test_world_advance (phones->world, 1);
    }
  phones_ask_fails (phones, NULL, NEW_PHONE, "register", HOUBU_ERROR_TOO_MANY_REQUESTS, NULL);
  ask (phones, OTHER_PHONE, "register");
  test_world_advance (phones->world, HOUBU_DAY);
  ask (phones, NEW_PHONE, "register");
}

static void
small_budget (HoubuEngineOptions *options)
{
  options->messages_per_day = 3;
}

static void
small_address (HoubuEngineOptions *options)
{
  options->messages_per_address = 2;
}

/* The day's budget stops for every number and begins anew after a day. */
static void
test_budget (void)
{
  g_autoptr (Phones) phones = phones_new (small_budget);

  ask (phones, "13900000081", "register");
  ask (phones, "13900000082", "register");
  ask (phones, "13900000083", "reset");
  phones_ask_fails (phones, NULL, "13900000084", "register", HOUBU_ERROR_TOO_MANY_REQUESTS, NULL);
  test_world_advance (phones->world, HOUBU_DAY);
  ask (phones, "13900000084", "register");
}

static void
ask_from (Phones *phones, const char *address, const char *phone, gboolean works)
{
  g_autofree char *json = g_strdup_printf ("{\"phone\":\"%s\",\"purpose\":\"register\"}", phone);
  g_autoptr (HoubuCall) call = test_call_new (NULL, HOUBU_TYPE_VERIFICATION_CODE_REQUEST, json);
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  call->address = g_strdup (address);
  answer = test_run_bytes (phones->world->engine, &houbu_operation_send_verification_code, call,
                           NULL, &error);
  if (works)
    g_assert_no_error (error);
  else
    g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_TOO_MANY_REQUESTS);
}

/* An address that has asked for its share is refused; another one is not. */
static void
test_address_limit (void)
{
  g_autoptr (Phones) phones = phones_new (small_address);

  ask_from (phones, "192.0.2.1", "13900000081", TRUE);
  ask_from (phones, "192.0.2.1", "13900000082", TRUE);
  ask_from (phones, "192.0.2.1", "13900000083", FALSE);
  ask_from (phones, "192.0.2.2", "13900000083", TRUE);
}

static void
always_captcha (HoubuEngineOptions *options)
{
  options->captcha_mode = HOUBU_CAPTCHA_AFTER_FAILURES;
}

/* Nothing is sent without a captcha, from the first time on. */
static void
test_captcha (void)
{
  g_autoptr (Phones) phones = phones_new (always_captcha);

  phones_ask_fails (phones, NULL, NEW_PHONE, "register", HOUBU_ERROR_CAPTCHA_FAILED, "captcha_id");
  g_assert_cmpuint (phones_count (phones), ==, 0);
}

static void
no_outbox (HoubuEngineOptions *options)
{
  options->message_outbox = NULL;
}

/* A server that cannot send says so, whoever asks. */
static void
test_no_sender (void)
{
  g_autoptr (Phones) phones = phones_new (no_outbox);

  phones_ask_fails (phones, NULL, NEW_PHONE, "register", HOUBU_ERROR_NO_MESSAGES, NULL);
  phones_ask_fails (phones, NULL, KNOWN_PHONE, "register", HOUBU_ERROR_NO_MESSAGES, NULL);
}

/* A number that is none is told by its field. */
static void
test_bad_phones (void)
{
  static const char *const bad[] = { "12900000001", "1390000000", "139000000011", "x", "１３９" };
  g_autoptr (Phones) phones = phones_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      phones_ask_fails (phones, NULL, bad[i], "register", HOUBU_ERROR_INVALID_FIELD, "phone");
      is_error (phones_register (phones, bad[i], "123456", PASSWORD), HOUBU_ERROR_INVALID_FIELD,
                "phone");
    }
}

/* A password that is guessed first is refused before the code is looked at; the code stays good. */
static void
test_common_passwords (void)
{
  static const char *const common[] = { "password",    "PassWord1", "12345678",  "aaaaaaaa",
                                        "13900000090", "00000090",  "woaini1314" };
  g_autoptr (Phones) phones = phones_new (NULL);
  g_autofree char *code = NULL;

  ask (phones, NEW_PHONE, "register");
  code = phones_code (phones, NEW_PHONE, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (common); i++)
    is_error (phones_register (phones, NEW_PHONE, code, common[i]), HOUBU_ERROR_INVALID_FIELD,
              "password");
  g_assert_no_error (phones_register (phones, NEW_PHONE, code, "all lower case"));
}

/* A new password ends every session, forgives failures, and the old one is good no more. */
static void
test_reset (void)
{
  g_autoptr (Phones) phones = phones_new (NULL);
  g_autoptr (HoubuSession) session = NULL;
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;

  session = test_world_sign_in (
      phones->world, "{\"account\":\"practice-01\",\"password\":\"" TEST_PASSWORD "\"}", &error);
  g_assert_no_error (error);
  for (int i = 0; i < 6; i++)
    g_clear_error (&error), error = sign_in (phones, KNOWN_PHONE, "not this one");
  g_clear_error (&error);
  ask (phones, KNOWN_PHONE, "reset");
  code = phones_code (phones, KNOWN_PHONE, 1);
  g_assert_no_error (phones_reset (phones, KNOWN_PHONE, code, PASSWORD));
  g_assert_null (
      test_authenticate (phones->world->engine, houbu_session_get_token (session), &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_UNAUTHENTICATED);
  g_assert_no_error (sign_in (phones, "practice-01", PASSWORD));
  is_error (sign_in (phones, KNOWN_PHONE, TEST_PASSWORD), HOUBU_ERROR_WRONG_CREDENTIALS, NULL);
  is_error (phones_reset (phones, KNOWN_PHONE, code, PASSWORD), HOUBU_ERROR_WRONG_CODE, "code");
}

/* The same key and body get the same answer although the code is spent; nothing happens twice. */
static void
test_lost_answer (void)
{
  g_autoptr (Phones) phones = phones_new (NULL);
  g_autofree char *code = NULL;
  g_autofree char *json = NULL;
  GBytes *answers[2] = { NULL };

  ask (phones, NEW_PHONE, "register");
  code = phones_code (phones, NEW_PHONE, 1);
  json = g_strdup_printf (
      "{\"phone\":\"" NEW_PHONE "\",\"code\":\"%s\",\"password\":\"" PASSWORD "\"}", code);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (HoubuCall) call = test_call_new (NULL, HOUBU_TYPE_ACCOUNT_CREATION, json);
      g_autoptr (GError) error = NULL;

      test_call_set_key (call, "registers-once");
      answers[i] = test_run_bytes (phones->world->engine, &houbu_operation_create_account, call,
                                   NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_true (g_bytes_equal (answers[0], answers[1]));
  g_clear_pointer (&answers[0], g_bytes_unref);
  g_clear_pointer (&answers[1], g_bytes_unref);
}

#define ADD(name, func) g_test_add_func ("/engine/accounts/" name, func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("register", test_register);
  ADD ("wrong-codes", test_wrong_codes);
  ADD ("few-tries", test_few_tries);
  ADD ("codes-tell-nothing", test_codes_tell_nothing);
  ADD ("decoy-fits-nothing", test_decoy_fits_nothing);
  ADD ("number-limits", test_number_limits);
  ADD ("budget", test_budget);
  ADD ("address-limit", test_address_limit);
  ADD ("captcha", test_captcha);
  ADD ("no-sender", test_no_sender);
  ADD ("bad-phones", test_bad_phones);
  ADD ("common-passwords", test_common_passwords);
  ADD ("reset", test_reset);
  ADD ("lost-answer", test_lost_answer);
  return g_test_run ();
}
