/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-service.h"

G_BEGIN_DECLS

/**
 * HoubuPhoneService:
 *
 * What an account does by its phone: codes, registering, a new password, finding the account again,
 * another phone.
 */
#define HOUBU_TYPE_PHONE_SERVICE (houbu_phone_service_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPhoneService, houbu_phone_service, HOUBU, PHONE_SERVICE, HoubuService)

HoubuPhoneService *houbu_phone_service_new (HoubuConnection *connection);

void houbu_phone_service_send_code_async (HoubuPhoneService *self,
                                          HoubuVerificationPurpose purpose,
                                          const char *phone,
                                          const char *captcha_id,
                                          const char *captcha_answer,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
HoubuMessageReceipt *houbu_phone_service_send_code_finish (HoubuPhoneService *self,
                                                           GAsyncResult *result,
                                                           GError **error);

void houbu_phone_service_register_async (HoubuPhoneService *self,
                                         const char *phone,
                                         const char *code,
                                         const char *password,
                                         HoubuIntention *intention,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
HoubuAccountInfo *
houbu_phone_service_register_finish (HoubuPhoneService *self, GAsyncResult *result, GError **error);

void houbu_phone_service_reset_async (HoubuPhoneService *self,
                                      const char *phone,
                                      const char *code,
                                      const char *password,
                                      HoubuIntention *intention,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
houbu_phone_service_reset_finish (HoubuPhoneService *self, GAsyncResult *result, GError **error);

void houbu_phone_service_recover_async (HoubuPhoneService *self,
                                        HoubuAccountRecovery *request,
                                        HoubuIntention *intention,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
HoubuMessageReceipt *
houbu_phone_service_recover_finish (HoubuPhoneService *self, GAsyncResult *result, GError **error);

void houbu_phone_service_change_async (HoubuPhoneService *self,
                                       const char *phone,
                                       const char *code,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
HoubuAccountInfo *
houbu_phone_service_change_finish (HoubuPhoneService *self, GAsyncResult *result, GError **error);

G_END_DECLS
