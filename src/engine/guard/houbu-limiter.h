/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine-types.h"

G_BEGIN_DECLS

/* What is counted. A whole school sits behind one address, so those ceilings are high. */
typedef enum
{
  HOUBU_BUCKET_ACCOUNT, /* requests of one account */
  HOUBU_BUCKET_ADDRESS, /* requests from one address */
  HOUBU_BUCKET_SIGN_IN, /* sign-in attempts from one address */
  HOUBU_BUCKET_CAPTCHA, /* captchas asked for from one address */
  HOUBU_N_BUCKETS,
} HoubuBucket;

typedef struct
{
  double per_second;
  double burst;
} HoubuRate;

HoubuLimiter *houbu_limiter_new (const HoubuRate rates[HOUBU_N_BUCKETS], guint max_keys);
void houbu_limiter_free (HoubuLimiter *limiter);

gboolean houbu_limiter_take (
    HoubuLimiter *limiter, HoubuBucket bucket, const char *key, gint64 now, gint64 *retry_after);
gboolean houbu_limiter_take_number (HoubuLimiter *limiter,
                                    HoubuBucket bucket,
                                    gint64 number,
                                    HoubuMemo *memo,
                                    gint64 now,
                                    gint64 *retry_after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuLimiter, houbu_limiter_free)

G_END_DECLS
