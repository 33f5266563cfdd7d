/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-call.h"

G_BEGIN_DECLS

/* What a token is good for; told by its first letters, so that each is looked up in one place. */
typedef enum
{
  HOUBU_TOKEN_NONE,
  HOUBU_TOKEN_CANDIDATE,
  HOUBU_TOKEN_REFRESH,
  HOUBU_TOKEN_OPERATOR,
} HoubuTokenKind;

char *houbu_token_new (HoubuTokenKind kind);
HoubuTokenKind houbu_token_kind (const char *token);
void houbu_token_hash (const char *token, guint8 hash[HOUBU_TOKEN_HASH_BYTES]);
char *houbu_random_id (void);
char *houbu_item_id (gint64 now);

G_END_DECLS
