/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine-types.h"
#include "houbu-sender.h"

G_BEGIN_DECLS

/**
 * HoubuMessengerStats:
 * @sent: handed over
 * @failed: not handed over
 * @waiting: for their turn
 */
typedef struct
{
  guint64 sent;
  guint64 failed;
  guint waiting;
} HoubuMessengerStats;

HoubuMessenger *houbu_messenger_new (HoubuSender *sender, guint parallel);
HoubuMessenger *houbu_messenger_ref (HoubuMessenger *messenger);
void houbu_messenger_unref (HoubuMessenger *messenger);

gboolean houbu_messenger_check (HoubuMessenger *messenger, GError **error);
void houbu_messenger_send (HoubuMessenger *messenger, HoubuMessage *message);
void houbu_messenger_get_stats (HoubuMessenger *messenger, HoubuMessengerStats *stats);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuMessenger, houbu_messenger_unref)

G_END_DECLS
