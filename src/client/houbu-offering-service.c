/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-offering-service.h"

#include "houbu-service-private.h"

struct _HoubuOfferingService
{
  HoubuService parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuOfferingService, houbu_offering_service, HOUBU_TYPE_SERVICE)

static void
houbu_offering_service_class_init (HoubuOfferingServiceClass *klass)
{
}

static void
houbu_offering_service_init (HoubuOfferingService *self)
{
}

/**
 * houbu_offering_service_new:
 * @connection: the connection to send on
 *
 * Returns: (transfer full): a service
 */
HoubuOfferingService *
houbu_offering_service_new (HoubuConnection *connection)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (connection), NULL);

  return g_object_new (HOUBU_TYPE_OFFERING_SERVICE, "connection", connection, NULL);
}

/**
 * houbu_offering_service_list_async:
 * @self: a service
 * @kind: written or oral
 * @campus: (nullable): code of the campus, %NULL for the candidate's own
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_offering_service_list_async (HoubuOfferingService *self,
                                   HoubuSubjectKind kind,
                                   const char *campus,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autofree char *path = NULL;

  g_return_if_fail (HOUBU_IS_OFFERING_SERVICE (self));

  path = houbu_service_query ("/v1/offerings", "kind", houbu_subject_kind_to_string (kind),
                              "campus", campus, NULL);
  houbu_service_list_async (self, path, HOUBU_TYPE_OFFERING_LIST, cancellable, callback, user_data);
}

/**
 * houbu_offering_service_list_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable) (element-type HoubuOffering): the rows
 */
GListModel *
houbu_offering_service_list_finish (HoubuOfferingService *self,
                                    GAsyncResult *result,
                                    GError **error)
{
  g_return_val_if_fail (HOUBU_IS_OFFERING_SERVICE (self), NULL);

  return houbu_service_list_finish (self, result, error);
}

/**
 * houbu_offering_service_list_campuses_async:
 * @self: a service
 * @kind: written or oral
 * @search: (nullable): part of a name or code
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_offering_service_list_campuses_async (HoubuOfferingService *self,
                                            HoubuSubjectKind kind,
                                            const char *search,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  g_autofree char *path = NULL;

  g_return_if_fail (HOUBU_IS_OFFERING_SERVICE (self));

  path = houbu_service_query ("/v1/campuses", "kind", houbu_subject_kind_to_string (kind), "q",
                              search, NULL);
  houbu_service_list_async (self, path, HOUBU_TYPE_CAMPUS_CHOICE_LIST, cancellable, callback,
                            user_data);
}

/**
 * houbu_offering_service_list_campuses_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable) (element-type HoubuCampusChoice): where such subjects may be
 * taken
 */
GListModel *
houbu_offering_service_list_campuses_finish (HoubuOfferingService *self,
                                             GAsyncResult *result,
                                             GError **error)
{
  g_return_val_if_fail (HOUBU_IS_OFFERING_SERVICE (self), NULL);

  return houbu_service_list_finish (self, result, error);
}
