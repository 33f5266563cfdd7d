/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-phone-service.h"

#include "houbu-service-private.h"

struct _HoubuPhoneService
{
  HoubuService parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuPhoneService, houbu_phone_service, HOUBU_TYPE_SERVICE)

static void
houbu_phone_service_class_init (HoubuPhoneServiceClass *klass)
{
}

static void
houbu_phone_service_init (HoubuPhoneService *self)
{
}

/**
 * houbu_phone_service_new:
 * @connection: the connection to send on
 *
 * Returns: (transfer full): a service
 */
HoubuPhoneService *
houbu_phone_service_new (HoubuConnection *connection)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (connection), NULL);

  return g_object_new (HOUBU_TYPE_PHONE_SERVICE, "connection", connection, NULL);
}

/**
 * houbu_phone_service_send_code_async:
 * @self: a service
 * @purpose: what the code is to be good for
 * @phone: where it goes
 * @captcha_id: (nullable): the captcha that was solved
 * @captcha_answer: (nullable): its answer
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * The answer does not tell whether the phone has an account.
 */
void
houbu_phone_service_send_code_async (HoubuPhoneService *self,
                                     HoubuVerificationPurpose purpose,
                                     const char *phone,
                                     const char *captcha_id,
                                     const char *captcha_answer,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (HoubuVerificationCodeRequest) request = houbu_verification_code_request_new ();

  g_return_if_fail (HOUBU_IS_PHONE_SERVICE (self) && phone != NULL);

  houbu_verification_code_request_set_purpose (request, purpose);
  houbu_verification_code_request_set_phone (request, phone);
  houbu_verification_code_request_set_captcha_id (request, captcha_id);
  houbu_verification_code_request_set_captcha_answer (request, captcha_answer);
  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "POST", "/v1/verification-codes", request,
                            HOUBU_TYPE_MESSAGE_RECEIPT, NULL, cancellable, callback, user_data);
}

/**
 * houbu_phone_service_send_code_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): when the code ends and when another may be sent
 */
HoubuMessageReceipt *
houbu_phone_service_send_code_finish (HoubuPhoneService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_PHONE_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}

/**
 * houbu_phone_service_register_async:
 * @self: a service
 * @phone: the phone of the new account
 * @code: what was sent there
 * @password: for the new account; not kept
 * @intention: (nullable): what the user means to do, %NULL for a single attempt at it
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_phone_service_register_async (HoubuPhoneService *self,
                                    const char *phone,
                                    const char *code,
                                    const char *password,
                                    HoubuIntention *intention,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (HoubuAccountCreation) request = houbu_account_creation_new ();

  g_return_if_fail (HOUBU_IS_PHONE_SERVICE (self));
  g_return_if_fail (phone != NULL && code != NULL && password != NULL);

  houbu_account_creation_set_phone (request, phone);
  houbu_account_creation_set_code (request, code);
  houbu_account_creation_set_password (request, password);
  houbu_service_call_async (self, HOUBU_SERVICE_ONCE, "POST", "/v1/accounts", request,
                            HOUBU_TYPE_ACCOUNT_INFO, intention, cancellable, callback, user_data);
}

/**
 * houbu_phone_service_register_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the new account; nobody is signed in by it
 */
HoubuAccountInfo *
houbu_phone_service_register_finish (HoubuPhoneService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_PHONE_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}

/**
 * houbu_phone_service_reset_async:
 * @self: a service
 * @phone: the phone of the account
 * @code: what was sent there
 * @password: from now on; not kept
 * @intention: (nullable): what the user means to do, %NULL for a single attempt at it
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Every session of the account ends.
 */
void
houbu_phone_service_reset_async (HoubuPhoneService *self,
                                 const char *phone,
                                 const char *code,
                                 const char *password,
                                 HoubuIntention *intention,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (HoubuPasswordReset) request = houbu_password_reset_new ();

  g_return_if_fail (HOUBU_IS_PHONE_SERVICE (self));
  g_return_if_fail (phone != NULL && code != NULL && password != NULL);

  houbu_password_reset_set_phone (request, phone);
  houbu_password_reset_set_code (request, code);
  houbu_password_reset_set_password (request, password);
  houbu_service_call_async (self, HOUBU_SERVICE_ONCE, "POST", "/v1/password-resets", request,
                            G_TYPE_NONE, intention, cancellable, callback, user_data);
}

/**
 * houbu_phone_service_reset_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the password is set
 */
gboolean
houbu_phone_service_reset_finish (HoubuPhoneService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_PHONE_SERVICE (self), FALSE);

  return houbu_service_done_finish (self, result, error);
}

/**
 * houbu_phone_service_recover_async:
 * @self: a service
 * @request: document and name, and the captcha that was solved
 * @intention: (nullable): what the user means to do, %NULL for a single attempt at it
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * The answer does not tell whether anybody registered with it.
 */
void
houbu_phone_service_recover_async (HoubuPhoneService *self,
                                   HoubuAccountRecovery *request,
                                   HoubuIntention *intention,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_PHONE_SERVICE (self) && HOUBU_IS_ACCOUNT_RECOVERY (request));

  houbu_service_call_async (self, HOUBU_SERVICE_ONCE, "POST", "/v1/account-recoveries", request,
                            HOUBU_TYPE_MESSAGE_RECEIPT, intention, cancellable, callback,
                            user_data);
}

/**
 * houbu_phone_service_recover_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): when the same may be asked for again
 */
HoubuMessageReceipt *
houbu_phone_service_recover_finish (HoubuPhoneService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_PHONE_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}

/**
 * houbu_phone_service_change_async:
 * @self: a service
 * @phone: the phone to use from now on
 * @code: what was sent there
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * For the account that is signed in. Asking again when the answer was lost does no harm.
 */
void
houbu_phone_service_change_async (HoubuPhoneService *self,
                                  const char *phone,
                                  const char *code,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (HoubuPhoneChange) request = houbu_phone_change_new ();

  g_return_if_fail (HOUBU_IS_PHONE_SERVICE (self) && phone != NULL && code != NULL);

  houbu_phone_change_set_phone (request, phone);
  houbu_phone_change_set_code (request, code);
  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "PUT", "/v1/account/phone", request,
                            HOUBU_TYPE_ACCOUNT_INFO, NULL, cancellable, callback, user_data);
}

/**
 * houbu_phone_service_change_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the account with its new phone
 */
HoubuAccountInfo *
houbu_phone_service_change_finish (HoubuPhoneService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_PHONE_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}
