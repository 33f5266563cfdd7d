/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-agreement-service.h"

#include "houbu-service-private.h"

struct _HoubuAgreementService
{
  HoubuService parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuAgreementService, houbu_agreement_service, HOUBU_TYPE_SERVICE)

static void
houbu_agreement_service_class_init (HoubuAgreementServiceClass *klass)
{
}

static void
houbu_agreement_service_init (HoubuAgreementService *self)
{
}

/**
 * houbu_agreement_service_new:
 * @connection: the connection to send on
 *
 * Returns: (transfer full): a service
 */
HoubuAgreementService *
houbu_agreement_service_new (HoubuConnection *connection)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (connection), NULL);

  return g_object_new (HOUBU_TYPE_AGREEMENT_SERVICE, "connection", connection, NULL);
}

/**
 * houbu_agreement_service_get_async:
 * @self: a service
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_agreement_service_get_async (HoubuAgreementService *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_AGREEMENT_SERVICE (self));

  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "GET", "/v1/agreement", NULL,
                            HOUBU_TYPE_AGREEMENT, NULL, cancellable, callback, user_data);
}

/**
 * houbu_agreement_service_get_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the text, and when it was accepted
 */
HoubuAgreement *
houbu_agreement_service_get_finish (HoubuAgreementService *self,
                                    GAsyncResult *result,
                                    GError **error)
{
  g_return_val_if_fail (HOUBU_IS_AGREEMENT_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}

/**
 * houbu_agreement_service_accept_async:
 * @self: a service
 * @version: the version that was read
 * @intention: (nullable): what the user means to do, %NULL for a single attempt at it
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_agreement_service_accept_async (HoubuAgreementService *self,
                                      const char *version,
                                      HoubuIntention *intention,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (HoubuAgreementAcceptance) request = houbu_agreement_acceptance_new ();

  g_return_if_fail (HOUBU_IS_AGREEMENT_SERVICE (self) && version != NULL);

  houbu_agreement_acceptance_set_version (request, version);
  houbu_service_call_async (self, HOUBU_SERVICE_ONCE, "POST", "/v1/agreement/acceptance", request,
                            G_TYPE_NONE, intention, cancellable, callback, user_data);
}

/**
 * houbu_agreement_service_accept_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it is accepted now
 */
gboolean
houbu_agreement_service_accept_finish (HoubuAgreementService *self,
                                       GAsyncResult *result,
                                       GError **error)
{
  g_return_val_if_fail (HOUBU_IS_AGREEMENT_SERVICE (self), FALSE);

  return houbu_service_done_finish (self, result, error);
}
