/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-page-service.h"

#include "houbu-service-private.h"

struct _HoubuPageService
{
  HoubuService parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuPageService, houbu_page_service, HOUBU_TYPE_SERVICE)

static void
houbu_page_service_class_init (HoubuPageServiceClass *klass)
{
}

static void
houbu_page_service_init (HoubuPageService *self)
{
}

/**
 * houbu_page_service_new:
 * @connection: the connection to send on
 *
 * Returns: (transfer full): a service
 */
HoubuPageService *
houbu_page_service_new (HoubuConnection *connection)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (connection), NULL);

  return g_object_new (HOUBU_TYPE_PAGE_SERVICE, "connection", connection, NULL);
}

/**
 * houbu_page_service_list_async:
 * @self: a service
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_page_service_list_async (HoubuPageService *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_PAGE_SERVICE (self));

  houbu_service_list_async (self, "/v1/pages", HOUBU_TYPE_PAGE_SUMMARY_LIST, cancellable, callback,
                            user_data);
}

/**
 * houbu_page_service_list_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable) (element-type HoubuPageSummary): the texts there are
 */
GListModel *
houbu_page_service_list_finish (HoubuPageService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_PAGE_SERVICE (self), NULL);

  return houbu_service_list_finish (self, result, error);
}

/**
 * houbu_page_service_get_async:
 * @self: a service
 * @kind: the wire word of its kind, such as `waitlist_guide`
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_page_service_get_async (HoubuPageService *self,
                              const char *kind,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autofree char *path = NULL;

  g_return_if_fail (HOUBU_IS_PAGE_SERVICE (self) && kind != NULL);

  path = houbu_service_path ("/v1/pages/", kind, "");
  houbu_service_call_async (self, HOUBU_SERVICE_PLAIN, "GET", path, NULL, HOUBU_TYPE_TEXT_PAGE,
                            NULL, cancellable, callback, user_data);
}

/**
 * houbu_page_service_get_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the text
 */
HoubuTextPage *
houbu_page_service_get_finish (HoubuPageService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_PAGE_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}
