/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-tx-memory.h"

#include "houbu-tx-private.h"

typedef struct
{
  const HoubuSql *sql;
  gint64 key;
  gpointer value;
  GDestroyNotify destroy;
} Known;

static guint
hash_known (gconstpointer data)
{
  const Known *known = data;

  return g_direct_hash (known->sql) ^ (guint) known->key;
}

static gboolean
equal_known (gconstpointer a, gconstpointer b)
{
  const Known *left = a;
  const Known *right = b;

  return left->sql == right->sql && left->key == right->key;
}

static void
free_known (gpointer data)
{
  Known *known = data;

  if (known->destroy != NULL)
    known->destroy (known->value);
  g_free (known);
}

/* For houbu-tx.c, which owns it. */
GHashTable *
houbu_tx_memory_new (void)
{
  return g_hash_table_new_full (hash_known, equal_known, free_known, NULL);
}

/**
 * houbu_tx_recall:
 * @self: a transaction
 * @sql: what read it
 * @key: of what
 *
 * Returns: (transfer none) (nullable): what was remembered in this transaction
 */
gpointer
houbu_tx_recall (HoubuTx *self, const HoubuSql *sql, gint64 key)
{
  const Known wanted = { .sql = sql, .key = key };
  const Known *known = g_hash_table_lookup (houbu_tx_get_memory (self), &wanted);

  return known != NULL ? known->value : NULL;
}

/**
 * houbu_tx_remember:
 * @self: a transaction
 * @sql: what read it
 * @key: of what
 * @value: (transfer full): what was read
 * @destroy: (nullable): frees @value
 *
 * A reading transaction serves one function only and remembers nothing; @value is the caller's
 * again then.
 *
 * Returns: whether @value was taken
 */
gboolean
houbu_tx_remember (
    HoubuTx *self, const HoubuSql *sql, gint64 key, gpointer value, GDestroyNotify destroy)
{
  Known *known;

  if (!houbu_tx_is_writing (self))
    return FALSE;
  known = g_new (Known, 1);
  *known = (Known){ sql, key, value, destroy };
  g_hash_table_add (houbu_tx_get_memory (self), known);
  return TRUE;
}

/**
 * houbu_tx_unlearn:
 * @self: a transaction
 *
 * Forgets what was remembered: a row of that kind is being written.
 */
void
houbu_tx_unlearn (HoubuTx *self)
{
  g_hash_table_remove_all (houbu_tx_get_memory (self));
}
