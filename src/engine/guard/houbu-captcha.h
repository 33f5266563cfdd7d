/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine-types.h"

G_BEGIN_DECLS

/* When signing in asks for a captcha. */
typedef enum
{
  HOUBU_CAPTCHA_ALWAYS,
  HOUBU_CAPTCHA_AFTER_FAILURES,
  HOUBU_CAPTCHA_OFF,
} HoubuCaptchaMode;

gboolean houbu_captcha_mode_from_string (const char *word, HoubuCaptchaMode *mode);

char *houbu_captcha_random_answer (void);
GBytes *houbu_captcha_draw (const char *answer, GError **error);
GBytes *houbu_captcha_hash_answer (HoubuVault *vault, const char *id, const char *answer);
gboolean houbu_captcha_work_is_done (const char *challenge, const char *answer, guint difficulty);

gboolean houbu_captcha_redeem (
    HoubuTx *tx, HoubuCall *call, const char *id, const char *answer, GError **error);

G_END_DECLS
