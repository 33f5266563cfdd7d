/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void houbu_background_portal_ask (GApplication *application);

G_END_DECLS
