/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HoubuMessage:
 * @phone: number it goes to, normalised
 * @text: one line
 *
 * A short message to a phone. Neither part may stand in a log.
 */
typedef struct
{
  char *phone; /* (owned) */
  char *text;  /* (owned) */
} HoubuMessage;

HoubuMessage *houbu_message_new (const char *phone, const char *text);
void houbu_message_free (HoubuMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuMessage, houbu_message_free)

G_END_DECLS
