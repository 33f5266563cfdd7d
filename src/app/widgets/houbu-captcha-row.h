/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-services.h"

G_BEGIN_DECLS

/**
 * HoubuCaptchaRow:
 *
 * A picture of letters to be typed, with a button for another one. A picture is good for one
 * answer. While a #HoubuWorkRow is its worker the answer is computed instead.
 */
#define HOUBU_TYPE_CAPTCHA_ROW (houbu_captcha_row_get_type ())
G_DECLARE_FINAL_TYPE (HoubuCaptchaRow, houbu_captcha_row, HOUBU, CAPTCHA_ROW, AdwEntryRow)

void houbu_captcha_row_set_services (HoubuCaptchaRow *self, HoubuServices *services);
HoubuServices *houbu_captcha_row_get_services (HoubuCaptchaRow *self);
void houbu_captcha_row_renew (HoubuCaptchaRow *self);
void houbu_captcha_row_clear (HoubuCaptchaRow *self);
const char *houbu_captcha_row_get_id (HoubuCaptchaRow *self);
const char *houbu_captcha_row_get_answer (HoubuCaptchaRow *self);

void houbu_captcha_row_set_worker (HoubuCaptchaRow *self, GtkWidget *worker);
void houbu_captcha_row_set_worked (HoubuCaptchaRow *self,
                                   HoubuCaptchaChallenge *challenge,
                                   const char *answer);
gboolean houbu_captcha_row_is_working (HoubuCaptchaRow *self);
GtkWidget *houbu_captcha_row_get_field (HoubuCaptchaRow *self);

G_END_DECLS
