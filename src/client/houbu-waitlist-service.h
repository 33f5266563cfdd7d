/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-service.h"

G_BEGIN_DECLS

/**
 * HoubuWaitlistService:
 *
 * Places in queues: joining, leaving, looking back.
 */
#define HOUBU_TYPE_WAITLIST_SERVICE (houbu_waitlist_service_get_type ())
G_DECLARE_FINAL_TYPE (
    HoubuWaitlistService, houbu_waitlist_service, HOUBU, WAITLIST_SERVICE, HoubuService)

HoubuWaitlistService *houbu_waitlist_service_new (HoubuConnection *connection);
void houbu_waitlist_service_join_async (HoubuWaitlistService *self,
                                        const char *offering,
                                        HoubuIntention *intention,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
HoubuEntry *houbu_waitlist_service_join_finish (HoubuWaitlistService *self,
                                                GAsyncResult *result,
                                                GError **error);

void houbu_waitlist_service_cancel_async (HoubuWaitlistService *self,
                                          const char *entry,
                                          HoubuWaitlistCancelReason reason,
                                          const char *note,
                                          HoubuIntention *intention,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
HoubuEntry *houbu_waitlist_service_cancel_finish (HoubuWaitlistService *self,
                                                  GAsyncResult *result,
                                                  GError **error);

void houbu_waitlist_service_list_completed_async (HoubuWaitlistService *self,
                                                  GCancellable *cancellable,
                                                  GAsyncReadyCallback callback,
                                                  gpointer user_data);
GListModel *houbu_waitlist_service_list_completed_finish (HoubuWaitlistService *self,
                                                          GAsyncResult *result,
                                                          GError **error);

G_END_DECLS
