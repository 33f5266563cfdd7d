/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-service.h"

G_BEGIN_DECLS

/**
 * HoubuPaymentService:
 *
 * Orders at the payment provider: opening one, reading it, having the provider asked about it or
 * close it.
 */
#define HOUBU_TYPE_PAYMENT_SERVICE (houbu_payment_service_get_type ())
G_DECLARE_FINAL_TYPE (
    HoubuPaymentService, houbu_payment_service, HOUBU, PAYMENT_SERVICE, HoubuService)

HoubuPaymentService *houbu_payment_service_new (HoubuConnection *connection);

void houbu_payment_service_open_async (HoubuPaymentService *self,
                                       HoubuSubjectKind kind,
                                       HoubuIntention *intention,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
void houbu_payment_service_get_async (HoubuPaymentService *self,
                                      const char *payment,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void houbu_payment_service_refresh_async (HoubuPaymentService *self,
                                          const char *payment,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
void houbu_payment_service_close_async (HoubuPaymentService *self,
                                        const char *payment,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
HoubuPayment *houbu_payment_service_order_finish (HoubuPaymentService *self,
                                                  GAsyncResult *result,
                                                  GError **error);

G_END_DECLS
