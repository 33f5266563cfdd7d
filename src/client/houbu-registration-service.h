/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-service.h"

G_BEGIN_DECLS

/**
 * HoubuRegistrationService:
 *
 * The candidate's registration in the current exam.
 */
#define HOUBU_TYPE_REGISTRATION_SERVICE (houbu_registration_service_get_type ())
G_DECLARE_FINAL_TYPE (
    HoubuRegistrationService, houbu_registration_service, HOUBU, REGISTRATION_SERVICE, HoubuService)

HoubuRegistrationService *houbu_registration_service_new (HoubuConnection *connection);
void houbu_registration_service_get_async (HoubuRegistrationService *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
HoubuRegistration *houbu_registration_service_get_finish (HoubuRegistrationService *self,
                                                          GAsyncResult *result,
                                                          GError **error);

void houbu_registration_service_create_async (HoubuRegistrationService *self,
                                              const char *query_id,
                                              gboolean phone_confirmed,
                                              gboolean details_confirmed,
                                              HoubuIntention *intention,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
HoubuRegistration *houbu_registration_service_create_finish (HoubuRegistrationService *self,
                                                             GAsyncResult *result,
                                                             GError **error);

void houbu_registration_service_remove_async (HoubuRegistrationService *self,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
gboolean houbu_registration_service_remove_finish (HoubuRegistrationService *self,
                                                   GAsyncResult *result,
                                                   GError **error);

void houbu_registration_service_reveal_identity_async (HoubuRegistrationService *self,
                                                       const char *password,
                                                       GCancellable *cancellable,
                                                       GAsyncReadyCallback callback,
                                                       gpointer user_data);
HoubuIdentityNumber *houbu_registration_service_reveal_identity_finish (
    HoubuRegistrationService *self, GAsyncResult *result, GError **error);

G_END_DECLS
