/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-captcha.h"
#include "houbu-operations-accounts.h"
#include "houbu-store-guards.h"

#include "test-world.h"

static TestWorld *
new_world (HoubuCaptchaMode mode)
{
  HoubuEngineOptions options;
  TestWorld *world;

  houbu_engine_options_init (&options);
  options.captcha_mode = mode;
  options.captcha_difficulty = 8;
  world = test_world_new_with (&options);
  test_world_add_account (world, "13900000001", NULL);
  return world;
}

typedef struct
{
  TestWorld *world;
  const char *id;
  const char *answer;
} Known;

static gboolean
add_known (HoubuTx *tx, gpointer data, GError **error)
{
  Known *known = data;
  g_autoptr (GBytes) hash = houbu_captcha_hash_answer (
      houbu_engine_get_vault (known->world->engine), known->id, known->answer);
  const HoubuCaptchaRow row = {
    .kind = (char *) "image",
    .answer = hash,
    .expires_at = houbu_clock_now (known->world->clock) + 3 * HOUBU_MINUTE,
  };

  return houbu_store_captcha_add (tx, known->id, &row, error);
}

/* A picture whose answer the test knows. */
static void
add_captcha (TestWorld *world, const char *id, const char *answer)
{
  Known known = { world, id, answer };

  test_world_write (world, add_known, &known);
}

static GError *
sign_in (TestWorld *world, const char *password, const char *id, const char *answer)
{
  g_autofree char *json = NULL;
  GError *error = NULL;
  g_autoptr (HoubuSession) session = NULL;

  if (id != NULL)
    json = g_strdup_printf ("{\"account\":\"13900000001\",\"password\":\"%s\","
                            "\"captcha_id\":\"%s\",\"captcha_answer\":\"%s\"}",
                            password, id, answer);
  else
    json = g_strdup_printf ("{\"account\":\"13900000001\",\"password\":\"%s\"}", password);
  session = test_world_sign_in (world, json, &error);
  g_assert_cmpint (session != NULL, ==, error == NULL);
  return error;
}

static void
sign_in_is (TestWorld *world,
            const char *password,
            const char *id,
            const char *answer,
            HoubuErrorCode code,
            const char *field)
{
  g_autoptr (GError) error = sign_in (world, password, id, answer);

  g_assert_error (error, HOUBU_ERROR, (int) code);
  g_assert_cmpstr (houbu_error_get_field (error), ==, field);
}

static void
sign_in_works (TestWorld *world, const char *id, const char *answer)
{
  g_autoptr (GError) error = sign_in (world, TEST_PASSWORD, id, answer);

  g_assert_no_error (error);
}

/* Missing, unknown, wrong, reused and expired captchas are all refused; the right one is not. */
static void
test_always (void)
{
  g_autoptr (TestWorld) world = new_world (HOUBU_CAPTCHA_ALWAYS);

  sign_in_is (world, TEST_PASSWORD, NULL, NULL, HOUBU_ERROR_CAPTCHA_FAILED, "captcha_id");
  sign_in_is (world, TEST_PASSWORD, "nobody", "ACDEF", HOUBU_ERROR_CAPTCHA_FAILED,
              "captcha_answer");
  add_captcha (world, "wrong", "ACDEF");
  sign_in_is (world, TEST_PASSWORD, "wrong", "ACDEE", HOUBU_ERROR_CAPTCHA_FAILED, "captcha_answer");
  sign_in_is (world, TEST_PASSWORD, "wrong", "ACDEF", HOUBU_ERROR_CAPTCHA_FAILED, "captcha_answer");
  add_captcha (world, "right", "ACDEF");
  sign_in_works (world, "right", " acdef ");
  sign_in_is (world, TEST_PASSWORD, "right", "ACDEF", HOUBU_ERROR_CAPTCHA_FAILED, "captcha_answer");
  add_captcha (world, "spent", "ACDEF");
  sign_in_is (world, "guess", "spent", "ACDEF", HOUBU_ERROR_WRONG_CREDENTIALS, NULL);
  sign_in_is (world, TEST_PASSWORD, "spent", "ACDEF", HOUBU_ERROR_CAPTCHA_FAILED, "captcha_answer");
  add_captcha (world, "late", "ACDEF");
  test_world_advance (world, 3 * HOUBU_MINUTE);
  sign_in_is (world, TEST_PASSWORD, "late", "ACDEF", HOUBU_ERROR_CAPTCHA_FAILED, "captcha_answer");
}

/* The answer of one captcha does not open another: the hash covers the id. */
static void
test_not_exchangeable (void)
{
  g_autoptr (TestWorld) world = new_world (HOUBU_CAPTCHA_ALWAYS);

  add_captcha (world, "one", "ACDEF");
  add_captcha (world, "two", "HJKLM");
  sign_in_is (world, TEST_PASSWORD, "two", "ACDEF", HOUBU_ERROR_CAPTCHA_FAILED, "captcha_answer");
}

/* The mode after-failures asks from the fourth attempt on, also where there is no account. */
static void
test_after_failures (void)
{
  g_autoptr (TestWorld) world = new_world (HOUBU_CAPTCHA_AFTER_FAILURES);

  sign_in_works (world, NULL, NULL);
  for (int i = 0; i < 3; i++)
    sign_in_is (world, "guess", NULL, NULL, HOUBU_ERROR_WRONG_CREDENTIALS, NULL);
  sign_in_is (world, TEST_PASSWORD, NULL, NULL, HOUBU_ERROR_CAPTCHA_FAILED, "captcha_id");
  add_captcha (world, "right", "ACDEF");
  sign_in_works (world, "right", "ACDEF");
  sign_in_works (world, NULL, NULL);
}

/* The mode off never asks and does not look at what is sent all the same. */
static void
test_off (void)
{
  g_autoptr (TestWorld) world = new_world (HOUBU_CAPTCHA_OFF);

  for (int i = 0; i < 4; i++)
    sign_in_is (world, "guess", NULL, NULL, HOUBU_ERROR_WRONG_CREDENTIALS, NULL);
  sign_in_works (world, "nobody", "ACDEF");
}

static HoubuCaptchaChallenge *
create (TestWorld *world, const char *json)
{
  g_autoptr (HoubuCall) call = test_call_new (NULL, HOUBU_TYPE_CAPTCHA_REQUEST, json);
  g_autoptr (GError) error = NULL;
  HoubuRecord *record = test_run (world->engine, &houbu_operation_create_captcha, call,
                                  HOUBU_TYPE_CAPTCHA_CHALLENGE, &error);

  g_assert_no_error (error);
  return HOUBU_CAPTCHA_CHALLENGE (record);
}

/* A picture comes as base64 of a PNG, for three minutes, without its answer. */
static void
test_create_image (void)
{
  g_autoptr (TestWorld) world = new_world (HOUBU_CAPTCHA_ALWAYS);
  g_autoptr (HoubuCaptchaChallenge) challenge = create (world, "{\"kind\":\"image\"}");
  g_autofree guchar *png = NULL;
  gsize length = 0;

  png = g_base64_decode (houbu_captcha_challenge_get_image_png (challenge), &length);
  g_assert_cmpuint (length, >, 200);
  g_assert_cmpmem (png, 4, "\x89PNG", 4);
  g_assert_cmpint (houbu_captcha_challenge_get_expires_at (challenge), ==,
                   TEST_NOW + 3 * HOUBU_MINUTE);
  g_assert_null (houbu_captcha_challenge_get_challenge (challenge));
}

static char *
work (const char *challenge)
{
  for (guint i = 0;; i++)
    {
      g_autofree char *answer = g_strdup_printf ("%u", i);

      if (houbu_captcha_work_is_done (challenge, answer, 8))
        return g_steal_pointer (&answer);
    }
}

/* Who cannot read pictures computes: the work opens the door once. */
static void
test_create_work (void)
{
  g_autoptr (TestWorld) world = new_world (HOUBU_CAPTCHA_ALWAYS);
  g_autoptr (HoubuCaptchaChallenge) challenge = create (world, "{\"kind\":\"work\"}");
  const char *text = houbu_captcha_challenge_get_challenge (challenge);
  const char *id = houbu_captcha_challenge_get_id (challenge);
  g_autofree char *answer = NULL;

  g_assert_null (houbu_captcha_challenge_get_image_png (challenge));
  g_assert_cmpint (houbu_captcha_challenge_get_difficulty (challenge), ==, 8);
  answer = work (text);
  sign_in_works (world, id, answer);
  sign_in_is (world, TEST_PASSWORD, id, answer, HOUBU_ERROR_CAPTCHA_FAILED, "captcha_answer");
}

/* Work that is done too late, or for another challenge, opens nothing. */
static void
test_work_late (void)
{
  g_autoptr (TestWorld) world = new_world (HOUBU_CAPTCHA_ALWAYS);
  g_autoptr (HoubuCaptchaChallenge) late = create (world, "{\"kind\":\"work\"}");
  g_autoptr (HoubuCaptchaChallenge) other = NULL;
  g_autofree char *answer = work (houbu_captcha_challenge_get_challenge (late));
  g_autofree char *wrong = NULL;

  test_world_advance (world, 3 * HOUBU_MINUTE);
  sign_in_is (world, TEST_PASSWORD, houbu_captcha_challenge_get_id (late), answer,
              HOUBU_ERROR_CAPTCHA_FAILED, "captcha_answer");
  other = create (world, "{\"kind\":\"work\"}");
  wrong = g_strdup (answer);
  while (houbu_captcha_work_is_done (houbu_captcha_challenge_get_challenge (other), wrong, 8))
    wrong[0]++;
  sign_in_is (world, TEST_PASSWORD, houbu_captcha_challenge_get_id (other), wrong,
              HOUBU_ERROR_CAPTCHA_FAILED, "captcha_answer");
}

/* One address gets many captchas, but not without end. */
static void
test_create_limited (void)
{
  HoubuEngineOptions options;
  g_autoptr (TestWorld) world = NULL;

  test_world_init_options (&options);
  options.rates[HOUBU_BUCKET_CAPTCHA] = (HoubuRate){ .per_second = 1, .burst = 2 };
  world = test_world_new_with (&options);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (HoubuCall) call =
          test_call_new (NULL, HOUBU_TYPE_CAPTCHA_REQUEST, "{\"kind\":\"work\"}");
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;

      call->address = g_strdup ("192.0.2.1");
      bytes = test_run_bytes (world->engine, &houbu_operation_create_captcha, call, NULL, &error);
      if (i < 2)
        g_assert_no_error (error);
      else
        g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_TOO_MANY_REQUESTS);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/captchas/always", test_always);
  g_test_add_func ("/engine/captchas/not-exchangeable", test_not_exchangeable);
  g_test_add_func ("/engine/captchas/after-failures", test_after_failures);
  g_test_add_func ("/engine/captchas/off", test_off);
  g_test_add_func ("/engine/captchas/create-image", test_create_image);
  g_test_add_func ("/engine/captchas/create-work", test_create_work);
  g_test_add_func ("/engine/captchas/work-late", test_work_late);
  g_test_add_func ("/engine/captchas/create-limited", test_create_limited);
  return g_test_run ();
}
