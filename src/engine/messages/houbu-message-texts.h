/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What phones are told; `value` is what the text is about. */
typedef enum
{
  HOUBU_MESSAGE_REGISTER,      /* a code */
  HOUBU_MESSAGE_RESET,         /* a code */
  HOUBU_MESSAGE_CHANGE_PHONE,  /* a code */
  HOUBU_MESSAGE_HAS_ACCOUNT,   /* instead of a code to register with */
  HOUBU_MESSAGE_NO_ACCOUNT,    /* instead of a code to reset the password with */
  HOUBU_MESSAGE_PHONE_TAKEN,   /* instead of a code to change the phone with */
  HOUBU_MESSAGE_PHONE_CHANGED, /* to the old one: the new one, masked */
  HOUBU_MESSAGE_ACCOUNT_NAME,  /* the name */
  HOUBU_MESSAGE_ACCOUNT_PHONE, /* of an account without a name */
} HoubuMessageText;

char *houbu_message_text (HoubuMessageText text, gboolean chinese, const char *value);

G_END_DECLS
