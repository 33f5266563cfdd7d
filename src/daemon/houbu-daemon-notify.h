/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Talks to the service manager: ready, stopping, and alive as long as requests are answered. */
typedef struct _HoubuDaemonNotify HoubuDaemonNotify;

HoubuDaemonNotify *houbu_daemon_notify_new (GSocketAddress *own_address);
void houbu_daemon_notify_free (HoubuDaemonNotify *self);

void houbu_daemon_notify_send (const char *state);

G_END_DECLS
