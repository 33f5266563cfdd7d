/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-message.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HOUBU_TYPE_SENDER (houbu_sender_get_type ())
G_DECLARE_INTERFACE (HoubuSender, houbu_sender, HOUBU, SENDER, GObject)

/**
 * HoubuSenderInterface:
 * @send_async: begins to hand a message over; does not block; answers with a #GTask of a boolean
 *
 * Whatever takes messages to phones: a program, a file for practice.
 */
struct _HoubuSenderInterface
{
  GTypeInterface parent_interface;

  void (*send_async) (HoubuSender *sender,
                      const HoubuMessage *message,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
};

void houbu_sender_send_async (HoubuSender *sender,
                              const HoubuMessage *message,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean houbu_sender_send_finish (HoubuSender *sender, GAsyncResult *result, GError **error);

G_END_DECLS
