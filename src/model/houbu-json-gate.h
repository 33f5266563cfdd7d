/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

JsonNode *houbu_json_gate_parse (const char *text, gssize length, GError **error);

G_END_DECLS
