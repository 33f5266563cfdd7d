/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-clock.h"
#include "houbu-sender.h"

G_BEGIN_DECLS

#define HOUBU_TYPE_OUTBOX_SENDER (houbu_outbox_sender_get_type ())
G_DECLARE_FINAL_TYPE (HoubuOutboxSender, houbu_outbox_sender, HOUBU, OUTBOX_SENDER, GObject)

HoubuSender *houbu_outbox_sender_new (const char *path, HoubuClock *clock);

G_END_DECLS
