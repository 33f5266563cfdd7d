/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-limiter.h"

#include <math.h>
#include <string.h>

/**
 * HoubuLimiter:
 *
 * Token buckets by key. Each fills at its rate up to its burst and gives one token a request; a
 * bucket not asked for a long time is full again and may be forgotten. The number kept is bounded;
 * beyond it one goes that was not used since others went. For the main thread only.
 */
struct _HoubuLimiter
{
  HoubuRate rates[HOUBU_N_BUCKETS];
  guint max_keys;
  GHashTable *buckets; /* (owned) (element-type Tokens Tokens): the key is in the value */
  guint64 forgotten;   /* how many went so far */
  GQueue turns;        /* (element-type Tokens): whose turn it is to go; links in the values */
};

typedef struct
{
  GList link;
  HoubuBucket bucket;
  gboolean used; /* since it was its turn */
  double tokens;
  gint64 filled_at;
  gint64 number;   /* who it is, */
  const char *key; /* (borrowed) (nullable): or rather this: the text */
  char text[];
} Tokens;

static guint
tokens_hash (gconstpointer data)
{
  const Tokens *tokens = data;

  if (tokens->key == NULL)
    return (guint) tokens->number * 2654435761u;
  return g_str_hash (tokens->key) * 31 + tokens->bucket;
}

static gboolean
tokens_equal (gconstpointer a, gconstpointer b)
{
  const Tokens *one = a, *other = b;

  if (one->bucket != other->bucket || one->number != other->number)
    return FALSE;
  return one->key == other->key ||
         (one->key != NULL && other->key != NULL && strcmp (one->key, other->key) == 0);
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
  limiter->buckets = g_hash_table_new_full (tokens_hash, tokens_equal, NULL, g_free);
  g_queue_init (&limiter->turns);
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

/* Moving each to the end of a queue whenever it is used would touch three of them a request. */
static void
forget_one (HoubuLimiter *limiter)
{
  Tokens *tokens;

  while ((tokens = g_queue_pop_head_link (&limiter->turns)->data)->used)
    {
      tokens->used = FALSE;
      g_queue_push_tail_link (&limiter->turns, &tokens->link);
    }
  g_hash_table_remove (limiter->buckets, tokens);
  limiter->forgotten++;
}

static Tokens *
add (HoubuLimiter *limiter, const Tokens *who, gint64 now)
{
  gsize size = who->key != NULL ? strlen (who->key) + 1 : 0;
  Tokens *tokens = g_malloc (sizeof (Tokens) + size);

  *tokens = *who;
  if (who->key != NULL)
    tokens->key = memcpy (tokens->text, who->key, size);
  tokens->tokens = limiter->rates[who->bucket].burst;
  tokens->filled_at = now;
  tokens->link.data = tokens;
  g_hash_table_add (limiter->buckets, tokens);
  g_queue_push_tail_link (&limiter->turns, &tokens->link);
  return tokens;
}

static Tokens *
find_or_add (HoubuLimiter *limiter, const Tokens *who, gint64 now)
{
  Tokens *tokens = g_hash_table_lookup (limiter->buckets, who);

  if (tokens != NULL)
    {
      tokens->used = TRUE;
      return tokens;
    }
  if (g_hash_table_size (limiter->buckets) >= limiter->max_keys)
    forget_one (limiter);
  return add (limiter, who, now);
}

static gboolean
is_limited (HoubuLimiter *limiter, HoubuBucket bucket)
{
  return limiter->rates[bucket].per_second > 0;
}

static gboolean
take (HoubuLimiter *limiter, Tokens *tokens, gint64 now, gint64 *retry_after)
{
  const HoubuRate *rate = &limiter->rates[tokens->bucket];
  double elapsed;

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
  const Tokens who = { .bucket = bucket, .key = key };

  g_return_val_if_fail (limiter != NULL && key != NULL && bucket < HOUBU_N_BUCKETS, FALSE);

  return !is_limited (limiter, bucket) ||
         take (limiter, find_or_add (limiter, &who, now), now, retry_after);
}

/**
 * houbu_limiter_take_number:
 * @limiter: a limiter
 * @bucket: what is asked for
 * @number: by whom; never the same as one with a key
 * @memo: (inout): where its tokens were last time
 * @now: clock reading, µs
 * @retry_after: (out) (optional): seconds until there is a token again
 *
 * Returns: whether there was a token
 */
gboolean
houbu_limiter_take_number (HoubuLimiter *limiter,
                           HoubuBucket bucket,
                           gint64 number,
                           HoubuMemo *memo,
                           gint64 now,
                           gint64 *retry_after)
{
  const Tokens who = { .bucket = bucket, .number = number };
  Tokens *tokens;

  g_return_val_if_fail (limiter != NULL && bucket < HOUBU_N_BUCKETS, FALSE);

  if (!is_limited (limiter, bucket))
    return TRUE;
  if (memo->place != NULL && memo->stamp == limiter->forgotten)
    {
      tokens = memo->place;
      tokens->used = TRUE;
    }
  else
    {
      tokens = find_or_add (limiter, &who, now);
      *memo = (HoubuMemo){ tokens, limiter->forgotten };
    }
  return take (limiter, tokens, now, retry_after);
}
