/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-page.h"

G_BEGIN_DECLS

/**
 * HoubuWelcomePage:
 *
 * The first page: which server, or practice on this computer.
 */
#define HOUBU_TYPE_WELCOME_PAGE (houbu_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (HoubuWelcomePage, houbu_welcome_page, HOUBU, WELCOME_PAGE, HoubuPage)

G_END_DECLS
