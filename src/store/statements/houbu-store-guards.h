/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/* What keeps strangers and repetitions out: captchas, counters of attempts, idempotency keys. */

/**
 * HoubuCaptchaRow:
 * @kind: `image` or `work`
 * @answer: hash of the answer, or the challenge
 * @difficulty: of `work`, or 0
 * @expires_at: its end
 */
typedef struct
{
  char *kind;     /* (owned) */
  GBytes *answer; /* (owned) */
  gint64 difficulty;
  gint64 expires_at;
  gboolean used;
} HoubuCaptchaRow;

/**
 * HoubuCounterRow:
 * @since: when the counting began
 * @last_at: when it counted last
 * @count: how many since then
 */
typedef struct
{
  gint64 since;
  gint64 last_at;
  gint64 count;
} HoubuCounterRow;

/**
 * HoubuIdempotencyRow:
 * @digest: of the request
 * @status: of the answer
 * @body: of the answer
 * @created_at: when it was given
 */
typedef struct
{
  GBytes *digest; /* (owned) */
  guint status;
  GBytes *body; /* (owned) */
  gint64 created_at;
} HoubuIdempotencyRow;

void houbu_captcha_row_free (HoubuCaptchaRow *self);
void houbu_idempotency_row_free (HoubuIdempotencyRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuCaptchaRow, houbu_captcha_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuIdempotencyRow, houbu_idempotency_row_free)

gboolean
houbu_store_captcha_add (HoubuTx *tx, const char *id, const HoubuCaptchaRow *row, GError **error);
HoubuCaptchaRow *houbu_store_captcha_find (HoubuTx *tx, const char *id, GError **error);
gboolean houbu_store_captcha_use (HoubuTx *tx, const char *id, GError **error);

gboolean houbu_store_counter_get (
    HoubuTx *tx, const char *kind, GBytes *target, HoubuCounterRow *row, GError **error);
gboolean houbu_store_counter_set (
    HoubuTx *tx, const char *kind, GBytes *target, const HoubuCounterRow *row, GError **error);

HoubuIdempotencyRow *
houbu_store_idempotency_find (HoubuTx *tx, const char *actor, const char *key, GError **error);
gboolean houbu_store_idempotency_set (HoubuTx *tx,
                                      const char *actor,
                                      const char *key,
                                      const HoubuIdempotencyRow *row,
                                      GError **error);

gboolean houbu_store_forget_expired (HoubuTx *tx, gint64 now, GError **error);

G_END_DECLS
