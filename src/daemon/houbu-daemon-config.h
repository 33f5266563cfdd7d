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
  guint socket_mode;            /* permission bits of a Unix socket */
  char *address_header;         /* (owned): names the client on a Unix socket */
  guint stop_seconds;           /* that requests may take when the daemon stops */
  guint practice_hold_seconds;  /* how long a promoted seat is kept in practice */
  GStrv message_command;        /* (owned) (nullable): what takes messages to phones */
  char *message_outbox;         /* (owned) (nullable): a file that takes them instead */
  char *payment_provider;       /* (owned) (nullable): its word; nothing can be paid without */
  char *payment_gateway;        /* (owned) (nullable) */
  char *payment_app_id;         /* (owned) (nullable) */
  char *payment_private_key;    /* (owned) (nullable): file of the application's own key */
  char *payment_provider_key;   /* (owned) (nullable): file of the provider's public key */
  char *payment_notify_address; /* (owned) (nullable): where the provider reaches us */
  guint payment_seconds;        /* that one of its answers may take */
} HoubuDaemonConfig;

HoubuDaemonConfig *houbu_daemon_config_new (void);
void houbu_daemon_config_free (HoubuDaemonConfig *self);

gboolean houbu_daemon_config_load (HoubuDaemonConfig *self, const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuDaemonConfig, houbu_daemon_config_free)

G_END_DECLS
