/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-http-kept.h"

#include <string.h>

/* What libmicrohttpd and the tables take beside the bytes themselves, about. */
#define BODY_OVERHEAD 1024
#define ENTRY_OVERHEAD 320

/* The bytes, shared by all who got the same. */
typedef struct
{
  char *tag; /* (owned) */
  guint users;
  gsize size;
  HoubuHttpReady *whole;     /* (owned) */
  HoubuHttpReady *unchanged; /* (owned) */
} Body;

typedef struct
{
  gint64 account;
  const char *language; /* (borrowed, static) */
  char *target;         /* (owned) */
  Body *body;           /* (borrowed): in use by this */
  HoubuHttpKeptAnswer answer;
  gsize size;
  GList link; /* in by_use */
} Entry;

struct _HoubuHttpKept
{
  gsize limit;
  gsize bytes;
  GHashTable *entries; /* (owned) (element-type Entry Entry): the key is in the value */
  GHashTable *bodies;  /* (owned) (element-type utf8 Body): by tag */
  GQueue by_use;       /* (element-type Entry): least recently used first */
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

static void
body_free (gpointer data)
{
  Body *body = data;

  houbu_http_ready_unref (body->whole);
  houbu_http_ready_unref (body->unchanged);
  g_free (body->tag);
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
  g_queue_init (&self->by_use);
  return self;
}

static void
remove_entry (HoubuHttpKept *self, Entry *entry)
{
  Body *body = entry->body;

  g_hash_table_remove (self->entries, entry);
  g_queue_unlink (&self->by_use, &entry->link);
  self->bytes -= entry->size;
  if (--body->users == 0)
    {
      self->bytes -= body->size;
      g_hash_table_remove (self->bodies, body->tag);
    }
  houbu_basis_unref (entry->answer.basis);
  g_free (entry->target);
  g_free (entry);
}

/**
 * houbu_http_kept_free:
 * @self: (transfer full): a store
 */
void
houbu_http_kept_free (HoubuHttpKept *self)
{
  while (self->by_use.head != NULL)
    remove_entry (self, self->by_use.head->data);
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
      body->tag = g_strdup (tag);
      body->size = g_bytes_get_size (whole->body) + BODY_OVERHEAD;
      body->whole = houbu_http_reply_make_ready (whole);
      body->unchanged = houbu_http_reply_make_ready (unchanged);
      g_hash_table_insert (self->bodies, body->tag, body);
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
  Entry probe = { .account = account, .language = language, .target = (char *) target };
  Entry *entry = g_hash_table_lookup (self->entries, &probe);

  if (entry != NULL)
    remove_entry (self, entry);
  entry = g_new0 (Entry, 1);
  *entry = probe;
  entry->target = g_strdup (target);
  entry->body = use_body (self, basis->tag, whole, unchanged);
  entry->answer =
      (HoubuHttpKeptAnswer){ houbu_basis_ref (basis), entry->body->whole, entry->body->unchanged };
  entry->size = ENTRY_OVERHEAD + strlen (target) + basis->topics->len * sizeof (guint16);
  entry->link.data = entry;
  self->bytes += entry->size;
  g_hash_table_add (self->entries, entry);
  g_queue_push_tail_link (&self->by_use, &entry->link);
  while (self->bytes > self->limit)
    remove_entry (self, self->by_use.head->data);
}

/**
 * houbu_http_kept_find:
 * @self: a store
 * @account: who asks
 * @language: in which language, a static string
 * @target: what is asked
 *
 * Returns: (transfer none) (nullable): what was answered before, which may hold no longer
 */
const HoubuHttpKeptAnswer *
houbu_http_kept_find (HoubuHttpKept *self, gint64 account, const char *language, const char *target)
{
  Entry probe = { .account = account, .language = language, .target = (char *) target };
  Entry *entry = g_hash_table_lookup (self->entries, &probe);

  if (entry == NULL)
    return NULL;
  g_queue_unlink (&self->by_use, &entry->link);
  g_queue_push_tail_link (&self->by_use, &entry->link);
  return &entry->answer;
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
