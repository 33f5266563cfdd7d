/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-daemon-config.h"
#include "houbu-daemon-options.h"

G_BEGIN_DECLS

int houbu_daemon_serve (const HoubuDaemonOptions *options,
                        const HoubuDaemonConfig *config,
                        GError **error);

G_END_DECLS
