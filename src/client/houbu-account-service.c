/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-account-service.h"

#include "houbu-service-private.h"

struct _HoubuAccountService
{
  HoubuService parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuAccountService, houbu_account_service, HOUBU_TYPE_SERVICE)

static void
houbu_account_service_class_init (HoubuAccountServiceClass *klass)
{
}

static void
houbu_account_service_init (HoubuAccountService *self)
{
}

/**
 * houbu_account_service_new:
 * @connection: the connection to send on
 *
 * Returns: (transfer full): a service
 */
HoubuAccountService *
houbu_account_service_new (HoubuConnection *connection)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (connection), NULL);

  return g_object_new (HOUBU_TYPE_ACCOUNT_SERVICE, "connection", connection, NULL);
}

/**
 * houbu_account_service_new_captcha_async:
 * @self: a service
 * @kind: what to solve
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_account_service_new_captcha_async (HoubuAccountService *self,
                                         HoubuCaptchaKind kind,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_autoptr (HoubuCaptchaRequest) request = houbu_captcha_request_new ();

  g_return_if_fail (HOUBU_IS_ACCOUNT_SERVICE (self));

  houbu_captcha_request_set_kind (request, kind);
  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "POST", "/v1/captchas", request,
                            HOUBU_TYPE_CAPTCHA_CHALLENGE, NULL, cancellable, callback, user_data);
}

/**
 * houbu_account_service_new_captcha_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): a captcha, good for one use
 */
HoubuCaptchaChallenge *
houbu_account_service_new_captcha_finish (HoubuAccountService *self,
                                          GAsyncResult *result,
                                          GError **error)
{
  g_return_val_if_fail (HOUBU_IS_ACCOUNT_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}

/**
 * houbu_account_service_sign_in_async:
 * @self: a service
 * @account: account name or phone number
 * @password: the password
 * @captcha_id: (nullable): the captcha that was solved
 * @captcha_answer: (nullable): its answer
 * @remember: whether to ask for a refresh token
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Does not make the session the connection's: houbu_candidate_sign_in_async() does all of it.
 */
void
houbu_account_service_sign_in_async (HoubuAccountService *self,
                                     const char *account,
                                     const char *password,
                                     const char *captcha_id,
                                     const char *captcha_answer,
                                     gboolean remember,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (HoubuSignIn) request = houbu_sign_in_new ();

  g_return_if_fail (HOUBU_IS_ACCOUNT_SERVICE (self) && account != NULL && password != NULL);

  houbu_sign_in_set_account (request, account);
  houbu_sign_in_set_password (request, password);
  houbu_sign_in_set_captcha_id (request, captcha_id);
  houbu_sign_in_set_captcha_answer (request, captcha_answer);
  houbu_sign_in_set_remember (request, remember);
  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "POST", "/v1/sessions", request,
                            HOUBU_TYPE_SESSION, NULL, cancellable, callback, user_data);
}

/**
 * houbu_account_service_sign_in_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the session
 */
HoubuSession *
houbu_account_service_sign_in_finish (HoubuAccountService *self,
                                      GAsyncResult *result,
                                      GError **error)
{
  g_return_val_if_fail (HOUBU_IS_ACCOUNT_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}

/**
 * houbu_account_service_renew_async:
 * @self: a service
 * @refresh_token: what was remembered
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * The token is used up by it.
 */
void
houbu_account_service_renew_async (HoubuAccountService *self,
                                   const char *refresh_token,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (HoubuRefreshRequest) request = houbu_refresh_request_new ();

  g_return_if_fail (HOUBU_IS_ACCOUNT_SERVICE (self) && refresh_token != NULL);

  houbu_refresh_request_set_refresh_token (request, refresh_token);
  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "POST", "/v1/sessions/refresh", request,
                            HOUBU_TYPE_SESSION, NULL, cancellable, callback, user_data);
}

/**
 * houbu_account_service_renew_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the session, with the next refresh token
 */
HoubuSession *
houbu_account_service_renew_finish (HoubuAccountService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_ACCOUNT_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}

/**
 * houbu_account_service_current_async:
 * @self: a service
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_account_service_current_async (HoubuAccountService *self,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_ACCOUNT_SERVICE (self));

  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "GET", "/v1/sessions/current", NULL,
                            HOUBU_TYPE_CURRENT_SESSION, NULL, cancellable, callback, user_data);
}

/**
 * houbu_account_service_current_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): who is signed in
 */
HoubuCurrentSession *
houbu_account_service_current_finish (HoubuAccountService *self,
                                      GAsyncResult *result,
                                      GError **error)
{
  g_return_val_if_fail (HOUBU_IS_ACCOUNT_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}

/**
 * houbu_account_service_sign_out_async:
 * @self: a service
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_account_service_sign_out_async (HoubuAccountService *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_ACCOUNT_SERVICE (self));

  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "DELETE", "/v1/sessions/current", NULL,
                            G_TYPE_NONE, NULL, cancellable, callback, user_data);
}

/**
 * houbu_account_service_sign_out_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the server ended the session
 */
gboolean
houbu_account_service_sign_out_finish (HoubuAccountService *self,
                                       GAsyncResult *result,
                                       GError **error)
{
  g_return_val_if_fail (HOUBU_IS_ACCOUNT_SERVICE (self), FALSE);

  return houbu_service_done_finish (self, result, error);
}

/**
 * houbu_account_service_sign_out_everywhere_async:
 * @self: a service
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_account_service_sign_out_everywhere_async (HoubuAccountService *self,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_ACCOUNT_SERVICE (self));

  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "DELETE", "/v1/sessions", NULL, G_TYPE_NONE,
                            NULL, cancellable, callback, user_data);
}

/**
 * houbu_account_service_sign_out_everywhere_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the server ended all sessions of the account
 */
gboolean
houbu_account_service_sign_out_everywhere_finish (HoubuAccountService *self,
                                                  GAsyncResult *result,
                                                  GError **error)
{
  g_return_val_if_fail (HOUBU_IS_ACCOUNT_SERVICE (self), FALSE);

  return houbu_service_done_finish (self, result, error);
}
