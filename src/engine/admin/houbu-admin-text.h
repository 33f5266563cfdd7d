/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean houbu_admin_text_read (
    char **title, char **body, const char *new_title, const char *new_body, GError **error);

G_END_DECLS
