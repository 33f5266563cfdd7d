/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts-fixture.h"

#include "houbu-command-sender.h"

#include <signal.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define NEW_PHONE "13900000090"
#define KNOWN_PHONE "13900000001"

static HoubuCaller *
caller_of (Phones *phones, const char *number, gint64 *account)
{
  *account = test_world_add_account (phones->world, number, NULL);
  return test_world_caller (phones->world, *account);
}

static GBytes *
change (Phones *phones, HoubuCaller *caller, const char *phone, const char *code, GError **error)
{
  g_autofree char *json = g_strdup_printf ("{\"phone\":\"%s\",\"code\":\"%s\"}", phone, code);
  g_autoptr (HoubuCall) call = test_call_new (caller, HOUBU_TYPE_PHONE_CHANGE, json);

  return test_run_bytes (phones->world->engine, &houbu_operation_change_phone, call, NULL, error);
}

/* The account moves to the new phone, the old one is told, and asking again changes nothing. */
static void
test_change (void)
{
  g_autoptr (Phones) phones = phones_new (NULL);
  gint64 account;
  g_autoptr (HoubuCaller) caller = caller_of (phones, "13900000002", &account);
  g_autoptr (HoubuMessageReceipt) receipt = phones_ask (phones, caller, NEW_PHONE, "change_phone");
  g_autofree char *code = phones_code (phones, NEW_PHONE, 1);
  g_autofree char *told = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GError) error = NULL;

  first = change (phones, caller, NEW_PHONE, code, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (first, NULL), (gssize) g_bytes_get_size (first),
                                  "139****0090"));
  told = phones_text (phones, "13900000002", 1);
  g_assert_nonnull (strstr (told, "139****0090"));
  again = change (phones, caller, NEW_PHONE, code, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (first, again));
}

/* A code for the own account opens no other one, and one for registering none at all. */
static void
test_change_is_bound (void)
{
  g_autoptr (Phones) phones = phones_new (NULL);
  gint64 account;
  g_autoptr (HoubuCaller) caller = caller_of (phones, "13900000002", &account);
  g_autoptr (HoubuCaller) other = caller_of (phones, "13900000003", &account);
  g_autoptr (HoubuMessageReceipt) receipt = phones_ask (phones, caller, NEW_PHONE, "change_phone");
  g_autofree char *code = phones_code (phones, NEW_PHONE, 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (change (phones, other, NEW_PHONE, code, &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_WRONG_CODE);
  g_clear_error (&error);
  error = phones_register (phones, NEW_PHONE, code, "lantern over the bridge");
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_WRONG_CODE);
}

/* Who is not signed in cannot ask; a phone of another account gets no code, and that shows only
 * there. */
static void
test_change_taken (void)
{
  g_autoptr (Phones) phones = phones_new (NULL);
  gint64 account;
  g_autoptr (HoubuCaller) caller = caller_of (phones, "13900000002", &account);
  g_autoptr (HoubuMessageReceipt) free = NULL;
  g_autoptr (HoubuMessageReceipt) taken = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *told = NULL;

  phones_ask_fails (phones, NULL, NEW_PHONE, "change_phone", HOUBU_ERROR_UNAUTHENTICATED, NULL);
  free = phones_ask (phones, caller, NEW_PHONE, "change_phone");
  taken = phones_ask (phones, caller, KNOWN_PHONE, "change_phone");
  told = phones_text (phones, KNOWN_PHONE, 1);
  g_assert_null (strpbrk (told, "0123456789"));
  first = houbu_record_to_text (HOUBU_RECORD (free));
  second = houbu_record_to_text (HOUBU_RECORD (taken));
  g_assert_cmpstr (first, ==, second);
}

/* An account asks for five codes a day, whatever the numbers. */
static void
test_account_limit (void)
{
  g_autoptr (Phones) phones = phones_new (NULL);
  gint64 account;
  g_autoptr (HoubuCaller) caller = caller_of (phones, "13900000002", &account);

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *number = g_strdup_printf ("1390000008%d", i);
      g_autoptr (HoubuMessageReceipt) receipt = phones_ask (phones, caller, number, "change_phone");
    }
  phones_ask_fails (phones, caller, "13900000089", "change_phone", HOUBU_ERROR_TOO_MANY_REQUESTS,
                    NULL);
}

static HoubuRecord *
recover (Phones *phones, const char *number, const char *name, GError **error)
{
  g_autofree char *json = g_strdup_printf (
      "{\"id_type\":\"passport\",\"id_number\":\"%s\",\"name\":\"%s\"}", number, name);
  g_autoptr (HoubuCall) call = test_call_new (NULL, HOUBU_TYPE_ACCOUNT_RECOVERY, json);

  return test_run (phones->world->engine, &houbu_operation_recover_account, call,
                   HOUBU_TYPE_MESSAGE_RECEIPT, error);
}

/* Whoever registered is told on the phone of the account; the answer is the same for a wrong name,
 * a stranger and somebody who has not registered, and nobody is told anything then. */
static void
test_recover (void)
{
  g_autoptr (Phones) phones = phones_new (NULL);
  g_autoptr (HoubuCaller) caller =
      test_world_add_candidate (phones->world, "99301000037", "993010", "1");
  g_autofree char *phone = g_strdup_printf ("139%08u", g_str_hash ("99301000037") % 100000000);
  const char *const asked[][2] = { { "99301000037", "Somebody Else" },
                                   { "99301000038", "Test Person" },
                                   { "99301000039", "Not Registered" },
                                   { "99301000037", "Test Person" } };
  g_autofree char *told = NULL;

  test_world_add_student (phones->world, "99301000039", "Not Registered", "993010", "1");
  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      const guint so_far = phones_count (phones);
      g_autoptr (GError) error = NULL;
      g_autoptr (HoubuRecord) receipt = recover (phones, asked[i][0], asked[i][1], &error);
      HoubuMessageReceipt *record = HOUBU_MESSAGE_RECEIPT (receipt);
      gint64 now = houbu_clock_now (phones->world->clock);

      g_assert_no_error (error);
      g_assert_cmpuint (so_far, ==, 0);
      g_assert_cmpint (houbu_message_receipt_get_resend_at (record), ==, now + HOUBU_MINUTE);
      g_assert_cmpint (houbu_message_receipt_get_expires_at (record), ==, HOUBU_UNSET);
      test_world_advance (phones->world, HOUBU_MINUTE);
    }
  told = phones_text (phones, phone, 1);
  g_assert_nonnull (strstr (told, "this phone"));
  g_assert_cmpuint (phones_count (phones), ==, 1);
  g_assert_nonnull (caller);
}

/* A document may be asked for once a minute; its holder's phone is not told more often than any
 * phone. */
static void
test_recover_limits (void)
{
  g_autoptr (Phones) phones = phones_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) first = recover (phones, "99301000037", "Anyone", &error);
  g_autoptr (HoubuRecord) second = NULL;

  g_assert_no_error (error);
  g_assert_null (recover (phones, "99301000037", "Anyone", &error));
  g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_TOO_MANY_REQUESTS);
  g_clear_error (&error);
  second = recover (phones, "99301000038", "Anyone", &error);
  g_assert_no_error (error);
}

/* The outbox is for its owner's eyes only. */
static void
test_outbox_mode (void)
{
  g_autoptr (Phones) phones = phones_new (NULL);
  g_autoptr (HoubuMessageReceipt) receipt = phones_ask (phones, NULL, NEW_PHONE, "register");
  g_autofree char *code = phones_code (phones, NEW_PHONE, 1);
  GStatBuf info;

  g_assert_cmpint (g_stat (phones->outbox, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

/* ---- the command */

static gboolean
send_with (const char *const *command, guint seconds, GError **error)
{
  g_autoptr (HoubuSender) sender = houbu_command_sender_new (command, seconds);
  g_autoptr (HoubuMessage) message = houbu_message_new (NEW_PHONE, "$(touch /tmp/no) `no` 123456");
  g_autoptr (GAsyncResult) result = NULL;

  houbu_sender_send_async (sender, message, test_keep_result, &result);
  test_wait_result (&result);
  return houbu_sender_send_finish (sender, result, error);
}

/* The program gets number and text on its standard input, untouched by any shell. */
static void
test_command (void)
{
  g_autofree char *folder = g_dir_make_tmp ("houbu-command-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "got", NULL);
  g_autofree char *redirect = g_strdup_printf ("cat > '%s'", file);
  const char *const command[] = { "/bin/sh", "-c", redirect, NULL };
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (send_with (command, 10, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, NEW_PHONE "\n$(touch /tmp/no) `no` 123456\n");
  g_unlink (file);
  g_rmdir (folder);
}

/* A program that fails, hangs or is not there is an error that holds neither number nor text. */
static void
test_command_fails (void)
{
  static const char *const commands[][4] = {
    { "/bin/sh", "-c", "exit 3", NULL },
    { "/bin/sleep", "60", NULL },
    { "/nonexistent/program", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (send_with (commands[i], 1, &error));
      g_assert_nonnull (error);
      g_assert_null (strstr (error->message, NEW_PHONE));
      g_assert_null (strstr (error->message, "123456"));
    }
}

#define ADD(name, func) g_test_add_func ("/engine/account-phones/" name, func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* As the daemon does: a command may end without reading its message. */
  signal (SIGPIPE, SIG_IGN);
  ADD ("change", test_change);
  ADD ("change-is-bound", test_change_is_bound);
  ADD ("change-taken", test_change_taken);
  ADD ("account-limit", test_account_limit);
  ADD ("recover", test_recover);
  ADD ("recover-limits", test_recover_limits);
  ADD ("outbox-mode", test_outbox_mode);
  ADD ("command", test_command);
  ADD ("command-fails", test_command_fails);
  return g_test_run ();
}
