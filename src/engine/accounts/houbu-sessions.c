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
  GHashTable *callers; /* (owned) (element-type HoubuCaller): by token hash */
};

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
  sessions->callers =
      g_hash_table_new_full (caller_hash, caller_equal, NULL, (GDestroyNotify) houbu_caller_unref);
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

  g_hash_table_unref (sessions->callers);
  g_free (sessions);
}

static gboolean
is_fresh (const HoubuCaller *caller, const HoubuMoment *moment)
{
  gint64 age = moment->monotonic - caller->checked_at;

  if (age <= FRESH || age > FRESH_ALONE)
    return age <= FRESH;
  return moment->time > 0 && moment->foreign == caller->foreign;
}

static gboolean
note_use (HoubuCaller *caller, gint64 now)
{
  if (now - caller->seen_at < USE_GRAIN)
    return FALSE;
  caller->seen_at = now;
  return TRUE;
}

/**
 * houbu_sessions_find:
 * @sessions: a cache
 * @token: what somebody sent
 * @moment: the present
 * @use: (out): whether it is time to write this use of the session down in the store
 *
 * Returns: (transfer none) (nullable): whose token it is; %NULL when the store has to be asked
 */
HoubuCaller *
houbu_sessions_find (HoubuSessions *sessions,
                     const char *token,
                     const HoubuMoment *moment,
                     gboolean *use)
{
  HoubuCaller probe;
  HoubuCaller *caller;

  houbu_token_hash (token, probe.token_hash);
  caller = g_hash_table_lookup (sessions->callers, &probe);
  if (caller == NULL || !is_fresh (caller, moment) || moment->now >= caller->expires_at ||
      moment->now - caller->seen_at >= sessions->idle)
    return NULL;
  *use = caller->kind == HOUBU_CALLER_CANDIDATE && note_use (caller, moment->now);
  return caller;
}

static gboolean
is_stale (gpointer key, gpointer value, gpointer user_data)
{
  const HoubuCaller *caller = value;
  const gint64 *believed_since = user_data;

  (void) key;
  return caller->checked_at < *believed_since;
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
  return (HoubuSessionsMark){ sessions->revocations, houbu_store_look (sessions->store).foreign };
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

  if (mark.revocations != sessions->revocations)
    return;
  if (g_hash_table_size (sessions->callers) >= MAX_ENTRIES)
    g_hash_table_foreach_remove (sessions->callers, is_stale, &believed_since);
  if (g_hash_table_size (sessions->callers) >= MAX_ENTRIES)
    g_hash_table_remove_all (sessions->callers);
  caller->seen_at = seen_at;
  caller->checked_at = monotonic;
  caller->foreign = mark.foreign;
  g_hash_table_add (sessions->callers, houbu_caller_ref (caller));
}

static gboolean
is_of_account (gpointer key, gpointer value, gpointer user_data)
{
  const HoubuCaller *caller = value;
  const gint64 *account = user_data;

  (void) key;
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
  g_hash_table_foreach_remove (sessions->callers, is_of_account, &account);
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
  g_hash_table_remove (sessions->callers, caller);
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
  HoubuCaller *known = g_hash_table_lookup (sessions->callers, caller);

  return known != NULL && note_use (known, now);
}
