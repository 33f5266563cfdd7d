/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine.h"
#include "houbu-messenger.h"
#include "houbu-pool.h"
#include "houbu-sessions.h"

G_BEGIN_DECLS

HoubuPool *houbu_engine_get_pool (HoubuEngine *engine);
HoubuLimiter *houbu_engine_get_limiter (HoubuEngine *engine);
HoubuSessions *houbu_engine_get_sessions (HoubuEngine *engine);
HoubuMessenger *houbu_engine_get_messenger (HoubuEngine *engine);
gboolean houbu_engine_admit_special (HoubuEngine *engine,
                                     HoubuBucket bucket,
                                     const char *address,
                                     GError **error);
void houbu_operation_go_on (GTask *task, const HoubuOperation *write, HoubuCall *call);
void houbu_engine_end_sessions (HoubuEngine *engine, gint64 account);

G_END_DECLS
