/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-window.h"

G_BEGIN_DECLS

void houbu_preferences_dialog_show (HoubuWindow *window);

G_END_DECLS
