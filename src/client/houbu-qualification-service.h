/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-intention.h"
#include "houbu-service.h"

G_BEGIN_DECLS

/**
 * HoubuQualificationService:
 *
 * Looks the candidate up in the school's records.
 */
#define HOUBU_TYPE_QUALIFICATION_SERVICE (houbu_qualification_service_get_type ())
G_DECLARE_FINAL_TYPE (HoubuQualificationService,
                      houbu_qualification_service,
                      HOUBU,
                      QUALIFICATION_SERVICE,
                      HoubuService)

HoubuQualificationService *houbu_qualification_service_new (HoubuConnection *connection);
void houbu_qualification_service_query_async (HoubuQualificationService *self,
                                              HoubuIdType id_type,
                                              const char *id_number,
                                              const char *name,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
HoubuQualificationResult *houbu_qualification_service_query_finish (HoubuQualificationService *self,
                                                                    GAsyncResult *result,
                                                                    GError **error);

void houbu_qualification_service_review_async (HoubuQualificationService *self,
                                               const char *admission_ticket,
                                               HoubuIntention *intention,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data);
HoubuReview *houbu_qualification_service_review_finish (HoubuQualificationService *self,
                                                        GAsyncResult *result,
                                                        GError **error);

G_END_DECLS
