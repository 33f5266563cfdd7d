/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *houbu_http_language_choose (const char *accept);

G_END_DECLS
