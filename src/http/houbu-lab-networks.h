/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GPtrArray *houbu_lab_networks_parse (const char *text);
gboolean houbu_lab_networks_hold (GPtrArray *networks, const char *address);

G_END_DECLS
