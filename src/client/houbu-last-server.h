/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *houbu_last_server_load (void);
gboolean houbu_last_server_save (const char *server, GError **error);
void houbu_last_server_forget (void);

G_END_DECLS
