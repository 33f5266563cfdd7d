/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-daemon-config.h"
#include "houbu-daemon-options.h"
#include "houbu-engine.h"

G_BEGIN_DECLS

/* The payment provider of a serving process: the one of the configuration, or in practice a sandbox
 * of its own, which ends with it. */
typedef struct _HoubuDaemonPayment HoubuDaemonPayment;

void houbu_daemon_payment_start_async (HoubuEngine *engine,
                                       const HoubuDaemonOptions *options,
                                       const HoubuDaemonConfig *config,
                                       const char *own_address,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
HoubuDaemonPayment *
houbu_daemon_payment_start_finish (HoubuEngine *engine, GAsyncResult *result, GError **error);
void houbu_daemon_payment_free (HoubuDaemonPayment *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuDaemonPayment, houbu_daemon_payment_free)

gboolean houbu_daemon_payment_generate_keys (const char *folder, GError **error);

G_END_DECLS
