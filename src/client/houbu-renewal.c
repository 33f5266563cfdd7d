/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-renewal.h"

#include "houbu-error.h"

#include "houbu-connection-private.h"
#include "houbu-exchange.h"

/*
 * A session that the server no longer takes is renewed once for all requests that notice it: a
 * refresh token works a single time, and using an old one again ends the device.
 */

static void
answer_waiters (HoubuConnection *connection, const GError *error)
{
  GPtrArray *waiters = houbu_connection_get_renewal_waiters (connection);
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);

  while (waiters->len > 0)
    g_ptr_array_add (tasks, g_ptr_array_steal_index (waiters, 0));
  for (guint i = 0; i < tasks->len; i++)
    {
      GTask *task = g_ptr_array_index (tasks, i);

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static gboolean
is_refusal (const GError *error)
{
  return !houbu_error_is_connection_trouble (error) &&
         !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
         !g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_TOO_MANY_REQUESTS);
}

static void
renewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuConnection *connection = HOUBU_CONNECTION (source);
  g_autofree char *refused_token = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) session = houbu_exchange_run_finish (connection, result, &error);
  gboolean still_ours = g_strcmp0 (houbu_connection_get_token (connection), refused_token) == 0;

  if (session != NULL && still_ours)
    houbu_connection_set_session (connection, HOUBU_SESSION (session));
  else if (error != NULL && still_ours && is_refusal (error))
    houbu_connection_lose_session (connection);
  answer_waiters (connection, error);
}

static void
start (HoubuConnection *connection, const char *refresh_token)
{
  HoubuExchange *exchange =
      houbu_exchange_new ("POST", "/v1/sessions/refresh", HOUBU_TYPE_SESSION, NULL);
  g_autoptr (HoubuRefreshRequest) request = houbu_refresh_request_new ();

  houbu_refresh_request_set_refresh_token (request, refresh_token);
  houbu_exchange_take_body (exchange, houbu_record_to_bytes (HOUBU_RECORD (request)));
  houbu_exchange_set_anonymous (exchange);
  houbu_exchange_run_async (exchange, connection, NULL, renewed_cb,
                            g_strdup (houbu_connection_get_token (connection)));
}

/**
 * houbu_renewal_run_async:
 * @connection: a connection
 * @refused_token: (nullable): the token that the server refused
 * @cancellable: (nullable): stops waiting, not the renewal
 * @callback: called when the connection has another session, or none
 * @user_data: for @callback
 */
void
houbu_renewal_run_async (HoubuConnection *connection,
                         const char *refused_token,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (connection, cancellable, callback, user_data);
  GPtrArray *waiters = houbu_connection_get_renewal_waiters (connection);
  HoubuSession *session = houbu_connection_get_session (connection);
  g_autoptr (GError) error = NULL;
  const char *refresh_token = session != NULL ? houbu_session_get_refresh_token (session) : NULL;

  g_task_set_source_tag (task, houbu_renewal_run_async);
  if (session != NULL && g_strcmp0 (houbu_connection_get_token (connection), refused_token) != 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (refresh_token == NULL)
    {
      houbu_connection_lose_session (connection);
      houbu_error_set (&error, HOUBU_ERROR_UNAUTHENTICATED, HOUBU_PROBLEM_NONE, NULL);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_ptr_array_add (waiters, g_object_ref (task));
  if (waiters->len == 1)
    start (connection, refresh_token);
}

/**
 * houbu_renewal_run_finish:
 * @connection: a connection
 * @result: what the callback got
 * @error: why there is no other session
 *
 * Returns: whether the request may be sent again with the connection's session
 */
gboolean
houbu_renewal_run_finish (HoubuConnection *connection, GAsyncResult *result, GError **error)
{
  g_assert (g_task_is_valid (result, connection));

  return g_task_propagate_boolean (G_TASK (result), error);
}
