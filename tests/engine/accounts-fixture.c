/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

Phones *
phones_new (void (*change) (HoubuEngineOptions *options))
{
  Phones *phones = g_new0 (Phones, 1);
  HoubuEngineOptions options;

  phones->folder = g_dir_make_tmp ("houbu-phones-XXXXXX", NULL);
  g_assert_nonnull (phones->folder);
  phones->outbox = g_build_filename (phones->folder, "outbox.txt", NULL);
  test_world_init_options (&options);
  options.captcha_mode = HOUBU_CAPTCHA_OFF;
  options.message_outbox = phones->outbox;
  if (change != NULL)
    change (&options);
  phones->world = test_world_new_with (&options);
  test_world_add_account (phones->world, "13900000001", "practice-01");
  return phones;
}

void
phones_free (Phones *phones)
{
  test_world_free (phones->world);
  g_unlink (phones->outbox);
  g_rmdir (phones->folder);
  g_free (phones->outbox);
  g_free (phones->folder);
  g_free (phones);
}

static GStrv
read_lines (Phones *phones)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents (phones->outbox, &text, NULL, NULL))
    return g_new0 (char *, 1);
  return g_strsplit (g_strchomp (text), "\n", -1);
}

guint
phones_count (Phones *phones)
{
  g_auto (GStrv) lines = read_lines (phones);

  return g_strv_length (lines);
}

typedef struct
{
  Phones *phones;
  const char *phone;
  guint count;
  char *text; /* (owned) (nullable) */
} Search;

static gboolean
has_come (gpointer data)
{
  Search *search = data;
  g_auto (GStrv) lines = read_lines (search->phones);
  guint count = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], " ", 3);

      if (g_strv_length (parts) < 3 || !g_str_equal (parts[1], search->phone))
        continue;
      count++;
      g_free (search->text);
      search->text = g_strdup (parts[2]);
    }
  return count >= search->count;
}

char *
phones_text (Phones *phones, const char *phone, guint count)
{
  Search search = { phones, phone, count, NULL };

  test_wait_until (has_come, &search);
  return search.text;
}

char *
phones_code (Phones *phones, const char *phone, guint count)
{
  g_autofree char *text = phones_text (phones, phone, count);
  const char *digits = strpbrk (text, "0123456789");

  g_assert_nonnull (digits);
  g_assert_cmpuint (strspn (digits, "0123456789"), ==, 6);
  return g_strndup (digits, 6);
}

static HoubuCall *
ask_call (HoubuCaller *caller, const char *phone, const char *purpose)
{
  g_autofree char *json = g_strdup_printf ("{\"phone\":\"%s\",\"purpose\":\"%s\"}", phone, purpose);

  return test_call_new (caller, HOUBU_TYPE_VERIFICATION_CODE_REQUEST, json);
}

HoubuMessageReceipt *
phones_ask (Phones *phones, HoubuCaller *caller, const char *phone, const char *purpose)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuCall) call = ask_call (caller, phone, purpose);
  HoubuRecord *receipt = test_run (phones->world->engine, &houbu_operation_send_verification_code,
                                   call, HOUBU_TYPE_MESSAGE_RECEIPT, &error);

  g_assert_no_error (error);
  return HOUBU_MESSAGE_RECEIPT (receipt);
}

void
phones_ask_fails (Phones *phones,
                  HoubuCaller *caller,
                  const char *phone,
                  const char *purpose,
                  HoubuErrorCode code,
                  const char *field)
{
  g_autoptr (HoubuCall) call = ask_call (caller, phone, purpose);

  test_refused (phones->world->engine, &houbu_operation_send_verification_code, call, code, field);
}

static GError *
send (Phones *phones,
      const HoubuOperation *operation,
      GType type,
      const char *phone,
      const char *code,
      const char *password)
{
  g_autofree char *json = g_strdup_printf ("{\"phone\":\"%s\",\"code\":\"%s\",\"password\":\"%s\"}",
                                           phone, code, password);
  g_autoptr (HoubuCall) call = test_call_new (NULL, type, json);
  g_autoptr (GBytes) answer = NULL;
  GError *error = NULL;
  guint status = 0;

  answer = test_run_bytes (phones->world->engine, operation, call, &status, &error);
  g_assert_cmpint (answer == NULL, ==, error != NULL);
  return error;
}

GError *
phones_register (Phones *phones, const char *phone, const char *code, const char *password)
{
  return send (phones, &houbu_operation_create_account, HOUBU_TYPE_ACCOUNT_CREATION, phone, code,
               password);
}

GError *
phones_reset (Phones *phones, const char *phone, const char *code, const char *password)
{
  return send (phones, &houbu_operation_reset_password, HOUBU_TYPE_PASSWORD_RESET, phone, code,
               password);
}
