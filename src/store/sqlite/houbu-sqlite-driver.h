/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-driver.h"

G_BEGIN_DECLS

extern const HoubuDriver houbu_sqlite_driver;

G_END_DECLS
