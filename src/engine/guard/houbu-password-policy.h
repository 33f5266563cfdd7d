/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean houbu_password_is_common (const char *password, const char *phone);
gboolean houbu_password_check (const char *password, const char *phone, GError **error);

G_END_DECLS
