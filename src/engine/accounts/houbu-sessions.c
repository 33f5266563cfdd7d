/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-sessions.h"

#include "houbu-clock.h"
#include "houbu-tokens.h"

#include <string.h>

/* A token revoked by another process is refused here after this long at the latest. */
#define FRESH (900 * G_TIME_SPAN_MILLISECOND)
/* While nobody else was seen to write, an answer of the store is good for longer: whoever revokes
 * in this process tells this cache. */
#define FRESH_ALONE HOUBU_MINUTE
/* How exactly the last use of a session is written down. */
#define USE_GRAIN HOUBU_MINUTE
#define MAX_ENTRIES 65536

struct _HoubuSessions
{
  HoubuStore *store; /* (borrowed) */
  gint64 idle;
  guint revocations;   /* how often a token was revoked: what was read before may be out of date */
  GHashTable *entries; /* (owned) (element-type HoubuCaller Entry): by token hash */
};

typedef struct
{
  HoubuCaller *caller; /* (owned) */
  gint64 seen_at;      /* as the store knows it */
  gint64 checked_at;   /* monotonic: how old this knowledge is is no matter of the wall clock */
  guint foreign;       /* what others had written by then */
} Entry;

static guint
caller_hash (gconstpointer data)
{
  const HoubuCaller *caller = data;
  guint hash;

  memcpy (&hash, caller->token_hash, sizeof hash);
  return hash;
}

static gboolean
caller_equal (gconstpointer a, gconstpointer b)
{
  const HoubuCaller *one = a, *other = b;

  return memcmp (one->token_hash, other->token_hash, sizeof one->token_hash) == 0;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  houbu_caller_unref (entry->caller);
  g_free (entry);
}

/**
 * houbu_sessions_new:
 * @store: where the sessions are; outlives the cache
 * @idle: how long a session lives unused, µs
 *
 * Returns: (transfer full): an empty cache
 */
HoubuSessions *
houbu_sessions_new (HoubuStore *store, gint64 idle)
{
  HoubuSessions *sessions = g_new0 (HoubuSessions, 1);

  sessions->store = store;
  sessions->idle = idle;
  sessions->entries = g_hash_table_new_full (caller_hash, caller_equal, NULL, entry_free);
  return sessions;
}

/**
 * houbu_sessions_free:
 * @sessions: (transfer full): a cache
 */
void
houbu_sessions_free (HoubuSessions *sessions)
{
  g_return_if_fail (sessions != NULL);

  g_hash_table_unref (sessions->entries);
  g_free (sessions);
}

static gboolean
is_fresh (HoubuSessions *sessions, const Entry *entry, gint64 monotonic)
{
  gint64 age = monotonic - entry->checked_at;
  HoubuForeign foreign;

  if (age <= FRESH || age > FRESH_ALONE)
    return age <= FRESH;
  foreign = houbu_store_get_foreign (sessions->store);
  return foreign.changes == entry->foreign && monotonic - foreign.looked_at <= FRESH;
}

/**
 * houbu_sessions_find:
 * @sessions: a cache
 * @token: what somebody sent
 * @now: clock reading
 *
 * Returns: (transfer full) (nullable): whose token it is; %NULL when the store has to be asked
 */
HoubuCaller *
houbu_sessions_find (HoubuSessions *sessions, const char *token, gint64 now)
{
  HoubuCaller probe;
  const Entry *entry;

  houbu_token_hash (token, probe.token_hash);
  entry = g_hash_table_lookup (sessions->entries, &probe);
  if (entry == NULL || !is_fresh (sessions, entry, g_get_monotonic_time ()) ||
      now >= entry->caller->expires_at || now - entry->seen_at >= sessions->idle)
    return NULL;
  return houbu_caller_ref (entry->caller);
}

static gboolean
is_stale (gpointer key, gpointer value, gpointer user_data)
{
  const Entry *entry = value;
  const gint64 *believed_since = user_data;

  (void) key;
  return entry->checked_at < *believed_since;
}

/**
 * houbu_sessions_mark:
 * @sessions: a cache
 *
 * Returns: what has happened to tokens so far, for houbu_sessions_put()
 */
HoubuSessionsMark
houbu_sessions_mark (HoubuSessions *sessions)
{
  return (HoubuSessionsMark){ sessions->revocations,
                              houbu_store_get_foreign (sessions->store).changes };
}

/**
 * houbu_sessions_put:
 * @sessions: a cache
 * @mark: houbu_sessions_mark() from before the store was asked: its answer may be older than a
 * later revocation
 * @caller: (transfer none): whom the store named
 * @seen_at: when the session was used last, as the store knows it
 */
void
houbu_sessions_put (HoubuSessions *sessions,
                    HoubuSessionsMark mark,
                    HoubuCaller *caller,
                    gint64 seen_at)
{
  gint64 monotonic = g_get_monotonic_time ();
  gint64 believed_since = monotonic - FRESH_ALONE;
  Entry *entry;

  if (mark.revocations != sessions->revocations)
    return;
  if (g_hash_table_size (sessions->entries) >= MAX_ENTRIES)
    g_hash_table_foreach_remove (sessions->entries, is_stale, &believed_since);
  if (g_hash_table_size (sessions->entries) >= MAX_ENTRIES)
    g_hash_table_remove_all (sessions->entries);
  entry = g_new (Entry, 1);
  entry->caller = houbu_caller_ref (caller);
  entry->seen_at = seen_at;
  entry->checked_at = monotonic;
  entry->foreign = mark.foreign;
  g_hash_table_replace (sessions->entries, entry->caller, entry);
}

static gboolean
is_of_account (gpointer key, gpointer value, gpointer user_data)
{
  const HoubuCaller *caller = key;
  const gint64 *account = user_data;

  (void) value;
  return caller->kind == HOUBU_CALLER_CANDIDATE && caller->account == *account;
}

/**
 * houbu_sessions_forget_account:
 * @sessions: a cache
 * @account: some of whose tokens were revoked
 */
void
houbu_sessions_forget_account (HoubuSessions *sessions, gint64 account)
{
  sessions->revocations++;
  g_hash_table_foreach_remove (sessions->entries, is_of_account, &account);
}

/**
 * houbu_sessions_forget:
 * @sessions: a cache
 * @caller: whose token was revoked
 */
void
houbu_sessions_forget (HoubuSessions *sessions, HoubuCaller *caller)
{
  sessions->revocations++;
  g_hash_table_remove (sessions->entries, caller);
}

/**
 * houbu_sessions_note_use:
 * @sessions: a cache
 * @caller: whose session was used
 * @now: clock reading
 *
 * Returns: whether it is time to write the use down in the store
 */
gboolean
houbu_sessions_note_use (HoubuSessions *sessions, HoubuCaller *caller, gint64 now)
{
  Entry *entry = g_hash_table_lookup (sessions->entries, caller);

  if (entry == NULL || now - entry->seen_at < USE_GRAIN)
    return FALSE;
  entry->seen_at = now;
  return TRUE;
}
