/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "houbu-engine-options.h"
#include "houbu-http-service.h"

G_BEGIN_DECLS

/* All that the configuration file may set, with the defaults of what it leaves out. */
typedef struct
{
  HoubuEngineOptions engine;
  HoubuHttpOptions http;
  guint socket_mode;           /* permission bits of a Unix socket */
  char *address_header;        /* (owned): names the client on a Unix socket */
  guint stop_seconds;          /* that requests may take when the daemon stops */
  guint practice_hold_seconds; /* how long a promoted seat is kept in practice */
  GStrv message_command;       /* (owned) (nullable): what takes messages to phones */
  char *message_outbox;        /* (owned) (nullable): a file that takes them instead */
} HoubuDaemonConfig;

HoubuDaemonConfig *houbu_daemon_config_new (void);
void houbu_daemon_config_free (HoubuDaemonConfig *self);

gboolean houbu_daemon_config_load (HoubuDaemonConfig *self, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuDaemonConfig, houbu_daemon_config_free)

G_END_DECLS
