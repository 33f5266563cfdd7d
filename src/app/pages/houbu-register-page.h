/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-phone-page.h"

G_BEGIN_DECLS

/**
 * HoubuRegisterPage:
 *
 * A new account: its phone, the code that proves it, a password.
 */
#define HOUBU_TYPE_REGISTER_PAGE (houbu_register_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuRegisterPage, houbu_register_page, HOUBU, REGISTER_PAGE, HoubuPhonePage)

G_END_DECLS
