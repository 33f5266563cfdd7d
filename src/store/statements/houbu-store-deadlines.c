/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-enrolments-private.h"

#include "houbu-statement-rows.h"
#include "houbu-statement.h"
#include "houbu-tx-memory.h"
#include "houbu-tx.h"

/* What the clock brings to seats: holds and locks that are over, and what falls with them. */

static const HoubuSql sql_due = {
  "enrolment-due",
  HOUBU_SELECT_ENROLMENT
  "WHERE e.offering = $offering AND e.state = 'unpaid' AND e.deadline <= $now"
  " ORDER BY e.deadline, e.key",
};

static const HoubuSql sql_lock_over = {
  "enrolment-lock-over",
  HOUBU_SELECT_ENROLMENT "WHERE +e.offering = $offering AND e.state = 'locked'"
                         " AND e.lock_until <= $now ORDER BY e.lock_until, e.key",
};

/* The plus keeps the planner on the index of deadlines: the other one begins with the offering and
 * would look through every hold there is. */
static const HoubuSql sql_due_offerings = {
  "enrolment-due-offerings",
  "SELECT +offering AS key FROM enrolment WHERE state = 'unpaid' AND deadline <= $now"
  " UNION SELECT +offering FROM enrolment WHERE state = 'locked' AND lock_until <= $now"
  " ORDER BY key LIMIT $limit",
};

static const HoubuSql sql_fall_with = {
  "enrolment-fall-with",
  "SELECT x.offering AS key FROM enrolment w JOIN enrolment x ON x.exam = w.exam"
  " AND x.person = w.person AND x.level = w.level AND x.kind = 'oral' AND x.active = 1"
  " WHERE w.offering = $offering AND w.active = 1 AND w.state <> 'paid' AND w.kind = 'written'"
  " UNION SELECT x.offering FROM enrolment w JOIN entry x ON x.exam = w.exam"
  " AND x.person = w.person AND x.level = w.level AND x.kind = 'oral' AND x.active = 1"
  " WHERE w.offering = $offering AND w.active = 1 AND w.state <> 'paid' AND w.kind = 'written'",
};

/* Written holds that are due, and those whose lock is over: the hold after it may be over too. */
#define DUE_WRITTEN(column)                                                                        \
  "(SELECT offering, exam, person, level FROM enrolment WHERE state = 'unpaid'"                    \
  " AND deadline <= $now AND kind = 'written'" column                                              \
  " UNION ALL SELECT offering, exam, person, level FROM enrolment WHERE state = 'locked'"          \
  " AND lock_until <= $now AND kind = 'written'" column ") w"

/* Begins with the holds that are due, which are few, and not with the offering's own people. CROSS
 * keeps it from looking at them for a written one. */
static const HoubuSql sql_due_carriers = {
  "enrolment-due-carriers",
  "SELECT DISTINCT w.offering AS key FROM offering o CROSS JOIN " DUE_WRITTEN (
      "") " WHERE o.key = $offering AND o.subject IN ('F', 'S') AND w.exam = o.exam"
          " AND (EXISTS (SELECT 1 FROM enrolment x WHERE x.exam = w.exam AND x.person = w.person"
          " AND x.level = w.level AND x.kind = 'oral' AND x.active = 1 AND +x.offering = o.key)"
          " OR EXISTS (SELECT 1 FROM entry x WHERE x.exam = w.exam AND x.person = w.person"
          " AND x.level = w.level AND x.kind = 'oral' AND x.active = 1 AND +x.offering = o.key))",
};

static const HoubuSql sql_fall_with_due = {
  "enrolment-fall-with-due",
  "SELECT x.offering AS key FROM " DUE_WRITTEN (
      " AND offering = $offering") " CROSS JOIN enrolment x ON x.exam = w.exam"
                                   " AND x.person = w.person AND x.level = w.level AND x.kind = "
                                   "'oral' AND x.active = 1"
                                   " UNION SELECT x.offering FROM " DUE_WRITTEN (
                                       " AND offering = $offering") " CROSS JOIN entry x ON x.exam "
                                                                    "= w.exam"
                                                                    " AND x.person = w.person AND "
                                                                    "x.level = w.level AND x.kind "
                                                                    "= 'oral' AND x.active = 1",
};

static const HoubuSql sql_first_deadline = {
  "enrolment-first-deadline",
  "SELECT min(at) AS deadline FROM"
  " (SELECT min(deadline) AS at FROM enrolment WHERE state = 'unpaid'"
  " UNION ALL SELECT min(lock_until) FROM enrolment WHERE state = 'locked')",
};

static const HoubuSql sql_next_deadline = {
  "enrolment-next-deadline",
  "SELECT min(deadline) AS deadline FROM enrolment WHERE offering = $offering"
  " AND state = 'unpaid' AND deadline > $now",
};

static const HoubuSql sql_any_deadline = {
  "enrolment-any-deadline",
  "SELECT min(at) AS deadline FROM"
  " (SELECT min(deadline) AS at FROM enrolment WHERE state = 'unpaid' AND deadline > $now"
  " UNION ALL SELECT min(lock_until) FROM enrolment WHERE state = 'locked' AND lock_until > $now"
  " UNION ALL SELECT min(" HOUBU_DEADLINE_AFTER_LOCK ") FROM enrolment e CROSS JOIN exam x"
  " ON x.key = e.exam WHERE e.state = 'locked' AND e.lock_until <= $now"
  " AND " HOUBU_DEADLINE_AFTER_LOCK " > $now)",
};

static gboolean
read_deadline (HoubuStatement *st, gint64 *deadline, GError **error)
{
  GError *failure = NULL;

  *deadline = HOUBU_NONE;
  if (houbu_statement_step (st, &failure))
    *deadline = houbu_statement_get_int64_or (st, "deadline", HOUBU_NONE);
  houbu_statement_reset (st);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/*
 * Whether any hold of the store may be due. Nearly always none is, and then nobody need look for
 * them one offering at a time. The first deadline is read once a transaction and stays a lower
 * bound while holds end; a new hold that ends sooner lowers it (houbu_enrolment_note_deadline()).
 */
static gboolean
may_be_due (HoubuTx *tx, gint64 now, gboolean *due, GError **error)
{
  gint64 *known = houbu_tx_recall (tx, &sql_first_deadline, 0);
  gint64 first = known != NULL ? *known : HOUBU_NONE;

  if (known == NULL)
    {
      if (!read_deadline (houbu_tx_statement (tx, &sql_first_deadline), &first, error))
        return FALSE;
      known = g_memdup2 (&first, sizeof first);
      if (!houbu_tx_remember (tx, &sql_first_deadline, 0, known, g_free))
        g_free (known);
    }
  *due = first != HOUBU_NONE && first <= now;
  return TRUE;
}

/* To be called with each deadline that is written. */
void
houbu_enrolment_note_deadline (HoubuTx *tx, gint64 deadline)
{
  gint64 *known = houbu_tx_recall (tx, &sql_first_deadline, 0);

  if (known != NULL && (*known == HOUBU_NONE || deadline < *known))
    *known = deadline;
}

/**
 * houbu_store_enrolment_list_due:
 * @tx: a transaction
 * @offering: key of an offering
 * @now: the clock reading
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuEnrolmentRow): the unpaid ones whose deadline has
 *   come, earliest first
 */
GPtrArray *
houbu_store_enrolment_list_due (HoubuTx *tx, gint64 offering, gint64 now, GError **error)
{
  HoubuStatement *st = NULL;
  gboolean due = FALSE;

  if (!may_be_due (tx, now, &due, error))
    return NULL;
  if (!due)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_enrolment_row_free);
  st = houbu_tx_statement (tx, &sql_due);
  houbu_statement_bind_int64 (st, "offering", offering);
  houbu_statement_bind_int64 (st, "now", now);
  return houbu_enrolment_read_rows (st, error);
}

/**
 * houbu_store_enrolment_list_lock_over:
 * @tx: a transaction
 * @offering: key of an offering
 * @now: the clock reading
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuEnrolmentRow): the locked ones whose lock has ended
 *   unpaid (R7)
 */
GPtrArray *
houbu_store_enrolment_list_lock_over (HoubuTx *tx, gint64 offering, gint64 now, GError **error)
{
  HoubuStatement *st = NULL;
  gboolean due = FALSE;

  if (!may_be_due (tx, now, &due, error))
    return NULL;
  if (!due)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_enrolment_row_free);
  st = houbu_tx_statement (tx, &sql_lock_over);
  houbu_statement_bind_int64 (st, "offering", offering);
  houbu_statement_bind_int64 (st, "now", now);
  return houbu_enrolment_read_rows (st, error);
}

/**
 * houbu_store_enrolment_list_due_offerings:
 * @tx: a transaction
 * @now: the clock reading
 * @limit: how many at most
 * @offerings: (element-type gint64): where to append the keys, in order
 * @error: what a statement failed with
 *
 * Finds the offerings that have a due hold, or a lock that has ended.
 */
gboolean
houbu_store_enrolment_list_due_offerings (
    HoubuTx *tx, gint64 now, gint64 limit, GArray *offerings, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_due_offerings);

  houbu_statement_bind_int64 (st, "now", now);
  houbu_statement_bind_int64 (st, "limit", limit);
  return houbu_statement_read_keys (st, offerings, error);
}

/**
 * houbu_store_enrolment_list_fall_with_due:
 * @tx: a transaction
 * @offering: key of an offering
 * @now: the clock reading
 * @offerings: (element-type gint64): where to append the keys
 * @error: what a statement failed with
 *
 * Finds the offerings of the oral items that end with the due written holds of @offering (P8), or
 * may do so after the ends of locks.
 */
gboolean
houbu_store_enrolment_list_fall_with_due (
    HoubuTx *tx, gint64 offering, gint64 now, GArray *offerings, GError **error)
{
  HoubuStatement *st = NULL;
  gboolean due = FALSE;

  if (!may_be_due (tx, now, &due, error))
    return FALSE;
  if (!due)
    return TRUE;
  st = houbu_tx_statement (tx, &sql_fall_with_due);
  houbu_statement_bind_int64 (st, "offering", offering);
  houbu_statement_bind_int64 (st, "now", now);
  return houbu_statement_read_keys (st, offerings, error);
}

/**
 * houbu_store_enrolment_list_fall_with:
 * @tx: a transaction
 * @offering: key of an offering
 * @offerings: (element-type gint64): where to append the keys
 * @error: what a statement failed with
 *
 * Finds the offerings of the oral items that end when all written seats of @offering end that are
 * not paid (P8).
 */
gboolean
houbu_store_enrolment_list_fall_with (HoubuTx *tx,
                                      gint64 offering,
                                      GArray *offerings,
                                      GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_fall_with);

  houbu_statement_bind_int64 (st, "offering", offering);
  return houbu_statement_read_keys (st, offerings, error);
}

/**
 * houbu_store_enrolment_list_due_carriers:
 * @tx: a transaction
 * @offering: key of an offering
 * @now: the clock reading
 * @offerings: (element-type gint64): where to append the keys
 * @error: what a statement failed with
 *
 * Finds the offerings of the due written holds that take oral items of @offering with them (P8);
 * none when @offering is a written one itself.
 */
gboolean
houbu_store_enrolment_list_due_carriers (
    HoubuTx *tx, gint64 offering, gint64 now, GArray *offerings, GError **error)
{
  HoubuStatement *st = NULL;
  gboolean due = FALSE;

  if (!may_be_due (tx, now, &due, error))
    return FALSE;
  if (!due)
    return TRUE;
  st = houbu_tx_statement (tx, &sql_due_carriers);
  houbu_statement_bind_int64 (st, "offering", offering);
  houbu_statement_bind_int64 (st, "now", now);
  return houbu_statement_read_keys (st, offerings, error);
}

/**
 * houbu_store_enrolment_next_deadline:
 * @tx: a transaction
 * @offering: key of an offering
 * @now: the clock reading
 * @deadline: (out): when the next unpaid seat falls free if it is not paid, or %HOUBU_NONE
 * @error: what a statement failed with
 */
gboolean
houbu_store_enrolment_next_deadline (
    HoubuTx *tx, gint64 offering, gint64 now, gint64 *deadline, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_next_deadline);

  houbu_statement_bind_int64 (st, "offering", offering);
  houbu_statement_bind_int64 (st, "now", now);
  return read_deadline (st, deadline, error);
}

/**
 * houbu_store_enrolment_any_deadline:
 * @tx: a transaction
 * @now: the clock reading
 * @deadline: (out): when the next unpaid seat of any offering falls free or the next lock ends, or
 *   %HOUBU_NONE
 * @error: what a statement failed with
 */
gboolean
houbu_store_enrolment_any_deadline (HoubuTx *tx, gint64 now, gint64 *deadline, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_any_deadline);

  houbu_statement_bind_int64 (st, "now", now);
  return read_deadline (st, deadline, error);
}
