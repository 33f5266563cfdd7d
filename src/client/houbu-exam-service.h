/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-service.h"

G_BEGIN_DECLS

/**
 * HoubuExamService:
 *
 * The exam session that is open now, and whether the server is well.
 */
#define HOUBU_TYPE_EXAM_SERVICE (houbu_exam_service_get_type ())
G_DECLARE_FINAL_TYPE (HoubuExamService, houbu_exam_service, HOUBU, EXAM_SERVICE, HoubuService)

HoubuExamService *houbu_exam_service_new (HoubuConnection *connection);
void houbu_exam_service_current_async (HoubuExamService *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
HoubuExam *
houbu_exam_service_current_finish (HoubuExamService *self, GAsyncResult *result, GError **error);

void houbu_exam_service_health_async (HoubuExamService *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
HoubuHealth *
houbu_exam_service_health_finish (HoubuExamService *self, GAsyncResult *result, GError **error);

G_END_DECLS
