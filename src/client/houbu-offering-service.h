/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-service.h"

G_BEGIN_DECLS

/**
 * HoubuOfferingService:
 *
 * The board: what can be taken, where, and how long the queues are.
 */
#define HOUBU_TYPE_OFFERING_SERVICE (houbu_offering_service_get_type ())
G_DECLARE_FINAL_TYPE (
    HoubuOfferingService, houbu_offering_service, HOUBU, OFFERING_SERVICE, HoubuService)

HoubuOfferingService *houbu_offering_service_new (HoubuConnection *connection);
void houbu_offering_service_list_async (HoubuOfferingService *self,
                                        HoubuSubjectKind kind,
                                        const char *campus,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GListModel *houbu_offering_service_list_finish (HoubuOfferingService *self,
                                                GAsyncResult *result,
                                                GError **error);

void houbu_offering_service_list_campuses_async (HoubuOfferingService *self,
                                                 HoubuSubjectKind kind,
                                                 const char *search,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
GListModel *houbu_offering_service_list_campuses_finish (HoubuOfferingService *self,
                                                         GAsyncResult *result,
                                                         GError **error);

G_END_DECLS
