/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-service.h"

G_BEGIN_DECLS

/**
 * HoubuAgreementService:
 *
 * The registration agreement and integrity pledge, and its acceptance.
 */
#define HOUBU_TYPE_AGREEMENT_SERVICE (houbu_agreement_service_get_type ())
G_DECLARE_FINAL_TYPE (
    HoubuAgreementService, houbu_agreement_service, HOUBU, AGREEMENT_SERVICE, HoubuService)

HoubuAgreementService *houbu_agreement_service_new (HoubuConnection *connection);
void houbu_agreement_service_get_async (HoubuAgreementService *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
HoubuAgreement *houbu_agreement_service_get_finish (HoubuAgreementService *self,
                                                    GAsyncResult *result,
                                                    GError **error);

void houbu_agreement_service_accept_async (HoubuAgreementService *self,
                                           const char *version,
                                           HoubuIntention *intention,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean houbu_agreement_service_accept_finish (HoubuAgreementService *self,
                                                GAsyncResult *result,
                                                GError **error);

G_END_DECLS
