/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *houbu_ctl_text_harmless (const char *text);
guint houbu_ctl_text_width (const char *text);

G_END_DECLS
