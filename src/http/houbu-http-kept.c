/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-kept.h"

#include "houbu-call.h"

#include <string.h>

/* What libmicrohttpd and the tables take beside the bytes themselves, about. */
#define BODY_OVERHEAD 1024
#define ENTRY_OVERHEAD 320
#define CACHE_LINE 64

/* The bytes, shared by all who got the same. */
typedef struct
{
  HoubuHttpKeptAnswer answer;
  guint users;
  gsize size;
} Body;

/* What finding one needs stands first, in one line of the processor's cache: there are so many that
 * each line is fetched from far away. */
typedef struct
{
  gint64 account;
  const char *language; /* (borrowed, static) */
  GRefString *target;   /* (owned): shared by all who asked the same */
  Body *body;           /* (borrowed): in use by this */
  gint64 from, until;   /* of the basis */
  guint64 proved;       /* it was found to hold when the store was at this */
  gboolean used;        /* since it was its turn */

  HoubuBasis *basis; /* (owned) */
  gsize size;
  GList link; /* in turns */
} Entry;

struct _HoubuHttpKept
{
  gsize limit;
  gsize bytes;
  guint64 removed;     /* how many went so far */
  GHashTable *entries; /* (owned) (element-type Entry Entry): the key is in the value */
  GHashTable *bodies;  /* (owned) (element-type utf8 Body): by tag */
  GQueue turns;        /* (element-type Entry): whose turn it is to go */
};

static guint
entry_hash (gconstpointer data)
{
  const Entry *entry = data;

  return g_str_hash (entry->target) ^ (guint) entry->account * 2654435761u;
}

/* Languages are static: the same one is the same address. */
static gboolean
entry_equal (gconstpointer a, gconstpointer b)
{
  const Entry *one = a, *other = b;

  return one->account == other->account && one->language == other->language &&
         strcmp (one->target, other->target) == 0;
}

static Entry *
find_entry (HoubuHttpKept *self, gint64 account, const char *language, const char *target)
{
  const Entry probe = { account, language, (GRefString *) target };

  return g_hash_table_lookup (self->entries, &probe);
}

static void
body_free (gpointer data)
{
  Body *body = data;

  houbu_http_ready_unref (body->answer.whole);
  houbu_http_ready_unref (body->answer.unchanged);
  g_free (body->answer.tag);
  g_free (body);
}

/**
 * houbu_http_kept_new:
 * @bytes: how much may be kept
 *
 * Returns: (transfer full): an empty store
 */
HoubuHttpKept *
houbu_http_kept_new (gsize bytes)
{
  HoubuHttpKept *self = g_new0 (HoubuHttpKept, 1);

  self->limit = bytes;
  self->entries = g_hash_table_new (entry_hash, entry_equal);
  self->bodies = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, body_free);
  g_queue_init (&self->turns);
  return self;
}

static void
remove_entry (HoubuHttpKept *self, Entry *entry)
{
  Body *body = entry->body;

  self->removed++;
  g_hash_table_remove (self->entries, entry);
  g_queue_unlink (&self->turns, &entry->link);
  self->bytes -= entry->size;
  if (--body->users == 0)
    {
      self->bytes -= body->size;
      g_hash_table_remove (self->bodies, body->answer.tag);
    }
  houbu_basis_unref (entry->basis);
  g_ref_string_release (entry->target);
  g_aligned_free (entry);
}

static void
forget_one (HoubuHttpKept *self)
{
  Entry *entry;

  while ((entry = g_queue_peek_head (&self->turns))->used)
    {
      entry->used = FALSE;
      g_queue_unlink (&self->turns, &entry->link);
      g_queue_push_tail_link (&self->turns, &entry->link);
    }
  remove_entry (self, entry);
}

/**
 * houbu_http_kept_free:
 * @self: (transfer full): a store
 */
void
houbu_http_kept_free (HoubuHttpKept *self)
{
  while (self->turns.head != NULL)
    remove_entry (self, self->turns.head->data);
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->bodies);
  g_free (self);
}

static Body *
use_body (HoubuHttpKept *self, const char *tag, HoubuHttpReply *whole, HoubuHttpReply *unchanged)
{
  Body *body = g_hash_table_lookup (self->bodies, tag);

  if (body == NULL)
    {
      body = g_new0 (Body, 1);
      body->answer = (HoubuHttpKeptAnswer){ g_strdup (tag), houbu_http_reply_make_ready (whole),
                                            houbu_http_reply_make_ready (unchanged) };
      body->size = g_bytes_get_size (whole->body) + BODY_OVERHEAD;
      g_hash_table_insert (self->bodies, body->answer.tag, body);
      self->bytes += body->size;
    }
  body->users++;
  return body;
}

/**
 * houbu_http_kept_put:
 * @self: a store
 * @account: whom it was answered
 * @language: (transfer none): in which language, a static string
 * @target: what was asked
 * @basis: (transfer none): until when it holds; its tag tells answers apart
 * @whole: (transfer none): the answer
 * @unchanged: (transfer none): the answer for who names its tag
 *
 * Keeps an answer in the place of an older one.
 */
void
houbu_http_kept_put (HoubuHttpKept *self,
                     gint64 account,
                     const char *language,
                     const char *target,
                     HoubuBasis *basis,
                     HoubuHttpReply *whole,
                     HoubuHttpReply *unchanged)
{
  Entry *entry = find_entry (self, account, language, target);

  if (entry != NULL)
    remove_entry (self, entry);
  entry = g_aligned_alloc0 (1, sizeof (Entry), CACHE_LINE);
  entry->account = account;
  entry->language = language;
  entry->target = g_ref_string_new_intern (target);
  entry->body = use_body (self, basis->tag, whole, unchanged);
  entry->from = basis->from;
  entry->until = basis->until;
  entry->basis = houbu_basis_ref (basis);
  entry->size = ENTRY_OVERHEAD + strlen (target) + basis->topics->len * sizeof (guint16);
  entry->link.data = entry;
  self->bytes += entry->size;
  g_hash_table_add (self->entries, entry);
  g_queue_push_tail_link (&self->turns, &entry->link);
  while (self->bytes > self->limit)
    forget_one (self);
}

/* Time that stands still has seen no change since. */
static gboolean
holds (Entry *entry, HoubuEngine *engine, const HoubuMoment *moment)
{
  if (entry->proved == moment->time && moment->time > 0)
    return moment->now >= entry->from && moment->now < entry->until;
  if (!houbu_basis_holds (entry->basis, engine, moment))
    return FALSE;
  entry->proved = moment->time;
  return TRUE;
}

/**
 * houbu_http_kept_find:
 * @self: a store
 * @caller: who asks: a candidate
 * @language: in which language, a static string
 * @target: what is asked
 * @engine: who gave the answers
 * @moment: the present
 *
 * Returns: (transfer none) (nullable): what was answered before and would be answered now
 */
const HoubuHttpKeptAnswer *
houbu_http_kept_find (HoubuHttpKept *self,
                      HoubuCaller *caller,
                      const char *language,
                      const char *target,
                      HoubuEngine *engine,
                      const HoubuMoment *moment)
{
  HoubuMemo *memo = &caller->kept;
  Entry *entry = memo->place;

  if (entry == NULL || memo->stamp != self->removed || entry->language != language ||
      strcmp (entry->target, target) != 0)
    {
      entry = find_entry (self, caller->account, language, target);
      *memo = (HoubuMemo){ entry, self->removed };
    }
  if (entry == NULL || !holds (entry, engine, moment))
    return NULL;
  entry->used = TRUE;
  return &entry->body->answer;
}

/**
 * houbu_http_kept_get_bytes:
 * @self: a store
 *
 * Returns: how much is kept, about
 */
gsize
houbu_http_kept_get_bytes (HoubuHttpKept *self)
{
  return self->bytes;
}
