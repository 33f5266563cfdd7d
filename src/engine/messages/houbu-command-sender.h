/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-sender.h"

G_BEGIN_DECLS

#define HOUBU_TYPE_COMMAND_SENDER (houbu_command_sender_get_type ())
G_DECLARE_FINAL_TYPE (HoubuCommandSender, houbu_command_sender, HOUBU, COMMAND_SENDER, GObject)

HoubuSender *houbu_command_sender_new (const char *const *command, guint seconds);

G_END_DECLS
