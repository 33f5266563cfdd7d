/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-enrolment-service.h"

#include "houbu-service-private.h"

struct _HoubuEnrolmentService
{
  HoubuService parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuEnrolmentService, houbu_enrolment_service, HOUBU_TYPE_SERVICE)

static void
houbu_enrolment_service_class_init (HoubuEnrolmentServiceClass *klass)
{
}

static void
houbu_enrolment_service_init (HoubuEnrolmentService *self)
{
}

/**
 * houbu_enrolment_service_new:
 * @connection: the connection to send on
 *
 * Returns: (transfer full): a service
 */
HoubuEnrolmentService *
houbu_enrolment_service_new (HoubuConnection *connection)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (connection), NULL);

  return g_object_new (HOUBU_TYPE_ENROLMENT_SERVICE, "connection", connection, NULL);
}

/**
 * houbu_enrolment_service_enrol_async:
 * @self: a service
 * @offerings: (array zero-terminated=1): ids of the offerings to take
 * @intention: (nullable): what the user means to do, %NULL for a single attempt at it
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * All of them or none.
 */
void
houbu_enrolment_service_enrol_async (HoubuEnrolmentService *self,
                                     const char *const *offerings,
                                     HoubuIntention *intention,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (HoubuEnrolmentRequest) request = houbu_enrolment_request_new ();

  g_return_if_fail (HOUBU_IS_ENROLMENT_SERVICE (self) && offerings != NULL);

  houbu_enrolment_request_set_offerings (request, offerings);
  houbu_service_call_async (self, HOUBU_SERVICE_ONCE, "POST", "/v1/enrolments", request,
                            HOUBU_TYPE_ENROLMENT_LIST, intention, cancellable, callback, user_data);
}

/**
 * houbu_enrolment_service_enrol_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable) (element-type HoubuEnrolment): the new seats
 */
GListModel *
houbu_enrolment_service_enrol_finish (HoubuEnrolmentService *self,
                                      GAsyncResult *result,
                                      GError **error)
{
  g_autoptr (HoubuEnrolmentList) list = NULL;

  g_return_val_if_fail (HOUBU_IS_ENROLMENT_SERVICE (self), NULL);

  list = houbu_service_call_finish (self, result, error);
  return list != NULL ? G_LIST_MODEL (g_object_ref (houbu_enrolment_list_get_items (list))) : NULL;
}

/**
 * houbu_enrolment_service_cancel_async:
 * @self: a service
 * @enrolment: id of an unpaid one
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_enrolment_service_cancel_async (HoubuEnrolmentService *self,
                                      const char *enrolment,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autofree char *path = NULL;

  g_return_if_fail (HOUBU_IS_ENROLMENT_SERVICE (self) && enrolment != NULL);

  path = houbu_service_path ("/v1/enrolments/", enrolment, "");
  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "DELETE", path, NULL, G_TYPE_NONE, NULL,
                            cancellable, callback, user_data);
}

/**
 * houbu_enrolment_service_cancel_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the seat was given up
 */
gboolean
houbu_enrolment_service_cancel_finish (HoubuEnrolmentService *self,
                                       GAsyncResult *result,
                                       GError **error)
{
  g_return_val_if_fail (HOUBU_IS_ENROLMENT_SERVICE (self), FALSE);

  return houbu_service_done_finish (self, result, error);
}

/**
 * houbu_enrolment_service_choose_report_form_async:
 * @self: a service
 * @enrolment: id of a written one
 * @form: paper or electronic
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_enrolment_service_choose_report_form_async (HoubuEnrolmentService *self,
                                                  const char *enrolment,
                                                  HoubuReportForm form,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data)
{
  g_autoptr (HoubuReportFormChoice) choice = houbu_report_form_choice_new ();
  g_autofree char *path = NULL;

  g_return_if_fail (HOUBU_IS_ENROLMENT_SERVICE (self) && enrolment != NULL);

  path = houbu_service_path ("/v1/enrolments/", enrolment, "/report-form");
  houbu_report_form_choice_set_report_form (choice, form);
  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "PUT", path, choice, HOUBU_TYPE_ENROLMENT,
                            NULL, cancellable, callback, user_data);
}

/**
 * houbu_enrolment_service_choose_report_form_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the seat with its form
 */
HoubuEnrolment *
houbu_enrolment_service_choose_report_form_finish (HoubuEnrolmentService *self,
                                                   GAsyncResult *result,
                                                   GError **error)
{
  g_return_val_if_fail (HOUBU_IS_ENROLMENT_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}
