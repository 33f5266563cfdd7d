/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int houbu_self_check_command (const char *server);

G_END_DECLS
