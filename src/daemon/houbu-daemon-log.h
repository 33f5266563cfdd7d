/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void houbu_daemon_log_init (gboolean verbose);

G_END_DECLS
