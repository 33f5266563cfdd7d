/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-candidate-session.h"

#include "houbu-error.h"

#include "houbu-candidate-private.h"
#include "houbu-connection-private.h"

/* Nothing of the person stays here, whatever ended the session. */
void
houbu_candidate_forget_session (HoubuCandidate *self, HoubuSignedOutReason reason)
{
  if (self->account == NULL)
    return;
  houbu_live_channel_stop (self->live);
  g_cancellable_cancel (self->work);
  g_clear_object (&self->work);
  self->work = g_cancellable_new ();
  self->reading = NULL;
  g_clear_handle_id (&self->board_timer, g_source_remove);
  self->board_kind = HOUBU_SUBJECT_KIND_UNSET;
  g_clear_pointer (&self->board_campus, g_free);
  self->remembered = FALSE;
  houbu_connection_set_session (self->connection, NULL);
  houbu_connection_hang_up (self->connection);
  g_ptr_array_set_size (self->promoted, 0);
  g_list_store_remove_all (self->enrolments);
  g_list_store_remove_all (self->entries);
  g_list_store_remove_all (self->completed);
  g_list_store_remove_all (self->offerings);
  g_list_store_remove_all (self->notices);
  g_list_store_remove_all (self->payments);
  houbu_candidate_set_registration (self, NULL);
  houbu_candidate_set_account (self, NULL);
  houbu_candidate_tell_signed_out (self, reason);
}

static void
remembered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCandidate) self = user_data;
  g_autoptr (GError) error = NULL;

  if (houbu_keyring_store_finish (HOUBU_KEYRING (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->remembered = FALSE;
  houbu_candidate_tell_not_remembered (self, error);
}

/* A refresh token works once, so each new one replaces the one in the keyring at once. */
void
houbu_candidate_remember (HoubuCandidate *self)
{
  HoubuSession *session = houbu_connection_get_session (self->connection);
  HoubuAccountInfo *account = NULL;

  if (self->keyring == NULL || session == NULL || houbu_session_get_refresh_token (session) == NULL)
    return;
  account = houbu_session_get_account (session);
  houbu_keyring_store_async (self->keyring, houbu_connection_get_server (self->connection),
                             houbu_account_info_get_phone_masked (account),
                             houbu_session_get_refresh_token (session), NULL, remembered_cb,
                             g_object_ref (self));
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!houbu_keyring_clear_finish (HOUBU_KEYRING (source), result, &error))
    g_debug ("The keyring keeps its token: %s", error->message);
}

static void
forget_token (HoubuCandidate *self)
{
  if (self->keyring != NULL)
    houbu_keyring_clear_async (self->keyring, houbu_connection_get_server (self->connection), NULL,
                               NULL, forgotten_cb, NULL);
}

/**
 * houbu_candidate_forget_remembered:
 * @self: a candidate who is not signed in
 *
 * Forgets who is remembered here for this server, which is not told.
 */
void
houbu_candidate_forget_remembered (HoubuCandidate *self)
{
  g_return_if_fail (HOUBU_IS_CANDIDATE (self));

  forget_token (self);
}

/**
 * houbu_candidate_stop_remembering:
 * @self: a candidate
 *
 * Forgets whoever is remembered here, at any server, and remembers nobody who is signed in now.
 */
void
houbu_candidate_stop_remembering (HoubuCandidate *self)
{
  g_return_if_fail (HOUBU_IS_CANDIDATE (self));

  self->remembered = FALSE;
  if (self->keyring != NULL)
    houbu_keyring_clear_async (self->keyring, NULL, NULL, NULL, forgotten_cb, NULL);
}

static void
background_refresh_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!houbu_candidate_refresh_finish (HOUBU_CANDIDATE (source), result, &error))
    g_debug ("No state after signing in: %s", error->message);
}

static void
cleared_first_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCandidate) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!houbu_keyring_clear_finish (HOUBU_KEYRING (source), result, &error))
    houbu_candidate_tell_not_remembered (self, error);
  else if (self->account != NULL)
    {
      self->remembered = TRUE;
      houbu_candidate_remember (self);
    }
}

/* One account a server: whoever was remembered before is not the one who is restored next time. */
static void
remember_instead (HoubuCandidate *self)
{
  if (self->keyring != NULL)
    houbu_keyring_clear_async (self->keyring, houbu_connection_get_server (self->connection), NULL,
                               NULL, cleared_first_cb, g_object_ref (self));
}

/* The session is there; the state follows by itself. */
static void
adopt_session (HoubuCandidate *self, HoubuSession *session)
{
  houbu_connection_set_session (self->connection, session);
  houbu_candidate_set_account (self, houbu_session_get_account (session));
  houbu_candidate_refresh_async (self, self->work, background_refresh_cb, NULL);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuCandidate *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (HoubuSession) session =
      houbu_account_service_sign_in_finish (HOUBU_ACCOUNT_SERVICE (source), result, &error);

  if (session == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->remembered = FALSE;
  adopt_session (self, session);
  if (GPOINTER_TO_INT (g_task_get_task_data (task)))
    remember_instead (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * houbu_candidate_sign_in_async:
 * @self: a candidate
 * @account: account name or phone number
 * @password: the password; not kept
 * @captcha_id: (nullable): the captcha that was solved
 * @captcha_answer: (nullable): its answer
 * @remember: whether to stay signed in after the app has been closed
 * @cancellable: (nullable): ends it
 * @callback: called when there is a session; the state is being fetched then
 * @user_data: for @callback
 */
void
houbu_candidate_sign_in_async (HoubuCandidate *self,
                               const char *account,
                               const char *password,
                               const char *captcha_id,
                               const char *captcha_answer,
                               gboolean remember,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (HOUBU_IS_CANDIDATE (self));
  g_return_if_fail (account != NULL && password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_candidate_sign_in_async);
  g_task_set_task_data (task, GINT_TO_POINTER (remember), NULL);
  houbu_account_service_sign_in_async (self->accounts, account, password, captcha_id,
                                       captcha_answer, remember, cancellable, signed_in_cb, task);
}

/**
 * houbu_candidate_sign_in_finish:
 * @self: a candidate
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the candidate is signed in
 */
gboolean
houbu_candidate_sign_in_finish (HoubuCandidate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuCandidate *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (HoubuSession) session =
      houbu_account_service_renew_finish (HOUBU_ACCOUNT_SERVICE (source), result, &error);

  if (session == NULL)
    {
      if (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_UNAUTHENTICATED))
        forget_token (self);
      g_task_return_error (task, error);
      return;
    }
  self->remembered = TRUE;
  adopt_session (self, session);
  g_task_return_boolean (task, TRUE);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuCandidate *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *token = houbu_keyring_lookup_finish (HOUBU_KEYRING (source), result, &error);

  if (token == NULL && error == NULL)
    houbu_error_set (&error, HOUBU_ERROR_UNAUTHENTICATED, HOUBU_PROBLEM_NONE, NULL);
  if (token == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    houbu_account_service_renew_async (self->accounts, token, g_task_get_cancellable (task),
                                       restored_cb, g_object_ref (task));
}

/**
 * houbu_candidate_restore_async:
 * @self: a candidate
 * @cancellable: (nullable): ends it
 * @callback: called when there is a session; the state is being fetched then
 * @user_data: for @callback
 *
 * Signs in with what the keyring remembers for this server.
 */
void
houbu_candidate_restore_async (HoubuCandidate *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (HOUBU_IS_CANDIDATE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_candidate_restore_async);
  if (self->keyring == NULL)
    {
      houbu_error_set (&error, HOUBU_ERROR_UNAUTHENTICATED, HOUBU_PROBLEM_NONE, NULL);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  houbu_keyring_lookup_async (self->keyring, houbu_connection_get_server (self->connection), NULL,
                              cancellable, looked_up_cb, g_steal_pointer (&task));
}

/**
 * houbu_candidate_restore_finish:
 * @self: a candidate
 * @result: what the callback got
 * @error: %HOUBU_ERROR_UNAUTHENTICATED: there is nothing to restore, ask for the password;
 *   a keyring error; or what the connection says
 *
 * Returns: whether the candidate is signed in
 */
gboolean
houbu_candidate_restore_finish (HoubuCandidate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuCandidate *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!houbu_account_service_sign_out_finish (HOUBU_ACCOUNT_SERVICE (source), result, &error))
    g_debug ("The server could not be told: %s", error->message);
  forget_token (self);
  houbu_candidate_forget_session (self, HOUBU_SIGNED_OUT_ASKED);
  g_task_return_boolean (task, TRUE);
}

static void
signed_out_everywhere_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuCandidate *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!houbu_account_service_sign_out_everywhere_finish (HOUBU_ACCOUNT_SERVICE (source), result,
                                                         &error))
    {
      g_task_return_error (task, error);
      return;
    }
  forget_token (self);
  houbu_candidate_forget_session (self, HOUBU_SIGNED_OUT_EVERYWHERE);
  g_task_return_boolean (task, TRUE);
}

/**
 * houbu_candidate_sign_out_async:
 * @self: a candidate
 * @everywhere: on all devices; needs the server, while signing out here works without it
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: for @callback
 */
void
houbu_candidate_sign_out_async (HoubuCandidate *self,
                                gboolean everywhere,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (HOUBU_IS_CANDIDATE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, houbu_candidate_sign_out_async);
  if (everywhere)
    houbu_account_service_sign_out_everywhere_async (self->accounts, cancellable,
                                                     signed_out_everywhere_cb, task);
  else
    houbu_account_service_sign_out_async (self->accounts, cancellable, signed_out_cb, task);
}

/**
 * houbu_candidate_sign_out_finish:
 * @self: a candidate
 * @result: what the callback got
 * @error: why the other devices are still signed in
 *
 * Returns: whether the candidate is signed out
 */
gboolean
houbu_candidate_sign_out_finish (HoubuCandidate *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
