/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-page-provider.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define APP_ID "2022083000000001"
#define NOW (G_GINT64_CONSTANT (1661829156) * G_TIME_SPAN_SECOND)

/* More of them: HOUBU_MUTATIONS=100000. */
#define DEFAULT_MUTATIONS 5000

/* A platform and us, who know each other's public keys. */
typedef struct
{
  char *dir;
  HoubuSigner *platform;
  HoubuProvider *provider;
} Pair;

static char *
file_in (Pair *self, const char *name)
{
  return g_build_filename (self->dir, name, NULL);
}

static void
pair_init (Pair *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *own = NULL;
  g_autofree char *own_shown = NULL;
  g_autofree char *other = NULL;
  g_autofree char *other_shown = NULL;
  g_autoptr (HoubuGateway) gateway = NULL;

  self->dir = g_dir_make_tmp ("houbu-pay-XXXXXX", &error);
  g_assert_no_error (error);
  own = file_in (self, "own");
  own_shown = file_in (self, "own-shown");
  other = file_in (self, "other");
  other_shown = file_in (self, "other-shown");
  g_assert_true (houbu_signer_generate (own, own_shown, NULL));
  g_assert_true (houbu_signer_generate (other, other_shown, NULL));
  g_assert_false (houbu_signer_generate (own, own_shown, NULL)); /* never over another */
  self->platform = houbu_signer_new (other, own_shown, &error);
  g_assert_no_error (error);
  gateway = houbu_gateway_new ("http://127.0.0.1:1/gateway.do", APP_ID, NULL,
                               houbu_signer_new (own, other_shown, NULL), 1);
  self->provider = houbu_page_provider_new ("sandbox", gateway);
}

static void
pair_clear (Pair *self)
{
  static const char *const names[] = { "own", "own-shown", "other", "other-shown" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = file_in (self, names[i]);

      g_unlink (path);
    }
  g_rmdir (self->dir);
  g_free (self->dir);
  houbu_signer_free (self->platform);
  g_object_unref (self->provider);
}

static HoubuForm *
make_notice (void)
{
  return houbu_form_parse ("app_id=" APP_ID
                           "&out_trade_no=x1&trade_no=T1&trade_status=TRADE_SUCCESS"
                           "&total_amount=30.00&gmt_payment=2022-08-30+11:12:30"
                           "&notify_time=2022-08-30+11:12:36&subject=%E7%AC%94%E8%AF%95",
                           -1);
}

/* Signs it, unless it is signed, and encodes it. */
static GBytes *
finish (Pair *self, HoubuForm *form)
{
  g_autofree char *text = houbu_form_to_signed_text (form, FALSE);
  g_autofree char *signature = houbu_signer_sign (self->platform, text, NULL);
  char *encoded = NULL;

  if (houbu_form_get (form, "sign_type") == NULL)
    houbu_form_set (form, "sign_type", "RSA2");
  if (houbu_form_get (form, "sign") == NULL)
    houbu_form_set (form, "sign", signature);
  encoded = houbu_form_encode (form);
  return g_bytes_new_take (encoded, strlen (encoded));
}

static HoubuTrade *
read_notice (Pair *self, GBytes *body)
{
  return houbu_provider_read_notification (self->provider, body, NOW, NULL);
}

/* A genuine one says what it says. */
static void
test_genuine (void)
{
  Pair pair = { 0 };
  g_autoptr (HoubuForm) form = make_notice ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (HoubuTrade) trade = NULL;

  pair_init (&pair);
  body = finish (&pair, form);
  trade = read_notice (&pair, body);
  g_assert_nonnull (trade);
  g_assert_cmpint (trade->answer, ==, HOUBU_TRADE_ANSWER_CAPTURED);
  g_assert_cmpstr (trade->number, ==, "x1");
  g_assert_cmpstr (trade->transaction, ==, "T1");
  g_assert_cmpint (trade->amount_fen, ==, 3000);
  pair_clear (&pair);
}

/* One field that is not as it must be, signed all the same. */
static void
test_wrong_fields (void)
{
  static const struct
  {
    const char *name, *value;
  } changes[] = {
    { "app_id", "1" },
    { "total_amount", "30.001" },
    { "total_amount", "0" },
    { "total_amount", "-30.00" },
    { "trade_status", "TRADE_MAYBE" },
    { "trade_no", "" },
    { "gmt_payment", "yesterday" },
    { "notify_time", "2022-08-30 11:28:00" },
    { "notify_time", "2022-08-30 10:57:00" },
    { "notify_time", "2022-08-29 11:12:36" },
    { "sign_type", "RSA" },
    { "sign", "" },
    { "sign", "AAAA" },
  };
  Pair pair = { 0 };

  pair_init (&pair);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (HoubuForm) form = make_notice ();
      g_autoptr (GBytes) body = NULL;

      g_test_message ("%s=%s", changes[i].name, changes[i].value);
      houbu_form_set (form, changes[i].name, changes[i].value);
      body = finish (&pair, form);
      g_assert_null (read_notice (&pair, body));
    }
  pair_clear (&pair);
}

/* Whatever is changed in a genuine one, it says the same or nothing (I-P4). */
static void
test_mutated (void)
{
  const char *wanted = g_getenv ("HOUBU_MUTATIONS");
  guint count = wanted != NULL ? (guint) atoi (wanted) : DEFAULT_MUTATIONS;
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (HoubuForm) form = make_notice ();
  g_autoptr (GBytes) body = NULL;
  Pair pair = { 0 };
  gsize length = 0;
  const char *bytes = NULL;

  pair_init (&pair);
  body = finish (&pair, form);
  bytes = g_bytes_get_data (body, &length);
  for (guint i = 0; i < count; i++)
    {
      char *copy = g_memdup2 (bytes, length);
      g_autoptr (GBytes) mutated = NULL;
      g_autoptr (HoubuTrade) trade = NULL;

      for (gint changes = g_rand_int_range (rand, 1, 4); changes > 0; changes--)
        copy[g_rand_int_range (rand, 0, (gint32) length)] = (char) g_rand_int_range (rand, 0, 256);
      mutated = g_bytes_new_take (copy, length - (gsize) g_rand_int_range (rand, 0, 2));
      trade = read_notice (&pair, mutated);
      if (trade == NULL)
        continue;
      g_assert_cmpstr (trade->number, ==, "x1");
      g_assert_cmpstr (trade->transaction, ==, "T1");
      g_assert_cmpint (trade->amount_fen, ==, 3000);
    }
  pair_clear (&pair);
}

/* A private key is for its owner's eyes, and what is no key is named. */
static void
test_keys (void)
{
  Pair pair = { 0 };
  g_autofree char *own = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf facts;

  pair_init (&pair);
  own = file_in (&pair, "own");
  shown = file_in (&pair, "own-shown");
  g_assert_cmpint (g_stat (own, &facts), ==, 0);
  g_assert_cmpint (facts.st_mode & 0777, ==, 0600);
  g_assert_null (houbu_signer_new (shown, own, &error));
  g_assert_nonnull (strstr (error->message, "own-shown"));
  pair_clear (&pair);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pay/notices/genuine", test_genuine);
  g_test_add_func ("/pay/notices/wrong-fields", test_wrong_fields);
  g_test_add_func ("/pay/notices/mutated", test_mutated);
  g_test_add_func ("/pay/notices/keys", test_keys);
  return g_test_run ();
}
