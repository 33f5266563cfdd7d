/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-candidate.h"

G_BEGIN_DECLS

void houbu_candidate_sign_in_async (HoubuCandidate *self,
                                    const char *account,
                                    const char *password,
                                    const char *captcha_id,
                                    const char *captcha_answer,
                                    gboolean remember,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
houbu_candidate_sign_in_finish (HoubuCandidate *self, GAsyncResult *result, GError **error);

void houbu_candidate_restore_async (HoubuCandidate *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
houbu_candidate_restore_finish (HoubuCandidate *self, GAsyncResult *result, GError **error);

void houbu_candidate_forget_remembered (HoubuCandidate *self);
void houbu_candidate_stop_remembering (HoubuCandidate *self);

void houbu_candidate_sign_out_async (HoubuCandidate *self,
                                     gboolean everywhere,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
houbu_candidate_sign_out_finish (HoubuCandidate *self, GAsyncResult *result, GError **error);

void houbu_candidate_refresh_async (HoubuCandidate *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
houbu_candidate_refresh_finish (HoubuCandidate *self, GAsyncResult *result, GError **error);

void houbu_candidate_refresh_exam_async (HoubuCandidate *self,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean
houbu_candidate_refresh_exam_finish (HoubuCandidate *self, GAsyncResult *result, GError **error);

void houbu_candidate_show_offerings_async (HoubuCandidate *self,
                                           HoubuSubjectKind kind,
                                           const char *campus,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean
houbu_candidate_show_offerings_finish (HoubuCandidate *self, GAsyncResult *result, GError **error);

G_END_DECLS
