/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *houbu_mask_identity (const char *number);
char *houbu_mask_phone (const char *phone);
char *houbu_mask_name (const char *name);

char *houbu_phone_normalise (const char *phone);
gboolean houbu_phone_is_valid (const char *normalised);

G_END_DECLS
