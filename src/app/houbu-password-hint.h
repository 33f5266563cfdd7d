/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HOUBU_PASSWORD_LEVELS 3

/**
 * HoubuPasswordHint:
 * @level: 0 (not enough) to HOUBU_PASSWORD_LEVELS (hard to guess)
 * @text: what to say about it
 *
 * What can be told of a password without knowing what others use: length is what counts, and no
 * mixture of characters is asked for. The server has the list of those that are guessed first.
 */
typedef struct
{
  guint level;
  char *text; /* (owned) */
} HoubuPasswordHint;

void houbu_password_hint_read (HoubuPasswordHint *hint, const char *password);
void houbu_password_hint_clear (HoubuPasswordHint *hint);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HoubuPasswordHint, houbu_password_hint_clear)

G_END_DECLS
