/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *houbu_places_beside_program (const char *relative);
char *houbu_places_get_locale_dir (void);
GSettings *houbu_places_open_settings (void);
const char *houbu_places_get_server (void);
char *houbu_places_find_program (const char *name, const char *built, const char *variable);
char *houbu_places_get_practice_dir (void);

G_END_DECLS
