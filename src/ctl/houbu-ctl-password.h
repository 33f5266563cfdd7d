/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *houbu_ctl_password_read_file (const char *name, GError **error);
char *houbu_ctl_password_ask (const char *operator_name, GError **error);
void houbu_ctl_password_free (char *password);

G_END_DECLS
