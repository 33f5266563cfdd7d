/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-service.h"

G_BEGIN_DECLS

/**
 * HoubuAccountService:
 *
 * Sign in and out, and who is signed in. Candidates and their session; the state that follows from
 * it is HoubuCandidate's.
 */
#define HOUBU_TYPE_ACCOUNT_SERVICE (houbu_account_service_get_type ())
G_DECLARE_FINAL_TYPE (
    HoubuAccountService, houbu_account_service, HOUBU, ACCOUNT_SERVICE, HoubuService)

HoubuAccountService *houbu_account_service_new (HoubuConnection *connection);
void houbu_account_service_new_captcha_async (HoubuAccountService *self,
                                              HoubuCaptchaKind kind,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
HoubuCaptchaChallenge *houbu_account_service_new_captcha_finish (HoubuAccountService *self,
                                                                 GAsyncResult *result,
                                                                 GError **error);

void houbu_account_service_sign_in_async (HoubuAccountService *self,
                                          const char *account,
                                          const char *password,
                                          const char *captcha_id,
                                          const char *captcha_answer,
                                          gboolean remember,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
HoubuSession *houbu_account_service_sign_in_finish (HoubuAccountService *self,
                                                    GAsyncResult *result,
                                                    GError **error);

void houbu_account_service_renew_async (HoubuAccountService *self,
                                        const char *refresh_token,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
HoubuSession *houbu_account_service_renew_finish (HoubuAccountService *self,
                                                  GAsyncResult *result,
                                                  GError **error);

void houbu_account_service_current_async (HoubuAccountService *self,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
HoubuCurrentSession *houbu_account_service_current_finish (HoubuAccountService *self,
                                                           GAsyncResult *result,
                                                           GError **error);

void houbu_account_service_sign_out_async (HoubuAccountService *self,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean houbu_account_service_sign_out_finish (HoubuAccountService *self,
                                                GAsyncResult *result,
                                                GError **error);

void houbu_account_service_sign_out_everywhere_async (HoubuAccountService *self,
                                                      GCancellable *cancellable,
                                                      GAsyncReadyCallback callback,
                                                      gpointer user_data);
gboolean houbu_account_service_sign_out_everywhere_finish (HoubuAccountService *self,
                                                           GAsyncResult *result,
                                                           GError **error);

G_END_DECLS
