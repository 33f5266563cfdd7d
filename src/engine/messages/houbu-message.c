/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-message.h"

#include <sodium.h>
#include <string.h>

/**
 * houbu_message_new:
 * @phone: number it goes to, normalised
 * @text: one line
 *
 * Returns: (transfer full): a message
 */
HoubuMessage *
houbu_message_new (const char *phone, const char *text)
{
  HoubuMessage *message;

  g_return_val_if_fail (phone != NULL && text != NULL, NULL);
  g_return_val_if_fail (strpbrk (phone, " \n") == NULL && strchr (text, '\n') == NULL, NULL);

  message = g_new (HoubuMessage, 1);
  message->phone = g_strdup (phone);
  message->text = g_strdup (text);
  return message;
}

/**
 * houbu_message_free:
 * @message: (transfer full) (nullable): a message; its text may hold a code and is wiped
 */
void
houbu_message_free (HoubuMessage *message)
{
  if (message == NULL)
    return;
  sodium_memzero (message->text, strlen (message->text));
  g_free (message->text);
  g_free (message->phone);
  g_free (message);
}
