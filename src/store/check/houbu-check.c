/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-check-private.h"

#include "houbu-replay.h"
#include "houbu-tx-private.h"

/* What houbu_check_run() hands to its reading. */
typedef struct
{
  HoubuCheckDepth depth;
  gint64 now;
  HoubuViolationFunc func;
  gpointer data;
} Request;

typedef gboolean (*Part) (HoubuCheck *check, GError **error);

void
houbu_check_init (HoubuCheck *self, HoubuTx *tx, gint64 now, HoubuViolationFunc func, gpointer data)
{
  self->tx = tx;
  self->now = now;
  self->func = func;
  self->data = data;
  self->told = g_hash_table_new (g_str_hash, g_str_equal);
}

void
houbu_check_clear (HoubuCheck *self)
{
  g_clear_pointer (&self->told, g_hash_table_unref);
}

/* Tells of a violation, unless the invariant has been told of often enough. */
void
houbu_check_tell (HoubuCheck *self, const char *invariant, const char *format, ...)
{
  guint told = GPOINTER_TO_UINT (g_hash_table_lookup (self->told, invariant));
  g_autofree char *text = NULL;
  HoubuViolation violation = { .invariant = invariant };
  va_list args;

  if (told >= HOUBU_CHECK_MOST_TOLD)
    return;
  g_hash_table_insert (self->told, (gpointer) invariant, GUINT_TO_POINTER (told + 1));
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  violation.text = text;
  self->func (&violation, self->data);
}

static gboolean
check_row (HoubuCheck *self, const HoubuCheckRow *row, GError **error)
{
  HoubuStatement *select = houbu_tx_statement (self->tx, &row->sql);
  GError *failure = NULL;

  if (row->takes_now)
    houbu_statement_bind_int64 (select, "now", self->now);
  while (houbu_statement_step (select, &failure))
    houbu_check_tell (self, row->invariant, "%s", houbu_statement_get_text (select, "text"));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
check_rows (HoubuCheck *self,
            const HoubuCheckRow *rows,
            guint n_rows,
            HoubuCheckDepth depth,
            GError **error)
{
  for (guint i = 0; i < n_rows; i++)
    if (rows[i].depth <= depth && !check_row (self, &rows[i], error))
      return FALSE;
  return TRUE;
}

static void
tell_fault (const char *fault, gpointer data)
{
  houbu_check_tell (data, "I-D4", "%s", fault);
}

static gboolean
check_file (HoubuCheck *self, GError **error)
{
  return houbu_tx_check_file (self->tx, tell_fault, self, error);
}

static gboolean
run_parts (HoubuCheck *self, HoubuCheckDepth depth, GError **error)
{
  static const Part deep_parts[] = { check_file, houbu_check_history, houbu_check_items };

  if (!check_rows (self, houbu_check_rows, houbu_check_n_rows, depth, error) ||
      !check_rows (self, houbu_check_money_rows, houbu_check_n_money_rows, depth, error))
    return FALSE;
  if (depth < HOUBU_CHECK_FULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (deep_parts); i++)
    if (!deep_parts[i](self, error))
      return FALSE;
  return TRUE;
}

static gboolean
run_in_snapshot (HoubuTx *tx, gpointer data, GError **error)
{
  const Request *request = data;
  HoubuCheck check;
  gboolean ok;

  houbu_check_init (&check, tx, request->now, request->func, request->data);
  ok = run_parts (&check, request->depth, error);
  houbu_check_clear (&check);
  return ok;
}

/**
 * houbu_check_run:
 * @store: a store; other processes may be at work on it
 * @depth: how much to verify
 * @now: the clock reading, µs
 * @func: whom to tell of violations; of one invariant at most a hundred
 * @data: for @func
 * @error: as for houbu_store_read_finish()
 *
 * Verifies the invariants on one snapshot, blocking.
 *
 * Returns: whether the check could be made, whatever it found
 */
gboolean
houbu_check_run (HoubuStore *store,
                 HoubuCheckDepth depth,
                 gint64 now,
                 HoubuViolationFunc func,
                 gpointer data,
                 GError **error)
{
  Request request = { .depth = depth, .now = now, .func = func, .data = data };

  g_return_val_if_fail (HOUBU_IS_STORE (store) && func != NULL, FALSE);

  return houbu_store_read (store, run_in_snapshot, &request, error);
}

/**
 * houbu_replay_compare:
 * @tx: a transaction
 * @func: whom to tell of differences
 * @data: for @func
 * @error: return location for a HOUBU_STORE_FAILURE
 *
 * Replays the journal from empty and compares what it gives with the offerings, enrolments,
 * entries and orders as they stand.
 *
 * Returns: whether the comparison could be made, whatever it found
 */
gboolean
houbu_replay_compare (HoubuTx *tx, HoubuViolationFunc func, gpointer data, GError **error)
{
  HoubuCheck check;
  gboolean ok;

  g_return_val_if_fail (tx != NULL && func != NULL, FALSE);

  houbu_check_init (&check, tx, 0, func, data);
  ok = houbu_check_history (&check, error) && houbu_check_items (&check, error);
  houbu_check_clear (&check);
  return ok;
}
