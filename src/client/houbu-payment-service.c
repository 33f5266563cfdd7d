/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payment-service.h"

#include "houbu-service-private.h"

struct _HoubuPaymentService
{
  HoubuService parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuPaymentService, houbu_payment_service, HOUBU_TYPE_SERVICE)

static void
houbu_payment_service_class_init (HoubuPaymentServiceClass *klass)
{
}

static void
houbu_payment_service_init (HoubuPaymentService *self)
{
}

/**
 * houbu_payment_service_new:
 * @connection: the connection to send on
 *
 * Returns: (transfer full): a service
 */
HoubuPaymentService *
houbu_payment_service_new (HoubuConnection *connection)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (connection), NULL);

  return g_object_new (HOUBU_TYPE_PAYMENT_SERVICE, "connection", connection, NULL);
}

/**
 * houbu_payment_service_open_async:
 * @self: a service
 * @kind: the written or the oral seats
 * @intention: (nullable): what the user means to do, %NULL for a single attempt at it
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Opens an order over all unpaid seats of the kind, or finds the one that is open. It ends with
 * houbu_payment_service_order_finish().
 */
void
houbu_payment_service_open_async (HoubuPaymentService *self,
                                  HoubuSubjectKind kind,
                                  HoubuIntention *intention,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (HoubuPaymentRequest) request = houbu_payment_request_new ();

  g_return_if_fail (HOUBU_IS_PAYMENT_SERVICE (self) && kind != HOUBU_SUBJECT_KIND_UNSET);

  houbu_payment_request_set_kind (request, kind);
  houbu_service_call_async (self, HOUBU_SERVICE_ONCE, "POST", "/v1/payments", request,
                            HOUBU_TYPE_PAYMENT, intention, cancellable, callback, user_data);
}

/**
 * houbu_payment_service_get_async:
 * @self: a service
 * @payment: id of an order
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Reads what the server knows of the order. It ends with houbu_payment_service_order_finish().
 */
void
houbu_payment_service_get_async (HoubuPaymentService *self,
                                 const char *payment,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autofree char *path = NULL;

  g_return_if_fail (HOUBU_IS_PAYMENT_SERVICE (self) && payment != NULL);

  path = houbu_service_path ("/v1/payments/", payment, "");
  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "GET", path, NULL, HOUBU_TYPE_PAYMENT, NULL,
                            cancellable, callback, user_data);
}

static void
ask_provider (HoubuPaymentService *self,
              const char *payment,
              const char *question,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_autofree char *path = houbu_service_path ("/v1/payments/", payment, question);

  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "POST", path, NULL, HOUBU_TYPE_PAYMENT, NULL,
                            cancellable, callback, user_data);
}

/**
 * houbu_payment_service_refresh_async:
 * @self: a service
 * @payment: id of an order
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Has the provider asked how the order stands. It ends with houbu_payment_service_order_finish();
 * %HOUBU_ERROR_PROVIDER_SILENT says that nothing is known then, not even that nothing was paid.
 */
void
houbu_payment_service_refresh_async (HoubuPaymentService *self,
                                     const char *payment,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_PAYMENT_SERVICE (self) && payment != NULL);

  ask_provider (self, payment, "/refresh", cancellable, callback, user_data);
}

/**
 * houbu_payment_service_close_async:
 * @self: a service
 * @payment: id of an open order
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Has the provider close the order. It ends with houbu_payment_service_order_finish(); the order
 * may have been paid before that, and %HOUBU_ERROR_PROVIDER_SILENT says that nothing was changed.
 */
void
houbu_payment_service_close_async (HoubuPaymentService *self,
                                   const char *payment,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_PAYMENT_SERVICE (self) && payment != NULL);

  ask_provider (self, payment, "/close", cancellable, callback, user_data);
}

/**
 * houbu_payment_service_order_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the order
 */
HoubuPayment *
houbu_payment_service_order_finish (HoubuPaymentService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_PAYMENT_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}
