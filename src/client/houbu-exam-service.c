/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-exam-service.h"

#include "houbu-service-private.h"

struct _HoubuExamService
{
  HoubuService parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuExamService, houbu_exam_service, HOUBU_TYPE_SERVICE)

static void
houbu_exam_service_class_init (HoubuExamServiceClass *klass)
{
}

static void
houbu_exam_service_init (HoubuExamService *self)
{
}

/**
 * houbu_exam_service_new:
 * @connection: the connection to send on
 *
 * Returns: (transfer full): a service
 */
HoubuExamService *
houbu_exam_service_new (HoubuConnection *connection)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (connection), NULL);

  return g_object_new (HOUBU_TYPE_EXAM_SERVICE, "connection", connection, NULL);
}

/**
 * houbu_exam_service_current_async:
 * @self: a service
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_exam_service_current_async (HoubuExamService *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_EXAM_SERVICE (self));

  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "GET", "/v1/exam", NULL, HOUBU_TYPE_EXAM,
                            NULL, cancellable, callback, user_data);
}

/**
 * houbu_exam_service_current_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the exam session
 */
HoubuExam *
houbu_exam_service_current_finish (HoubuExamService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_EXAM_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}

/**
 * houbu_exam_service_health_async:
 * @self: a service
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Also the way to find out whether there is a houbud at an address.
 */
void
houbu_exam_service_health_async (HoubuExamService *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_EXAM_SERVICE (self));

  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "GET", "/v1/health", NULL, HOUBU_TYPE_HEALTH,
                            NULL, cancellable, callback, user_data);
}

/**
 * houbu_exam_service_health_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): how the server is
 */
HoubuHealth *
houbu_exam_service_health_finish (HoubuExamService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_EXAM_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}
