/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *houbu_phone_read (const char *typed, GError **error);

G_END_DECLS
