/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-driver.h"
#include "houbu-store.h"

G_BEGIN_DECLS

HoubuStore *houbu_store_open_with (const HoubuDriver *driver, const char *location, GError **error);

G_END_DECLS
