/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-tx-private.h"

#include "houbu-offering-lock-private.h"
#include "houbu-statement-private.h"
#include "houbu-tx-touched.h"

/* A transaction that changes more is taken to change everything. */
#define MOST_TOPICS 4096

struct _HoubuTx
{
  const HoubuDriver *driver; /* (not owned) */
  gpointer connection;       /* (owned) */
  gboolean writing;
  GHashTable *statements; /* (owned) (element-type HoubuSql HoubuStatement) */
  GPtrArray *active;      /* (owned) (element-type HoubuStatement): perhaps at a row */
  GHashTable *locks;      /* (owned) (element-type gint64 HoubuOfferingLock) */
  GHashTable *memory;     /* (owned): see houbu-tx-memory.h */
  HoubuTouched touched;   /* (owned) */
  gboolean written;       /* by the present member */
  gboolean journaled;     /* see houbu_tx_declare_journaled() */
  gboolean has_rows;      /* changed by the transaction */
  GError *failure;        /* (owned) (nullable): of the first statement that failed */
  gint64 last_key;
  gint64 changed_rows;
  gint64 last_seq;
};

HoubuTx *
houbu_tx_new (const HoubuDriver *driver, const char *location, HoubuDriverMode mode, GError **error)
{
  gpointer connection = driver->open (location, mode, error);
  HoubuTx *self;

  if (connection == NULL)
    return NULL;
  self = g_new0 (HoubuTx, 1);
  self->driver = driver;
  self->connection = connection;
  self->writing = mode == HOUBU_DRIVER_WRITE;
  self->statements =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) houbu_statement_free);
  self->active = g_ptr_array_new ();
  self->locks = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                       (GDestroyNotify) houbu_offering_lock_free);
  self->memory = houbu_tx_memory_new ();
  self->touched.topics = g_array_new (FALSE, FALSE, sizeof (HoubuTopic));
  return self;
}

void
houbu_tx_free (HoubuTx *self)
{
  g_clear_error (&self->failure);
  g_hash_table_unref (self->locks);
  g_hash_table_unref (self->memory);
  g_ptr_array_unref (self->active);
  g_array_unref (self->touched.topics);
  g_hash_table_unref (self->statements);
  self->driver->close (self->connection);
  g_free (self);
}

/* A statement left at a row would keep its snapshot open beyond the transaction. */
static void
reset_active (HoubuTx *self)
{
  for (guint i = 0; i < self->active->len; i++)
    houbu_statement_unlist (g_ptr_array_index (self->active, i));
  g_ptr_array_set_size (self->active, 0);
}

static void
forget (HoubuTx *self)
{
  reset_active (self);
  g_hash_table_remove_all (self->locks);
  g_hash_table_remove_all (self->memory);
  g_clear_error (&self->failure);
  self->written = FALSE;
}

gboolean
houbu_tx_begin (HoubuTx *self, GError **error)
{
  self->last_seq = 0;
  self->touched.everything = FALSE;
  self->has_rows = FALSE;
  g_array_set_size (self->touched.topics, 0);
  return self->driver->begin (self->connection, error);
}

/* On failure the transaction is still to be rolled back. */
gboolean
houbu_tx_commit (HoubuTx *self, GError **error)
{
  if (houbu_tx_fail_if_failed (self, error) || !houbu_tx_flush (self, error) ||
      !self->driver->commit (self->connection, error))
    return FALSE;
  forget (self);
  return TRUE;
}

void
houbu_tx_rollback (HoubuTx *self)
{
  reset_active (self);
  self->driver->rollback (self->connection);
  forget (self);
}

/* Who writes something and does not say what it is about may have changed anything. */
static void
end_member (HoubuTx *self)
{
  if (self->written && !self->journaled)
    self->touched.everything = TRUE;
}

void
houbu_tx_start_member (HoubuTx *self)
{
  end_member (self);
  reset_active (self);
  self->written = FALSE;
  self->journaled = FALSE;
}

gboolean
houbu_tx_member_has_written (HoubuTx *self)
{
  return self->written;
}

gint64
houbu_tx_get_last_seq (HoubuTx *self)
{
  return self->last_seq;
}

gboolean
houbu_tx_check_file (HoubuTx *self, HoubuDriverReport report, gpointer data, GError **error)
{
  return self->driver->check_file (self->connection, report, data, error);
}

/* What its members have changed so far. */
const HoubuTouched *
houbu_tx_get_touched (HoubuTx *self)
{
  end_member (self);
  return &self->touched;
}

gboolean
houbu_tx_has_changed_rows (HoubuTx *self)
{
  return self->has_rows;
}

void
houbu_tx_touch (HoubuTx *self, HoubuTopic topic)
{
  if (self->touched.topics->len < MOST_TOPICS)
    g_array_append_val (self->touched.topics, topic);
  else
    self->touched.everything = TRUE;
}

GHashTable *
houbu_tx_get_memory (HoubuTx *self)
{
  return self->memory;
}

/* NULL where journal numbers may have gaps. */
const HoubuSql *
houbu_tx_get_issued_seq (HoubuTx *self)
{
  return self->driver->issued_seq.text != NULL ? &self->driver->issued_seq : NULL;
}

/*
 * After a failed statement only a roll-back is left, whoever swallowed the error: SQLite may have
 * undone the whole transaction already, and what followed would commit by itself.
 */
void
houbu_tx_set_failure (HoubuTx *self, const GError *error)
{
  if (self->failure == NULL)
    self->failure = g_error_copy (error);
}

gboolean
houbu_tx_fail_if_failed (HoubuTx *self, GError **error)
{
  if (self->failure == NULL)
    return FALSE;
  g_propagate_error (error, g_error_copy (self->failure));
  return TRUE;
}

void
houbu_tx_mark_written (HoubuTx *self)
{
  self->written = TRUE;
}

void
houbu_tx_note_change (HoubuTx *self)
{
  self->last_key = self->driver->last_key (self->connection);
  self->changed_rows = self->driver->changed_rows (self->connection);
  self->has_rows = self->has_rows || self->changed_rows > 0;
}

void
houbu_tx_list_active (HoubuTx *self, HoubuStatement *statement)
{
  g_ptr_array_add (self->active, statement);
}

void
houbu_tx_set_last_key (HoubuTx *self, gint64 key)
{
  self->last_key = key;
}

void
houbu_tx_set_last_seq (HoubuTx *self, gint64 seq)
{
  self->last_seq = seq;
}

/**
 * houbu_tx_statement:
 * @self: a transaction
 * @sql: (transfer none): a static statement
 *
 * Gets a statement ready to be bound. The same one is handed out each time, so a function that is
 * still reading its rows must not ask for it again.
 *
 * Returns: (transfer none): the statement, owned by the connection
 */
HoubuStatement *
houbu_tx_statement (HoubuTx *self, const HoubuSql *sql)
{
  HoubuStatement *statement;

  g_return_val_if_fail (self != NULL && sql != NULL, NULL);

  statement = g_hash_table_lookup (self->statements, sql);
  if (statement == NULL)
    {
      statement = houbu_statement_new (self, self->driver, self->connection, sql);
      g_hash_table_insert (self->statements, (gpointer) sql, statement);
    }
  houbu_statement_reset (statement);
  return statement;
}

/**
 * houbu_tx_lock_offering:
 * @self: a writing transaction
 * @offering: key of an offering
 * @error: return location for a HOUBU_STORE_FAILURE
 *
 * Locks an offering until the transaction ends; asked again it gives the same lock. Whoever locks
 * several does so in the order of their keys.
 *
 * Returns: (transfer none) (nullable): the lock
 */
HoubuOfferingLock *
houbu_tx_lock_offering (HoubuTx *self, gint64 offering, GError **error)
{
  HoubuOfferingLock *lock;

  g_return_val_if_fail (self != NULL && self->writing, NULL);

  lock = g_hash_table_lookup (self->locks, &offering);
  if (lock != NULL)
    return lock;
  lock = houbu_offering_lock_load (self, &self->driver->lock_offering, offering, error);
  if (lock != NULL)
    g_hash_table_insert (self->locks, houbu_offering_lock_key (lock), lock);
  return lock;
}

/**
 * houbu_tx_declare_journaled:
 * @self: a writing transaction
 *
 * The present member changes nothing that anybody is shown but what its rows of the journal are
 * about: their offerings and registrations. Without it, all that was ever answered is taken to be
 * out of date.
 */
void
houbu_tx_declare_journaled (HoubuTx *self)
{
  g_return_if_fail (self != NULL && self->writing);

  self->journaled = TRUE;
}

/**
 * houbu_tx_flush:
 * @self: a writing transaction
 * @error: return location for a HOUBU_STORE_FAILURE
 *
 * Writes the counters of the locks now, for a statement that is to show them. The commit does it
 * by itself.
 *
 * Returns: whether they were written
 */
gboolean
houbu_tx_flush (HoubuTx *self, GError **error)
{
  GHashTableIter iter;
  gpointer lock;

  g_return_val_if_fail (self != NULL, FALSE);

  g_hash_table_iter_init (&iter, self->locks);
  while (g_hash_table_iter_next (&iter, NULL, &lock))
    if (!houbu_offering_lock_flush (lock, error))
      return FALSE;
  return TRUE;
}

/**
 * houbu_tx_last_key:
 * @self: a transaction
 *
 * Returns: the key that the last INSERT made; houbu_journal_append() does not change it
 */
gint64
houbu_tx_last_key (HoubuTx *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->last_key;
}

/**
 * houbu_tx_changed_rows:
 * @self: a transaction
 *
 * Returns: how many rows the last INSERT, UPDATE or DELETE changed
 */
gint64
houbu_tx_changed_rows (HoubuTx *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->changed_rows;
}

gboolean
houbu_tx_is_writing (HoubuTx *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->writing;
}
