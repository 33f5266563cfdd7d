/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-work.h"

#include "client-support.h"

#include <string.h>

/* More than any machine finds while a test waits. */
#define ENDLESS 60

static void
check (const char *challenge, guint difficulty)
{
  g_autoptr (HoubuWork) work = houbu_work_new (challenge, difficulty);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *hash = NULL;

  houbu_work_run_async (work, NULL, keep_result_cb, &result);
  wait_until (result != NULL);
  answer = houbu_work_run_finish (work, result, &error);
  g_assert_no_error (error);
  whole = g_strconcat (challenge, answer, NULL);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, whole, -1);
  g_assert_cmpuint (strspn (hash, "0"), >=, difficulty / 4);
  g_assert_cmpfloat (houbu_work_get_progress (work), <, 1);
}

/* The answer is one that the server takes: the hash begins with that many zero bits. */
static void
test_answer (void)
{
  check ("k3v9q0", 0);
  check ("k3v9q0", 4);
  check ("c7k2m9", 12);
}

/* It goes on while one looks, further each time, and ends when nobody wants it any more. */
static void
test_cancel (void)
{
  g_autoptr (HoubuWork) work = houbu_work_new ("k3v9q0", ENDLESS);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  double progress;

  g_assert_cmpfloat (houbu_work_get_progress (work), ==, 0);
  houbu_work_run_async (work, cancellable, keep_result_cb, &result);
  wait_until (houbu_work_get_progress (work) > 0);
  progress = houbu_work_get_progress (work);
  wait_until (houbu_work_get_progress (work) > progress);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  wait_until (result != NULL);
  g_assert_null (houbu_work_run_finish (work, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client/work/answer", test_answer);
  g_test_add_func ("/client/work/cancel", test_cancel);
  return g_test_run ();
}
