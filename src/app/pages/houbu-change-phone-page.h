/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-phone-page.h"

G_BEGIN_DECLS

/**
 * HoubuChangePhonePage:
 *
 * Another phone for the account that is signed in.
 */
#define HOUBU_TYPE_CHANGE_PHONE_PAGE (houbu_change_phone_page_get_type ())
G_DECLARE_FINAL_TYPE (
    HoubuChangePhonePage, houbu_change_phone_page, HOUBU, CHANGE_PHONE_PAGE, HoubuPhonePage)

G_END_DECLS
