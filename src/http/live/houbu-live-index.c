/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-live-index.h"

#include <string.h>

/* Each table maps a key to an array of readers (borrowed), in the order in which they came. */
struct _HoubuLiveIndex
{
  GHashTable *readers;   /* (owned): a set (borrowed) */
  GHashTable *accounts;  /* (owned) (element-type gint64 GPtrArray) */
  GHashTable *queues;    /* (owned) (element-type gint64 GPtrArray) */
  GHashTable *schools;   /* (owned) (element-type utf8 GPtrArray) */
  GHashTable *provinces; /* (owned) (element-type utf8 GPtrArray) */
};

static gpointer
copy_number (gint64 number)
{
  return g_memdup2 (&number, sizeof number);
}

static void
insert (GHashTable *table, gpointer own_key, HoubuLiveReader *reader)
{
  GPtrArray *array = g_hash_table_lookup (table, own_key);

  if (array == NULL)
    {
      array = g_ptr_array_new ();
      g_hash_table_insert (table, own_key, array);
    }
  else
    g_free (own_key);
  g_ptr_array_add (array, reader);
}

static void
drop (GHashTable *table, gconstpointer key, HoubuLiveReader *reader)
{
  GPtrArray *array = g_hash_table_lookup (table, key);

  if (array == NULL)
    return;
  g_ptr_array_remove (array, reader);
  if (array->len == 0)
    g_hash_table_remove (table, key);
}

static void
each (GHashTable *table, gconstpointer key, HoubuLiveFunc func, gpointer data)
{
  GPtrArray *array = g_hash_table_lookup (table, key);

  for (guint i = 0; array != NULL && i < array->len; i++)
    func (g_ptr_array_index (array, i), data);
}

static GHashTable *
new_table (GHashFunc hash, GEqualFunc equal)
{
  return g_hash_table_new_full (hash, equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

/*
 * houbu_live_index_new:
 *
 * Returns: (transfer full): an empty index
 */
HoubuLiveIndex *
houbu_live_index_new (void)
{
  HoubuLiveIndex *self = g_new0 (HoubuLiveIndex, 1);

  self->readers = g_hash_table_new (NULL, NULL);
  self->accounts = new_table (g_int64_hash, g_int64_equal);
  self->queues = new_table (g_int64_hash, g_int64_equal);
  self->schools = new_table (g_str_hash, g_str_equal);
  self->provinces = new_table (g_str_hash, g_str_equal);
  return self;
}

/*
 * houbu_live_index_free:
 * @self: (transfer full): an index
 */
void
houbu_live_index_free (HoubuLiveIndex *self)
{
  g_hash_table_unref (self->readers);
  g_hash_table_unref (self->accounts);
  g_hash_table_unref (self->queues);
  g_hash_table_unref (self->schools);
  g_hash_table_unref (self->provinces);
  g_free (self);
}

/**
 * houbu_live_index_add:
 * @self: an index
 * @reader: a new reader
 *
 * Takes a reader in, under its account.
 */
void
houbu_live_index_add (HoubuLiveIndex *self, HoubuLiveReader *reader)
{
  g_hash_table_add (self->readers, reader);
  insert (self->accounts, copy_number (reader->caller->account), reader);
}

static gboolean
is_joined (GPtrArray *readers)
{
  for (guint i = 0; i < readers->len; i++)
    if (((HoubuLiveReader *) g_ptr_array_index (readers, i))->joined)
      return TRUE;
  return FALSE;
}

/**
 * houbu_live_index_dup_watchers:
 * @self: an index
 *
 * Returns: (transfer full) (element-type gint64): the accounts with a reader that has joined
 */
GHashTable *
houbu_live_index_dup_watchers (HoubuLiveIndex *self)
{
  GHashTable *watchers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer account, readers;

  g_hash_table_iter_init (&iter, self->accounts);
  while (g_hash_table_iter_next (&iter, &account, &readers))
    if (is_joined (readers))
      g_hash_table_add (watchers, copy_number (*(const gint64 *) account));
  return watchers;
}

/**
 * houbu_live_index_remove:
 * @self: an index
 * @reader: a reader in it
 *
 * Forgets a reader everywhere.
 */
void
houbu_live_index_remove (HoubuLiveIndex *self, HoubuLiveReader *reader)
{
  GHashTableIter iter;
  gpointer offering;

  g_hash_table_remove (self->readers, reader);
  drop (self->accounts, &reader->caller->account, reader);
  g_hash_table_iter_init (&iter, reader->queues);
  while (g_hash_table_iter_next (&iter, &offering, NULL))
    drop (self->queues, offering, reader);
  houbu_live_index_place (self, reader, NULL, NULL);
}

/**
 * houbu_live_index_wait:
 * @self: an index
 * @reader: a reader
 * @offering: an offering
 * @waits: whether the reader waits in its queue
 *
 * Says in which queue a reader waits, or no longer waits.
 */
void
houbu_live_index_wait (HoubuLiveIndex *self,
                       HoubuLiveReader *reader,
                       gint64 offering,
                       gboolean waits)
{
  if (g_hash_table_contains (reader->queues, &offering) == waits)
    return;
  if (waits)
    {
      g_hash_table_add (reader->queues, copy_number (offering));
      insert (self->queues, copy_number (offering), reader);
      return;
    }
  g_hash_table_remove (reader->queues, &offering);
  drop (self->queues, &offering, reader);
}

/**
 * houbu_live_index_place:
 * @self: an index
 * @reader: a reader
 * @school: (nullable): code of its school
 * @province: (nullable): code of its province
 *
 * Says which rows of the board a reader sees.
 */
void
houbu_live_index_place (HoubuLiveIndex *self,
                        HoubuLiveReader *reader,
                        const char *school,
                        const char *province)
{
  if (reader->school != NULL)
    drop (self->schools, reader->school, reader);
  if (reader->province != NULL)
    drop (self->provinces, reader->province, reader);
  houbu_live_reader_set_place (reader, school, province);
  if (reader->school != NULL)
    insert (self->schools, g_strdup (reader->school), reader);
  if (reader->province != NULL)
    insert (self->provinces, g_strdup (reader->province), reader);
}

/**
 * houbu_live_index_each:
 * @self: an index
 * @func: (scope call): must not add or remove readers
 * @data: for @func
 *
 * Calls @func for every reader.
 */
void
houbu_live_index_each (HoubuLiveIndex *self, HoubuLiveFunc func, gpointer data)
{
  GHashTableIter iter;
  gpointer reader;

  g_hash_table_iter_init (&iter, self->readers);
  while (g_hash_table_iter_next (&iter, &reader, NULL))
    func (reader, data);
}

/**
 * houbu_live_index_each_account:
 * @self: an index
 * @account: an account
 * @func: (scope call): must not add or remove readers
 * @data: for @func
 *
 * Calls @func for every reader of an account.
 */
void
houbu_live_index_each_account (HoubuLiveIndex *self,
                               gint64 account,
                               HoubuLiveFunc func,
                               gpointer data)
{
  each (self->accounts, &account, func, data);
}

/**
 * houbu_live_index_each_queue:
 * @self: an index
 * @offering: an offering
 * @func: (scope call): must not change who waits
 * @data: for @func
 *
 * Calls @func for every reader that waits in a queue.
 */
void
houbu_live_index_each_queue (HoubuLiveIndex *self,
                             gint64 offering,
                             HoubuLiveFunc func,
                             gpointer data)
{
  each (self->queues, &offering, func, data);
}

/**
 * houbu_live_index_each_place:
 * @self: an index
 * @code: of a school or province
 * @province: whether it is a province's
 * @func: (scope call): must not change places
 * @data: for @func
 *
 * Calls @func for every reader of a school or province.
 */
void
houbu_live_index_each_place (
    HoubuLiveIndex *self, const char *code, gboolean province, HoubuLiveFunc func, gpointer data)
{
  each (province ? self->provinces : self->schools, code, func, data);
}

/**
 * houbu_live_index_count_account:
 * @self: an index
 * @account: an account
 *
 * Returns: how many readers the account has
 */
guint
houbu_live_index_count_account (HoubuLiveIndex *self, gint64 account)
{
  GPtrArray *array = g_hash_table_lookup (self->accounts, &account);

  return array != NULL ? array->len : 0;
}

/**
 * houbu_live_index_get_oldest:
 * @self: an index
 * @account: an account
 *
 * Returns: (nullable): the reader of the account that came first
 */
HoubuLiveReader *
houbu_live_index_get_oldest (HoubuLiveIndex *self, gint64 account)
{
  GPtrArray *array = g_hash_table_lookup (self->accounts, &account);

  return array != NULL ? g_ptr_array_index (array, 0) : NULL;
}
