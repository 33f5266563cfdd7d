/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-practice-crowd.h"

#include "houbu-practice-phone.h"

G_BEGIN_DECLS

/**
 * HoubuPractice:
 *
 * A private server on this computer with practice data, and the others who practise on it. It ends
 * when this object does, and with the app, however that ends.
 */
#define HOUBU_TYPE_PRACTICE (houbu_practice_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPractice, houbu_practice, HOUBU, PRACTICE, GObject)

void houbu_practice_start_async (const char *data_dir,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
HoubuPractice *houbu_practice_start_finish (GAsyncResult *result, GError **error);

void houbu_practice_afresh_async (HoubuPractice *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

const char *houbu_practice_get_address (HoubuPractice *self);
HoubuPracticeCrowd *houbu_practice_get_crowd (HoubuPractice *self);
HoubuPracticePhone *houbu_practice_get_phone (HoubuPractice *self);
char *houbu_practice_get_default_dir (void);

/* The sample accounts of the practice data are 13900000001 to 13900000040. */
#define HOUBU_PRACTICE_ACCOUNT "13900000001"
#define HOUBU_PRACTICE_LAST_ACCOUNT "13900000040"
#define HOUBU_PRACTICE_PASSWORD "practice-2022"

G_END_DECLS
