/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HoubuPracticePhone:
 *
 * All the phones of practice: whoever practises sees here what a real server sends to a phone.
 *
 * Properties, read only: `number` and `text` (strings, nullable) of the newest message since this
 * was made.
 */
#define HOUBU_TYPE_PRACTICE_PHONE (houbu_practice_phone_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPracticePhone, houbu_practice_phone, HOUBU, PRACTICE_PHONE, GObject)

HoubuPracticePhone *houbu_practice_phone_new (const char *outbox);
const char *houbu_practice_phone_get_number (HoubuPracticePhone *self);
const char *houbu_practice_phone_get_text (HoubuPracticePhone *self);

G_END_DECLS
