/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where the daemon listens: `unix:PATH` or `IPV4:PORT` / `[IPV6]:PORT`. */
typedef struct _HoubuListenAddress HoubuListenAddress;

HoubuListenAddress *
houbu_listen_address_parse (const char *text, gboolean allow_public, GError **error);

void houbu_listen_address_free (HoubuListenAddress *self);

int houbu_listen_address_open (HoubuListenAddress *self, guint unix_mode, GError **error);

void houbu_listen_address_remove (HoubuListenAddress *self);

gboolean houbu_listen_address_is_unix (const HoubuListenAddress *self);

GSocketAddress *houbu_listen_address_get_socket_address (const HoubuListenAddress *self);

char *houbu_listen_address_to_string (const HoubuListenAddress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuListenAddress, houbu_listen_address_free)

G_END_DECLS
