/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-services.h"

G_BEGIN_DECLS

/**
 * HoubuCaptchaRow:
 *
 * A picture of letters to be typed, with a button for another one. A picture is good for one
 * answer.
 */
#define HOUBU_TYPE_CAPTCHA_ROW (houbu_captcha_row_get_type ())
G_DECLARE_FINAL_TYPE (HoubuCaptchaRow, houbu_captcha_row, HOUBU, CAPTCHA_ROW, AdwEntryRow)

void houbu_captcha_row_set_services (HoubuCaptchaRow *self, HoubuServices *services);
void houbu_captcha_row_renew (HoubuCaptchaRow *self);
void houbu_captcha_row_clear (HoubuCaptchaRow *self);
const char *houbu_captcha_row_get_id (HoubuCaptchaRow *self);
const char *houbu_captcha_row_get_answer (HoubuCaptchaRow *self);

G_END_DECLS
