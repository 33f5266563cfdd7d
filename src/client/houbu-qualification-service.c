/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-qualification-service.h"

#include "houbu-service-private.h"

struct _HoubuQualificationService
{
  HoubuService parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuQualificationService, houbu_qualification_service, HOUBU_TYPE_SERVICE)

static void
houbu_qualification_service_class_init (HoubuQualificationServiceClass *klass)
{
}

static void
houbu_qualification_service_init (HoubuQualificationService *self)
{
}

/**
 * houbu_qualification_service_new:
 * @connection: the connection to send on
 *
 * Returns: (transfer full): a service
 */
HoubuQualificationService *
houbu_qualification_service_new (HoubuConnection *connection)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (connection), NULL);

  return g_object_new (HOUBU_TYPE_QUALIFICATION_SERVICE, "connection", connection, NULL);
}

/**
 * houbu_qualification_service_query_async:
 * @self: a service
 * @id_type: kind of document
 * @id_number: its number, as typed
 * @name: the name in the record
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_qualification_service_query_async (HoubuQualificationService *self,
                                         HoubuIdType id_type,
                                         const char *id_number,
                                         const char *name,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_autoptr (HoubuQualificationQuery) request = houbu_qualification_query_new ();

  g_return_if_fail (HOUBU_IS_QUALIFICATION_SERVICE (self) && id_number != NULL && name != NULL);

  houbu_qualification_query_set_id_type (request, id_type);
  houbu_qualification_query_set_id_number (request, id_number);
  houbu_qualification_query_set_name (request, name);
  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "POST", "/v1/qualification-queries", request,
                            HOUBU_TYPE_QUALIFICATION_RESULT, NULL, cancellable, callback,
                            user_data);
}

/**
 * houbu_qualification_service_query_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the school's record and the number of the query
 */
HoubuQualificationResult *
houbu_qualification_service_query_finish (HoubuQualificationService *self,
                                          GAsyncResult *result,
                                          GError **error)
{
  g_return_val_if_fail (HOUBU_IS_QUALIFICATION_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}

/**
 * houbu_qualification_service_review_async:
 * @self: a service
 * @admission_ticket: number of the ticket with which CET-4 was passed
 * @intention: (nullable): what the user means to do, %NULL for a single attempt at it
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Asks for the review of the CET-6 qualification.
 */
void
houbu_qualification_service_review_async (HoubuQualificationService *self,
                                          const char *admission_ticket,
                                          HoubuIntention *intention,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data)
{
  g_autoptr (HoubuReviewRequest) request = houbu_review_request_new ();

  g_return_if_fail (HOUBU_IS_QUALIFICATION_SERVICE (self) && admission_ticket != NULL);

  houbu_review_request_set_admission_ticket (request, admission_ticket);
  houbu_service_call_async (self, HOUBU_SERVICE_ONCE, "POST", "/v1/qualification-reviews", request,
                            HOUBU_TYPE_REVIEW, intention, cancellable, callback, user_data);
}

/**
 * houbu_qualification_service_review_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): what has become of it at once
 */
HoubuReview *
houbu_qualification_service_review_finish (HoubuQualificationService *self,
                                           GAsyncResult *result,
                                           GError **error)
{
  g_return_val_if_fail (HOUBU_IS_QUALIFICATION_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}
