/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-service.h"

G_BEGIN_DECLS

/**
 * HoubuEnrolmentService:
 *
 * Seats: taking them, choosing the form of their score reports, giving them up.
 */
#define HOUBU_TYPE_ENROLMENT_SERVICE (houbu_enrolment_service_get_type ())
G_DECLARE_FINAL_TYPE (
    HoubuEnrolmentService, houbu_enrolment_service, HOUBU, ENROLMENT_SERVICE, HoubuService)

HoubuEnrolmentService *houbu_enrolment_service_new (HoubuConnection *connection);
void houbu_enrolment_service_enrol_async (HoubuEnrolmentService *self,
                                          const char *const *offerings,
                                          HoubuIntention *intention,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
GListModel *houbu_enrolment_service_enrol_finish (HoubuEnrolmentService *self,
                                                  GAsyncResult *result,
                                                  GError **error);

void houbu_enrolment_service_cancel_async (HoubuEnrolmentService *self,
                                           const char *enrolment,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean houbu_enrolment_service_cancel_finish (HoubuEnrolmentService *self,
                                                GAsyncResult *result,
                                                GError **error);

void houbu_enrolment_service_choose_report_form_async (HoubuEnrolmentService *self,
                                                       const char *enrolment,
                                                       HoubuReportForm form,
                                                       GCancellable *cancellable,
                                                       GAsyncReadyCallback callback,
                                                       gpointer user_data);
HoubuEnrolment *houbu_enrolment_service_choose_report_form_finish (HoubuEnrolmentService *self,
                                                                   GAsyncResult *result,
                                                                   GError **error);

G_END_DECLS
