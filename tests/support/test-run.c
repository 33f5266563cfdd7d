/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-run.h"

void
test_wait_until (TestCondition condition, gpointer data)
{
  gint64 limit = g_get_monotonic_time () + TEST_LIMIT_MS * G_TIME_SPAN_MILLISECOND;

  while (!condition (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, limit);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (200);
    }
}

void
test_keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  g_assert_null (*kept);
  *kept = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

void
test_wait_result (GAsyncResult **result)
{
  test_wait_until (has_result, result);
}

HoubuRecord *
test_request (GType type, const char *json)
{
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr (GError) error = NULL;
  HoubuRecord *record = houbu_record_from_bytes (type, bytes, HOUBU_DECODE_STRICT, &error);

  g_assert_no_error (error);
  return record;
}

HoubuCall *
test_call_new (HoubuCaller *caller, GType type, const char *json)
{
  HoubuCall *call = houbu_call_new ();

  if (caller != NULL)
    houbu_call_set_caller (call, caller);
  if (json != NULL)
    {
      g_autoptr (HoubuRecord) request = test_request (type, json);
      g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));

      houbu_call_set_request (call, request, body);
    }
  return call;
}

void
test_call_set_key (HoubuCall *call, const char *key)
{
  g_free (call->idempotency_key);
  call->idempotency_key = g_strdup (key);
  call->needs_key = TRUE;
}

GBytes *
test_run_bytes (HoubuEngine *engine,
                const HoubuOperation *operation,
                HoubuCall *call,
                guint *status,
                GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  houbu_engine_run_async (engine, operation, call, NULL, test_keep_result, &result);
  test_wait_result (&result);
  return houbu_engine_run_finish (engine, result, status, error);
}

HoubuRecord *
test_run (HoubuEngine *engine,
          const HoubuOperation *operation,
          HoubuCall *call,
          GType reply,
          GError **error)
{
  g_autoptr (GBytes) bytes = test_run_bytes (engine, operation, call, NULL, error);
  g_autoptr (GError) decode_error = NULL;
  HoubuRecord *record;

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return NULL;
  record = houbu_record_from_bytes (reply, bytes, HOUBU_DECODE_STRICT, &decode_error);
  g_assert_no_error (decode_error);
  return record;
}

void
test_refused (HoubuEngine *engine,
              const HoubuOperation *operation,
              HoubuCall *call,
              HoubuErrorCode code,
              const char *field)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = test_run_bytes (engine, operation, call, NULL, &error);

  g_assert_null (bytes);
  g_assert_error (error, HOUBU_ERROR, (int) code);
  g_assert_cmpstr (houbu_error_get_field (error), ==, field);
}

HoubuCaller *
test_authenticate (HoubuEngine *engine, const char *token, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  HoubuCaller *caller = houbu_engine_authenticate_cached (engine, token);

  if (caller != NULL)
    return caller;
  houbu_engine_authenticate_async (engine, token, NULL, test_keep_result, &result);
  test_wait_result (&result);
  return houbu_engine_authenticate_finish (engine, result, error);
}
