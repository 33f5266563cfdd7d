/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-limiter.h"

#include <math.h>

/**
 * HoubuLimiter:
 *
 * Token buckets by key. Each fills at its rate up to its burst and gives one token a request; a
 * bucket not asked for a long time is full again and may be forgotten. The number kept is bounded;
 * beyond it the one not used for longest goes. For the main thread only.
 */
struct _HoubuLimiter
{
  HoubuRate rates[HOUBU_N_BUCKETS];
  guint max_keys;
  GHashTable *buckets; /* (owned) (element-type Tokens Tokens): the key is in the value */
  GQueue by_use;       /* (element-type Tokens): least recently used first; links in the values */
};

typedef struct
{
  HoubuBucket bucket;
  char *key; /* (owned) */
  double tokens;
  gint64 filled_at;
  GList link;
} Tokens;

static guint
tokens_hash (gconstpointer data)
{
  const Tokens *tokens = data;

  return g_str_hash (tokens->key) * 31 + tokens->bucket;
}

static gboolean
tokens_equal (gconstpointer a, gconstpointer b)
{
  const Tokens *one = a, *other = b;

  return one->bucket == other->bucket && g_str_equal (one->key, other->key);
}

static void
tokens_free (gpointer data)
{
  Tokens *tokens = data;

  g_free (tokens->key);
  g_free (tokens);
}

/**
 * houbu_limiter_new:
 * @rates: one for each bucket; a rate of zero does not limit
 * @max_keys: buckets kept at most
 *
 * Returns: (transfer full): a limiter
 */
HoubuLimiter *
houbu_limiter_new (const HoubuRate rates[HOUBU_N_BUCKETS], guint max_keys)
{
  HoubuLimiter *limiter;

  g_return_val_if_fail (rates != NULL && max_keys > 0, NULL);

  limiter = g_new0 (HoubuLimiter, 1);
  for (gsize i = 0; i < HOUBU_N_BUCKETS; i++)
    limiter->rates[i] = rates[i];
  limiter->max_keys = max_keys;
  limiter->buckets = g_hash_table_new_full (tokens_hash, tokens_equal, NULL, tokens_free);
  g_queue_init (&limiter->by_use);
  return limiter;
}

/**
 * houbu_limiter_free:
 * @limiter: (transfer full): a limiter
 */
void
houbu_limiter_free (HoubuLimiter *limiter)
{
  g_return_if_fail (limiter != NULL);

  g_hash_table_unref (limiter->buckets);
  g_free (limiter);
}

static Tokens *
find_or_add (HoubuLimiter *limiter, HoubuBucket bucket, const char *key, gint64 now)
{
  Tokens probe = { .bucket = bucket, .key = (char *) key };
  Tokens *tokens = g_hash_table_lookup (limiter->buckets, &probe);

  if (tokens != NULL)
    {
      g_queue_unlink (&limiter->by_use, &tokens->link);
    }
  else
    {
      if (g_hash_table_size (limiter->buckets) >= limiter->max_keys)
        {
          GList *oldest = g_queue_pop_head_link (&limiter->by_use);

          g_hash_table_remove (limiter->buckets, oldest->data);
        }
      tokens = g_new0 (Tokens, 1);
      tokens->bucket = bucket;
      tokens->key = g_strdup (key);
      tokens->tokens = limiter->rates[bucket].burst;
      tokens->filled_at = now;
      tokens->link.data = tokens;
      g_hash_table_add (limiter->buckets, tokens);
    }
  g_queue_push_tail_link (&limiter->by_use, &tokens->link);
  return tokens;
}

/**
 * houbu_limiter_take:
 * @limiter: a limiter
 * @bucket: what is asked for
 * @key: by whom
 * @now: clock reading, µs
 * @retry_after: (out) (optional): seconds until there is a token again
 *
 * Returns: whether there was a token
 */
gboolean
houbu_limiter_take (
    HoubuLimiter *limiter, HoubuBucket bucket, const char *key, gint64 now, gint64 *retry_after)
{
  const HoubuRate *rate;
  Tokens *tokens;
  double elapsed;

  g_return_val_if_fail (limiter != NULL && key != NULL && bucket < HOUBU_N_BUCKETS, FALSE);

  rate = &limiter->rates[bucket];
  if (rate->per_second <= 0)
    return TRUE;
  tokens = find_or_add (limiter, bucket, key, now);
  /* A clock set back must not empty a bucket. */
  elapsed = (double) MAX (now - tokens->filled_at, 0) / G_TIME_SPAN_SECOND;
  tokens->tokens = MIN (tokens->tokens + elapsed * rate->per_second, rate->burst);
  tokens->filled_at = now;
  if (tokens->tokens >= 1)
    {
      tokens->tokens -= 1;
      return TRUE;
    }
  if (retry_after != NULL)
    *retry_after = (gint64) ceil ((1 - tokens->tokens) / rate->per_second);
  return FALSE;
}
