/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *houbu_error_text_get_title (const GError *error);
char *houbu_error_text_get_body (const GError *error);
char *houbu_error_text_get_body_of_server (const GError *error, const char *server);
char *houbu_error_text_get_line (const GError *error);
char *houbu_error_text_get_detail_naming (const GError *error, const char *name);
const char *houbu_error_text_get_field (const GError *error);

G_END_DECLS
