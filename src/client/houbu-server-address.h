/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HoubuServerAddress:
 *
 * Where a server is: an https address, plain http on loopback, or the path of a local socket. A
 * value that cannot be changed.
 */
typedef struct _HoubuServerAddress HoubuServerAddress;

HoubuServerAddress *houbu_server_address_parse (const char *text, GError **error);
HoubuServerAddress *houbu_server_address_ref (HoubuServerAddress *address);
void houbu_server_address_unref (HoubuServerAddress *address);
const char *houbu_server_address_to_string (const HoubuServerAddress *address);
const char *houbu_server_address_get_socket_path (const HoubuServerAddress *address);
gboolean houbu_server_address_is_loopback (const HoubuServerAddress *address);
char *houbu_server_address_resolve (const HoubuServerAddress *address, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuServerAddress, houbu_server_address_unref)

G_END_DECLS
