/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-server.h"
#include "houbu-sandbox-notifier.h"

G_BEGIN_DECLS

/* What the platform says over HTTP. */
typedef struct
{
  HoubuSandbox *sandbox;          /* (borrowed) */
  HoubuSandboxNotifier *notifier; /* (borrowed) */
} HoubuSandboxServer;

HoubuHttpServer *houbu_sandbox_server_new (HoubuSandboxServer *self, GError **error);

G_END_DECLS
