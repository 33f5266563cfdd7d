/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sender.h"

G_DEFINE_INTERFACE (HoubuSender, houbu_sender, G_TYPE_OBJECT)

static void
houbu_sender_default_init (HoubuSenderInterface *iface)
{
}

/**
 * houbu_sender_send_async:
 * @sender: a sender
 * @message: (transfer none): may be freed as soon as this returns
 * @callback: called when it was handed over, or not
 * @user_data: for @callback
 */
void
houbu_sender_send_async (HoubuSender *sender,
                         const HoubuMessage *message,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_SENDER (sender) && message != NULL);

  HOUBU_SENDER_GET_IFACE (sender)->send_async (sender, message, callback, user_data);
}

/**
 * houbu_sender_send_finish:
 * @sender: a sender
 * @result: what the callback got
 * @error: why not; without number and text
 *
 * Returns: whether the message was handed over
 */
gboolean
houbu_sender_send_finish (HoubuSender *sender, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, sender), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
