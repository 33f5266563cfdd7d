/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-http-types.h"

G_BEGIN_DECLS

void houbu_daemon_process_init (void);
void houbu_daemon_process_fit (HoubuHttpLimits *limits);
int houbu_daemon_process_lock (const char *data_dir, GError **error);

G_END_DECLS
