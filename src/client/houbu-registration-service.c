/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-registration-service.h"

#include "houbu-service-private.h"

struct _HoubuRegistrationService
{
  HoubuService parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuRegistrationService, houbu_registration_service, HOUBU_TYPE_SERVICE)

static void
houbu_registration_service_class_init (HoubuRegistrationServiceClass *klass)
{
}

static void
houbu_registration_service_init (HoubuRegistrationService *self)
{
}

/**
 * houbu_registration_service_new:
 * @connection: the connection to send on
 *
 * Returns: (transfer full): a service
 */
HoubuRegistrationService *
houbu_registration_service_new (HoubuConnection *connection)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (connection), NULL);

  return g_object_new (HOUBU_TYPE_REGISTRATION_SERVICE, "connection", connection, NULL);
}

/**
 * houbu_registration_service_get_async:
 * @self: a service
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_registration_service_get_async (HoubuRegistrationService *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_REGISTRATION_SERVICE (self));

  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "GET", "/v1/registration", NULL,
                            HOUBU_TYPE_REGISTRATION, NULL, cancellable, callback, user_data);
}

/**
 * houbu_registration_service_get_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the registration; its status is `none` when there is none
 */
HoubuRegistration *
houbu_registration_service_get_finish (HoubuRegistrationService *self,
                                       GAsyncResult *result,
                                       GError **error)
{
  g_return_val_if_fail (HOUBU_IS_REGISTRATION_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}

/**
 * houbu_registration_service_create_async:
 * @self: a service
 * @query_id: the qualification query that was confirmed
 * @phone_confirmed: the phone number was confirmed
 * @details_confirmed: the record was confirmed
 * @intention: (nullable): what the user means to do, %NULL for a single attempt at it
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_registration_service_create_async (HoubuRegistrationService *self,
                                         const char *query_id,
                                         gboolean phone_confirmed,
                                         gboolean details_confirmed,
                                         HoubuIntention *intention,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_autoptr (HoubuRegistrationRequest) request = houbu_registration_request_new ();

  g_return_if_fail (HOUBU_IS_REGISTRATION_SERVICE (self) && query_id != NULL);

  houbu_registration_request_set_query_id (request, query_id);
  houbu_registration_request_set_phone_confirmed (request, phone_confirmed);
  houbu_registration_request_set_details_confirmed (request, details_confirmed);
  houbu_service_call_async (self, HOUBU_SERVICE_ONCE, "POST", "/v1/registration", request,
                            HOUBU_TYPE_REGISTRATION, intention, cancellable, callback, user_data);
}

/**
 * houbu_registration_service_create_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the new registration
 */
HoubuRegistration *
houbu_registration_service_create_finish (HoubuRegistrationService *self,
                                          GAsyncResult *result,
                                          GError **error)
{
  g_return_val_if_fail (HOUBU_IS_REGISTRATION_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}

/**
 * houbu_registration_service_remove_async:
 * @self: a service
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Ends every seat and place in a queue with it.
 */
void
houbu_registration_service_remove_async (HoubuRegistrationService *self,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_REGISTRATION_SERVICE (self));

  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "DELETE", "/v1/registration", NULL,
                            G_TYPE_NONE, NULL, cancellable, callback, user_data);
}

/**
 * houbu_registration_service_remove_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is gone
 */
gboolean
houbu_registration_service_remove_finish (HoubuRegistrationService *self,
                                          GAsyncResult *result,
                                          GError **error)
{
  g_return_val_if_fail (HOUBU_IS_REGISTRATION_SERVICE (self), FALSE);

  return houbu_service_done_finish (self, result, error);
}

/**
 * houbu_registration_service_reveal_identity_async:
 * @self: a service
 * @password: the password of the account, asked for anew
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_registration_service_reveal_identity_async (HoubuRegistrationService *self,
                                                  const char *password,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data)
{
  g_autoptr (HoubuIdentityReveal) request = houbu_identity_reveal_new ();

  g_return_if_fail (HOUBU_IS_REGISTRATION_SERVICE (self) && password != NULL);

  houbu_identity_reveal_set_password (request, password);
  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "POST", "/v1/registration/identity-reveals",
                            request, HOUBU_TYPE_IDENTITY_NUMBER, NULL, cancellable, callback,
                            user_data);
}

/**
 * houbu_registration_service_reveal_identity_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the whole document number
 */
HoubuIdentityNumber *
houbu_registration_service_reveal_identity_finish (HoubuRegistrationService *self,
                                                   GAsyncResult *result,
                                                   GError **error)
{
  g_return_val_if_fail (HOUBU_IS_REGISTRATION_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}
