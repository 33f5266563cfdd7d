/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-store-offerings.h"

#include <string.h>

#include "houbu-error.h"
#include "houbu-offering-lock.h"
#include "houbu-statement-rows.h"
#include "houbu-statement.h"
#include "houbu-store-enrolments-private.h"
#include "houbu-tx-memory.h"
#include "houbu-tx.h"

/*
 * Holds that are due but not ended yet, those after a lock (R7) too, are counted once for the whole
 * statement, from the short indexes of ends, so that a board stays one cheap statement.
 */
#define SELECT_OFFERING                                                                            \
  "SELECT o.key AS key, o.exam AS exam, o.subject AS subject, " HOUBU_PLACE_COLUMNS                \
  ", o.capacity AS capacity, o.seats_in_use AS seats_in_use, o.waiting AS waiting,"                \
  " o.promotion_pending AS promotion_pending, o.over_capacity AS over_capacity,"                   \
  " o.withdrawn AS withdrawn, o.fee_fen AS fee_fen, o.exam_starts_at AS exam_starts_at,"           \
  " o.exam_ends_at AS exam_ends_at, o.registration_opens_at AS opens_at,"                          \
  " o.registration_closes_at AS closes_at, coalesce (d.overdue, 0) AS overdue"                     \
  " FROM offering o" HOUBU_PLACE_JOINS

#define JOIN_DUE(hold, lock)                                                                       \
  " LEFT JOIN (SELECT offering, count(*) AS overdue FROM (SELECT offering FROM enrolment"          \
  " WHERE state = 'unpaid' AND deadline <= $now" hold                                              \
  " UNION ALL SELECT e.offering FROM enrolment e CROSS JOIN exam x ON x.key = e.exam"              \
  " WHERE e.state = 'locked' AND e.lock_until <= $now"                                             \
  " AND " HOUBU_DEADLINE_AFTER_LOCK " <= $now" lock                                                \
  ") GROUP BY offering) d ON d.offering = o.key "

#define JOIN_OVERDUE JOIN_DUE ("", "")
#define JOIN_OVERDUE_OF_ONE JOIN_DUE (" AND offering = $offering", " AND e.offering = $offering")

static const HoubuSql sql_load = {
  "offering-load",
  SELECT_OFFERING JOIN_OVERDUE_OF_ONE "WHERE o.key = $offering",
};

/* For whoever has the lock and has ended what is due: its counters are the truth, not the row's. */
static const HoubuSql sql_load_locked = {
  "offering-load-locked",
  "SELECT o.key AS key, o.exam AS exam, o.subject AS subject, " HOUBU_PLACE_COLUMNS
  ", o.withdrawn AS withdrawn, o.fee_fen AS fee_fen, o.exam_starts_at AS exam_starts_at,"
  " o.exam_ends_at AS exam_ends_at, o.registration_opens_at AS opens_at,"
  " o.registration_closes_at AS closes_at"
  " FROM offering o" HOUBU_PLACE_JOINS "WHERE o.key = $offering",
};

static const HoubuSql sql_find_key = {
  "offering-find-key",
  "SELECT key FROM offering WHERE exam = $exam AND campus = $campus AND subject = $subject",
};

#define BOARD_ROWS                                                                                 \
  "o.exam = $exam AND $subjects LIKE '%' || o.subject || '%'"                                      \
  " AND ($campus IS NULL OR o.campus = $campus) AND o.withdrawn = 0 ORDER BY o.campus, o.subject"

/* One statement for each scope, so that each starts from its own index. */
static const HoubuSql sql_board_of_school = {
  "offering-board-of-school",
  SELECT_OFFERING JOIN_OVERDUE "WHERE c.school = $area AND " BOARD_ROWS,
};

static const HoubuSql sql_board_of_province = {
  "offering-board-of-province",
  SELECT_OFFERING JOIN_OVERDUE "WHERE s.province = $area AND " BOARD_ROWS,
};

static const HoubuSql sql_board = {
  "offering-board",
  SELECT_OFFERING JOIN_OVERDUE "WHERE " BOARD_ROWS,
};

static const HoubuSql sql_update = {
  "offering-update",
  "UPDATE offering SET fee_fen = $fee_fen, exam_starts_at = $exam_starts_at,"
  " exam_ends_at = $exam_ends_at, registration_opens_at = $opens_at,"
  " registration_closes_at = $closes_at, withdrawn = $withdrawn WHERE key = $offering",
};

/* What the sweeper asks is about every exam session, not only the current one. */
static const HoubuSql sql_promotable = {
  "offering-promotable",
  "SELECT o.key AS key FROM offering o JOIN exam x ON x.key = o.exam WHERE o.waiting > 0"
  " AND o.withdrawn = 0 AND x.waitlist_closes_at > $now"
  " AND (o.seats_in_use < o.capacity OR o.promotion_pending = 1) ORDER BY o.key",
};

static const HoubuSql sql_pending = {
  "offering-pending",
  "SELECT key FROM offering WHERE promotion_pending = 1 ORDER BY key",
};

static const HoubuSql sql_closing = {
  "offering-closing",
  "SELECT o.key AS key FROM offering o JOIN exam x ON x.key = o.exam WHERE o.waiting > 0"
  " AND (x.waitlist_closes_at <= $now OR o.withdrawn = 1) ORDER BY o.key LIMIT $limit",
};

static const HoubuSql sql_unsettled = {
  "offering-unsettled",
  "SELECT key FROM offering WHERE exam = $exam AND waiting > 0 AND ($closed = 1 OR withdrawn = 1"
  " OR promotion_pending = 1 OR seats_in_use < capacity)"
  " UNION SELECT +offering FROM enrolment WHERE state = 'unpaid' AND deadline <= $now"
  " AND +exam = $exam"
  " UNION SELECT +offering FROM enrolment WHERE state = 'locked' AND lock_until <= $now"
  " AND +exam = $exam",
};

/**
 * houbu_place_read:
 * @place: where to put it; was zero
 * @st: a statement that selects HOUBU_PLACE_COLUMNS and stands on a row
 */
void
houbu_place_read (HoubuPlace *place, HoubuStatement *st)
{
  place->campus = houbu_statement_dup_text (st, "campus");
  place->campus_name = houbu_statement_dup_text (st, "campus_name");
  place->school = houbu_statement_dup_text (st, "school");
  place->school_name = houbu_statement_dup_text (st, "school_name");
  place->province = houbu_statement_dup_text (st, "province");
}

/**
 * houbu_place_copy:
 * @place: where to put it
 * @other: a place
 */
void
houbu_place_copy (HoubuPlace *place, const HoubuPlace *other)
{
  place->campus = g_strdup (other->campus);
  place->campus_name = g_strdup (other->campus_name);
  place->school = g_strdup (other->school);
  place->school_name = g_strdup (other->school_name);
  place->province = g_strdup (other->province);
}

/**
 * houbu_place_clear:
 * @place: a place
 *
 * Frees what the place holds.
 */
void
houbu_place_clear (HoubuPlace *place)
{
  g_clear_pointer (&place->campus, g_free);
  g_clear_pointer (&place->campus_name, g_free);
  g_clear_pointer (&place->school, g_free);
  g_clear_pointer (&place->school_name, g_free);
  g_clear_pointer (&place->province, g_free);
}

/* All but the counters. */
static HoubuOfferingRow *
facts_from_statement (HoubuStatement *st)
{
  HoubuOfferingRow *self = g_new0 (HoubuOfferingRow, 1);

  self->key = houbu_statement_get_int64 (st, "key");
  self->exam = houbu_statement_get_int64 (st, "exam");
  self->subject = houbu_subject_info_find (houbu_statement_get_text (st, "subject"));
  houbu_place_read (&self->place, st);
  self->withdrawn = houbu_statement_get_int64 (st, "withdrawn") != 0;
  self->fee_fen = houbu_statement_get_int64_or (st, "fee_fen", HOUBU_NONE);
  self->exam_starts_at = houbu_statement_get_int64_or (st, "exam_starts_at", HOUBU_NONE);
  self->exam_ends_at = houbu_statement_get_int64_or (st, "exam_ends_at", HOUBU_NONE);
  self->opens_at = houbu_statement_get_int64_or (st, "opens_at", HOUBU_NONE);
  self->closes_at = houbu_statement_get_int64_or (st, "closes_at", HOUBU_NONE);
  return self;
}

static HoubuOfferingRow *
row_from_statement (HoubuStatement *st)
{
  HoubuOfferingRow *self = facts_from_statement (st);

  self->capacity = houbu_statement_get_int64 (st, "capacity");
  self->seats_in_use = houbu_statement_get_int64 (st, "seats_in_use");
  self->waiting = houbu_statement_get_int64 (st, "waiting");
  self->overdue = houbu_statement_get_int64 (st, "overdue");
  self->promotion_pending = houbu_statement_get_int64 (st, "promotion_pending") != 0;
  self->over_capacity = houbu_statement_get_int64 (st, "over_capacity") != 0;
  return self;
}

static HoubuOfferingRow *
copy_row (const HoubuOfferingRow *self)
{
  HoubuOfferingRow *copy = g_memdup2 (self, sizeof *self);

  houbu_place_copy (&copy->place, &self->place);
  return copy;
}

/* The codes of a kind in one text, to be searched by SQL: codes are one character. */
static char *
subjects_of_kind (HoubuKind kind)
{
  GString *codes = g_string_new (NULL);
  gsize n_subjects = 0;
  const HoubuSubjectInfo *subjects = houbu_subject_info_list (&n_subjects);

  for (gsize i = 0; i < n_subjects; i++)
    if (subjects[i].kind == kind)
      g_string_append (codes, subjects[i].code);
  return g_string_free (codes, FALSE);
}

static HoubuOfferingRow *
step_to_row (HoubuStatement *st, HoubuOfferingRow *(*read) (HoubuStatement *), GError **error)
{
  HoubuOfferingRow *row = NULL;
  GError *failure = NULL;

  if (houbu_statement_step (st, &failure))
    row = read (st);
  houbu_statement_reset (st);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (row == NULL)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return row;
}

static gboolean
find_key (HoubuTx *tx, gint64 exam, const char *id, gint64 *key, GError **error)
{
  const char *hyphen = strrchr (id, '-');
  g_autofree char *campus = hyphen != NULL ? g_strndup (id, hyphen - id) : g_strdup (id);
  HoubuStatement *st = houbu_tx_statement (tx, &sql_find_key);
  GError *failure = NULL;
  gboolean found = FALSE;

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_text (st, "campus", campus);
  houbu_statement_bind_text (st, "subject", hyphen != NULL ? hyphen + 1 : "");
  found = houbu_statement_step (st, &failure);
  if (found)
    *key = houbu_statement_get_int64 (st, "key");
  houbu_statement_reset (st);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (!found)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return found;
}

static const HoubuSql *
board_statement (const HoubuBoardFilter *filter)
{
  if (filter->school != NULL)
    return &sql_board_of_school;
  if (filter->province != NULL)
    return &sql_board_of_province;
  return &sql_board;
}

/**
 * houbu_offering_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
houbu_offering_row_free (HoubuOfferingRow *self)
{
  if (self == NULL)
    return;
  houbu_place_clear (&self->place);
  g_free (self);
}

/**
 * houbu_offering_row_dup_id:
 * @self: a row
 *
 * Returns: (transfer full): what stands on the wire, `<campus>-<subject>`
 */
char *
houbu_offering_row_dup_id (const HoubuOfferingRow *self)
{
  return g_strdup_printf ("%s-%s", self->place.campus, self->subject->code);
}

/**
 * houbu_offering_row_refresh:
 * @self: a row
 * @lock: the lock of the same offering, whose due holds are ended
 *
 * Takes the counters from the lock.
 */
void
houbu_offering_row_refresh (HoubuOfferingRow *self, HoubuOfferingLock *lock)
{
  g_return_if_fail (houbu_offering_lock_get_offering (lock) == self->key);

  self->capacity = houbu_offering_lock_get_capacity (lock);
  self->seats_in_use = houbu_offering_lock_get_seats_in_use (lock);
  self->waiting = houbu_offering_lock_get_waiting (lock);
  self->promotion_pending = houbu_offering_lock_get_promotion_pending (lock);
  self->over_capacity = houbu_offering_lock_get_over_capacity (lock);
  self->overdue = 0;
}

/**
 * houbu_offering_row_fill_state:
 * @self: a row
 * @state: (out): what the rules need of it, borrowing from @self
 */
void
houbu_offering_row_fill_state (const HoubuOfferingRow *self, HoubuOfferingState *state)
{
  *state = (HoubuOfferingState){
    .key = self->key,
    .subject = self->subject,
    .capacity = self->capacity,
    .seats_in_use = self->seats_in_use - self->overdue,
    .waiting = self->waiting,
    .fee_fen = self->fee_fen,
    .exam_starts_at = self->exam_starts_at,
    .opens_at = self->opens_at,
    .closes_at = self->closes_at,
    .withdrawn = self->withdrawn,
    .school = self->place.school,
    .province = self->place.province,
  };
}

/**
 * houbu_store_offering_load:
 * @tx: a transaction
 * @offering: key of an offering
 * @now: the clock reading that decides which holds are due
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer full): the offering
 */
HoubuOfferingRow *
houbu_store_offering_load (HoubuTx *tx, gint64 offering, gint64 now, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_load);

  houbu_statement_bind_int64 (st, "offering", offering);
  houbu_statement_bind_int64 (st, "now", now);
  return step_to_row (st, row_from_statement, error);
}

/**
 * houbu_store_offering_load_locked:
 * @tx: a writing transaction
 * @lock: the lock of the offering
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Loads an offering with the counters of its lock. Due holds that were not ended yet count as seats
 * in use.
 *
 * Returns: (transfer full): the offering
 */
HoubuOfferingRow *
houbu_store_offering_load_locked (HoubuTx *tx, HoubuOfferingLock *lock, GError **error)
{
  gint64 offering = houbu_offering_lock_get_offering (lock);
  HoubuOfferingRow *row = houbu_tx_recall (tx, &sql_load_locked, offering);
  HoubuStatement *st = NULL;

  if (row == NULL)
    {
      st = houbu_tx_statement (tx, &sql_load_locked);
      houbu_statement_bind_int64 (st, "offering", offering);
      row = step_to_row (st, facts_from_statement, error);
      if (row == NULL)
        return NULL;
      houbu_tx_remember (tx, &sql_load_locked, offering, row,
                         (GDestroyNotify) houbu_offering_row_free);
    }
  row = copy_row (row);
  houbu_offering_row_refresh (row, lock);
  return row;
}

/**
 * houbu_store_offering_find_key:
 * @tx: a transaction
 * @exam: key of the exam session
 * @id: what stood on the wire, `<campus>-<subject>`
 * @key: (out): its key
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 */
gboolean
houbu_store_offering_find_key (
    HoubuTx *tx, gint64 exam, const char *id, gint64 *key, GError **error)
{
  GHashTable *keys = houbu_tx_recall (tx, &sql_find_key, exam);
  const gint64 *known = keys != NULL ? g_hash_table_lookup (keys, id) : NULL;

  if (known != NULL)
    {
      *key = *known;
      return TRUE;
    }
  if (!find_key (tx, exam, id, key, error))
    return FALSE;
  if (keys == NULL)
    {
      keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      if (!houbu_tx_remember (tx, &sql_find_key, exam, keys, (GDestroyNotify) g_hash_table_unref))
        {
          g_hash_table_unref (keys);
          return TRUE;
        }
    }
  g_hash_table_insert (keys, g_strdup (id), g_memdup2 (key, sizeof *key));
  return TRUE;
}

/**
 * houbu_store_offering_find:
 * @tx: a transaction
 * @exam: key of the exam session
 * @id: what stood on the wire, `<campus>-<subject>`
 * @now: the clock reading that decides which holds are due
 * @error: HOUBU_ERROR_NOT_FOUND when there is no such
 *
 * Returns: (transfer full): the offering
 */
HoubuOfferingRow *
houbu_store_offering_find (HoubuTx *tx, gint64 exam, const char *id, gint64 now, GError **error)
{
  gint64 key = 0;

  if (!houbu_store_offering_find_key (tx, exam, id, &key, error))
    return NULL;
  return houbu_store_offering_load (tx, key, now, error);
}

/**
 * houbu_store_offering_list_board:
 * @tx: a transaction
 * @exam: key of the exam session
 * @filter: which rows
 * @now: the clock reading that decides which holds are due
 * @error: what a statement failed with
 *
 * Returns: (transfer full) (element-type HoubuOfferingRow): the rows by campus and subject, those
 *   withdrawn left out
 */
GPtrArray *
houbu_store_offering_list_board (
    HoubuTx *tx, gint64 exam, const HoubuBoardFilter *filter, gint64 now, GError **error)
{
  const char *area = filter->school != NULL ? filter->school : filter->province;
  HoubuStatement *st = houbu_tx_statement (tx, board_statement (filter));
  g_autofree char *subjects = subjects_of_kind (filter->kind);

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_int64 (st, "now", now);
  houbu_statement_bind_text (st, "subjects", subjects);
  houbu_statement_bind_text (st, "campus", filter->campus);
  if (area != NULL)
    houbu_statement_bind_text (st, "area", area);
  return houbu_statement_read_rows (st, (HoubuRowFunc) row_from_statement,
                                    (GDestroyNotify) houbu_offering_row_free, error);
}

/**
 * houbu_store_offering_update:
 * @tx: a writing transaction
 * @row: an offering with a changed fee, changed times or withdrawal; counters are not written
 * @error: what a statement failed with
 */
gboolean
houbu_store_offering_update (HoubuTx *tx, const HoubuOfferingRow *row, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_update);

  houbu_tx_unlearn (tx);
  houbu_statement_bind_int64 (st, "offering", row->key);
  houbu_statement_bind_int64_or_null (st, "fee_fen", row->fee_fen, HOUBU_NONE);
  houbu_statement_bind_int64_or_null (st, "exam_starts_at", row->exam_starts_at, HOUBU_NONE);
  houbu_statement_bind_int64_or_null (st, "exam_ends_at", row->exam_ends_at, HOUBU_NONE);
  houbu_statement_bind_int64_or_null (st, "opens_at", row->opens_at, HOUBU_NONE);
  houbu_statement_bind_int64_or_null (st, "closes_at", row->closes_at, HOUBU_NONE);
  houbu_statement_bind_int64 (st, "withdrawn", row->withdrawn ? 1 : 0);
  return houbu_statement_run (st, error);
}

/**
 * houbu_store_offering_list_promotable:
 * @tx: a transaction
 * @now: the clock reading
 * @offerings: (element-type gint64): where to append the keys, in order
 * @error: what a statement failed with
 *
 * Finds the offerings with a free seat, or the marker of an unfinished release, and an open queue.
 */
gboolean
houbu_store_offering_list_promotable (HoubuTx *tx, gint64 now, GArray *offerings, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_promotable);

  houbu_statement_bind_int64 (st, "now", now);
  return houbu_statement_read_keys (st, offerings, error);
}

/**
 * houbu_store_offering_list_pending:
 * @tx: a transaction
 * @offerings: (element-type gint64): where to append the keys, in order
 * @error: what a statement failed with
 *
 * Finds the offerings with the marker of an unfinished release.
 */
gboolean
houbu_store_offering_list_pending (HoubuTx *tx, GArray *offerings, GError **error)
{
  return houbu_statement_read_keys (houbu_tx_statement (tx, &sql_pending), offerings, error);
}

/**
 * houbu_store_offering_list_closing:
 * @tx: a transaction
 * @now: the clock reading
 * @limit: how many at most
 * @offerings: (element-type gint64): where to append the keys, in order
 * @error: what a statement failed with
 *
 * Finds the offerings that somebody waits for though the waitlist has closed (Q7) or the offering
 * was withdrawn.
 */
gboolean
houbu_store_offering_list_closing (
    HoubuTx *tx, gint64 now, gint64 limit, GArray *offerings, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_closing);

  houbu_statement_bind_int64 (st, "now", now);
  houbu_statement_bind_int64 (st, "limit", limit);
  return houbu_statement_read_keys (st, offerings, error);
}

/**
 * houbu_store_offering_list_unsettled:
 * @tx: a transaction
 * @exam: key of the exam session
 * @closed: whether its waitlist has closed
 * @now: the clock reading
 * @offerings: (element-type gint64): where to append the keys
 * @error: what a statement failed with
 *
 * Finds the offerings of one exam session where something may have to happen now: holds and locks
 * that are due, queues that have to end, seats that a queue could have.
 */
gboolean
houbu_store_offering_list_unsettled (
    HoubuTx *tx, gint64 exam, gboolean closed, gint64 now, GArray *offerings, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_unsettled);

  houbu_statement_bind_int64 (st, "exam", exam);
  houbu_statement_bind_int64 (st, "closed", closed ? 1 : 0);
  houbu_statement_bind_int64 (st, "now", now);
  return houbu_statement_read_keys (st, offerings, error);
}
