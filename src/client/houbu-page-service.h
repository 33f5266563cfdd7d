/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-service.h"

G_BEGIN_DECLS

/**
 * HoubuPageService:
 *
 * The texts that operators write: introduction, instructions, waitlist guide, agreements, contact.
 */
#define HOUBU_TYPE_PAGE_SERVICE (houbu_page_service_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPageService, houbu_page_service, HOUBU, PAGE_SERVICE, HoubuService)

HoubuPageService *houbu_page_service_new (HoubuConnection *connection);
void houbu_page_service_list_async (HoubuPageService *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GListModel *
houbu_page_service_list_finish (HoubuPageService *self, GAsyncResult *result, GError **error);

void houbu_page_service_get_async (HoubuPageService *self,
                                   const char *kind,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
HoubuTextPage *
houbu_page_service_get_finish (HoubuPageService *self, GAsyncResult *result, GError **error);

G_END_DECLS
