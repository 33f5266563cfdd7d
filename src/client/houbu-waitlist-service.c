/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-waitlist-service.h"

#include "houbu-service-private.h"

struct _HoubuWaitlistService
{
  HoubuService parent_instance;
};

G_DEFINE_FINAL_TYPE (HoubuWaitlistService, houbu_waitlist_service, HOUBU_TYPE_SERVICE)

static void
houbu_waitlist_service_class_init (HoubuWaitlistServiceClass *klass)
{
}

static void
houbu_waitlist_service_init (HoubuWaitlistService *self)
{
}

/**
 * houbu_waitlist_service_new:
 * @connection: the connection to send on
 *
 * Returns: (transfer full): a service
 */
HoubuWaitlistService *
houbu_waitlist_service_new (HoubuConnection *connection)
{
  g_return_val_if_fail (HOUBU_IS_CONNECTION (connection), NULL);

  return g_object_new (HOUBU_TYPE_WAITLIST_SERVICE, "connection", connection, NULL);
}

/**
 * houbu_waitlist_service_join_async:
 * @self: a service
 * @offering: id of the offering to wait for
 * @intention: (nullable): what the user means to do, %NULL for a single attempt at it
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_waitlist_service_join_async (HoubuWaitlistService *self,
                                   const char *offering,
                                   HoubuIntention *intention,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (HoubuWaitlistJoin) request = houbu_waitlist_join_new ();

  g_return_if_fail (HOUBU_IS_WAITLIST_SERVICE (self) && offering != NULL);

  houbu_waitlist_join_set_offering (request, offering);
  houbu_service_call_async (self, HOUBU_SERVICE_ONCE, "POST", "/v1/waitlist-entries", request,
                            HOUBU_TYPE_ENTRY, intention, cancellable, callback, user_data);
}

/**
 * houbu_waitlist_service_join_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the place in the queue
 */
HoubuEntry *
houbu_waitlist_service_join_finish (HoubuWaitlistService *self,
                                    GAsyncResult *result,
                                    GError **error)
{
  g_return_val_if_fail (HOUBU_IS_WAITLIST_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}

/**
 * houbu_waitlist_service_cancel_async:
 * @self: a service
 * @entry: id of a waiting entry
 * @reason: why
 * @note: (nullable): in the candidate's words, with the reason `other`
 * @intention: (nullable): what the user means to do, %NULL for a single attempt at it
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_waitlist_service_cancel_async (HoubuWaitlistService *self,
                                     const char *entry,
                                     HoubuWaitlistCancelReason reason,
                                     const char *note,
                                     HoubuIntention *intention,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (HoubuWaitlistCancellation) request = houbu_waitlist_cancellation_new ();
  g_autofree char *path = NULL;

  g_return_if_fail (HOUBU_IS_WAITLIST_SERVICE (self) && entry != NULL);

  houbu_waitlist_cancellation_set_reason (request, reason);
  houbu_waitlist_cancellation_set_note (request, note);
  path = houbu_service_path ("/v1/waitlist-entries/", entry, "/cancellation");
  houbu_service_call_async (self, HOUBU_SERVICE_ONCE, "POST", path, request, HOUBU_TYPE_ENTRY,
                            intention, cancellable, callback, user_data);
}

/**
 * houbu_waitlist_service_cancel_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the entry as it ended
 */
HoubuEntry *
houbu_waitlist_service_cancel_finish (HoubuWaitlistService *self,
                                      GAsyncResult *result,
                                      GError **error)
{
  g_return_val_if_fail (HOUBU_IS_WAITLIST_SERVICE (self), NULL);

  return houbu_service_call_finish (self, result, error);
}

/**
 * houbu_waitlist_service_list_completed_async:
 * @self: a service
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's main context
 * @user_data: for @callback
 */
void
houbu_waitlist_service_list_completed_async (HoubuWaitlistService *self,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_WAITLIST_SERVICE (self));

  houbu_service_list_async (self, "/v1/waitlist-entries?state=completed", HOUBU_TYPE_ENTRY_LIST,
                            cancellable, callback, user_data);
}

/**
 * houbu_waitlist_service_list_completed_finish:
 * @self: a service
 * @result: what the callback got
 * @error: `HOUBU_ERROR`, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable) (element-type HoubuEntry): the entries that ended, newest
 * first
 */
GListModel *
houbu_waitlist_service_list_completed_finish (HoubuWaitlistService *self,
                                              GAsyncResult *result,
                                              GError **error)
{
  g_return_val_if_fail (HOUBU_IS_WAITLIST_SERVICE (self), NULL);

  return houbu_service_list_finish (self, result, error);
}
