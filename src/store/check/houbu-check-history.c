/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-check-private.h"

#include "houbu-journal-data.h"
#include "houbu-journal-private.h"
#include "houbu-replay-offerings.h"
#include "houbu-tx-private.h"

#include <string.h>

/*
 * One walk through the journal in the order of its commits. It verifies the numbers, hashes and
 * chains, and plays the queues: who joined, who left, who was given a seat past whom. Memory grows
 * with offerings and with those who wait, not with the journal.
 */

typedef struct
{
  gint64 registration_opens_at;
  gint64 registration_closes_at;
  gint64 waitlist_closes_at;
  gint64 payment_closes_at;
  gint64 min_pay_window_seconds;
} ReplayedExam;

typedef struct
{
  HoubuCheck *check;
  GHashTable *offerings; /* (owned) (element-type gint64 HoubuReplayedOffering) */
  GHashTable *exams;     /* (owned) (element-type gint64 ReplayedExam) */
  gboolean gapless;
  gint64 last_seq;
  gint64 enrolments;
  gint64 entries;
  gint64 promoted_enrolment; /* the next row has to create it, or 0 */
} History;

static const HoubuSql count_items = {
  "count-items",
  "SELECT (SELECT count(*) FROM enrolment) AS enrolments, (SELECT count(*) FROM entry) AS entries",
};

static const HoubuSql select_offerings = {
  "select-offerings",
  "SELECT key, capacity, fee_fen, withdrawn, seats_in_use, waiting, last_queue_number,"
  " chain_number, chain_hash FROM offering ORDER BY key",
};

static HoubuReplayedOffering *
get_offering (History *self, gint64 key)
{
  HoubuReplayedOffering *offering = g_hash_table_lookup (self->offerings, &key);

  if (offering == NULL)
    {
      offering = houbu_replayed_offering_new (key);
      g_hash_table_insert (self->offerings, &offering->key, offering);
    }
  return offering;
}

static ReplayedExam *
get_exam (History *self, gint64 key)
{
  ReplayedExam *exam = g_hash_table_lookup (self->exams, &key);

  if (exam == NULL)
    {
      exam = g_new0 (ReplayedExam, 1);
      exam->registration_closes_at = G_MAXINT64;
      exam->waitlist_closes_at = G_MAXINT64;
      exam->payment_closes_at = G_MAXINT64;
      g_hash_table_insert (self->exams, g_memdup2 (&key, sizeof key), exam);
    }
  return exam;
}

/* --------------------------------------------------------------------------------------------- */
/* The rows themselves */

static void
check_seq (History *self, gint64 seq)
{
  if (self->gapless && seq != self->last_seq + 1)
    houbu_check_tell (self->check, "I-D5",
                      "journal rows from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " are missing",
                      self->last_seq + 1, seq - 1);
  self->last_seq = seq;
}

/* The newest rows can be missing too. */
static gboolean
check_last_seq (History *self, GError **error)
{
  const HoubuSql *sql = houbu_tx_get_issued_seq (self->check->tx);
  HoubuStatement *row;

  if (sql == NULL)
    return TRUE;
  row = houbu_tx_statement (self->check->tx, sql);
  if (!houbu_statement_step (row, error))
    return FALSE;
  check_seq (self, houbu_statement_get_int64 (row, "seq") + 1);
  houbu_statement_reset (row);
  return TRUE;
}

static void
check_hash (History *self, const HoubuJournalEvent *event, HoubuStatement *row)
{
  HoubuReplayedOffering *offering = NULL;
  const guint8 *before = NULL;
  guint8 expected[HOUBU_CHAIN_BYTES];
  gsize length = 0;
  gconstpointer hash = houbu_statement_get_blob (row, "chain_hash", &length);

  if (event->offering != 0)
    {
      offering = get_offering (self, event->offering);
      before = offering->chain_number > 0 ? offering->chain_hash : NULL;
      if (event->chain_number != offering->chain_number + 1)
        houbu_check_tell (self->check, "I-D5",
                          "journal row %" G_GINT64_FORMAT " is link %" G_GINT64_FORMAT
                          " of offering %" G_GINT64_FORMAT " after link %" G_GINT64_FORMAT,
                          event->seq, event->chain_number, offering->key, offering->chain_number);
    }
  houbu_chain_hash (event, houbu_statement_get_text (row, "type"), before, expected);
  if (length != HOUBU_CHAIN_BYTES || memcmp (hash, expected, length) != 0)
    houbu_check_tell (self->check, "I-D5",
                      "journal row %" G_GINT64_FORMAT " or the one before it was changed",
                      event->seq);
  if (offering == NULL || length != HOUBU_CHAIN_BYTES)
    return;
  /* Go on from what is written, so that one edit is one violation. */
  offering->chain_number = event->chain_number;
  memcpy (offering->chain_hash, hash, length);
}

/* --------------------------------------------------------------------------------------------- */
/* What they tell of */

static void
replay_exam (History *self, const HoubuJournalEvent *event)
{
  ReplayedExam *exam = get_exam (self, event->exam);

  houbu_journal_data_lookup (event->data, "registration_opens_at", &exam->registration_opens_at,
                             NULL);
  houbu_journal_data_lookup (event->data, "registration_closes_at", &exam->registration_closes_at,
                             NULL);
  houbu_journal_data_lookup (event->data, "waitlist_closes_at", &exam->waitlist_closes_at, NULL);
  houbu_journal_data_lookup (event->data, "payment_closes_at", &exam->payment_closes_at, NULL);
  houbu_journal_data_lookup (event->data, "min_pay_window_seconds", &exam->min_pay_window_seconds,
                             NULL);
}

/* A promotion comes in time, and the row after it makes the seat. */
static void
check_promotion (History *self, const HoubuJournalEvent *event)
{
  const ReplayedExam *exam = get_exam (self, event->exam);

  if (event->at >= exam->waitlist_closes_at ||
      exam->payment_closes_at - event->at < exam->min_pay_window_seconds * G_USEC_PER_SEC)
    houbu_check_tell (self->check, "I-Q13",
                      "journal row %" G_GINT64_FORMAT " promoted after the last moment for it",
                      event->seq);
  if (houbu_journal_data_lookup (event->data, "enrolment", &self->promoted_enrolment, NULL) !=
      HOUBU_JOURNAL_VALUE_INT64)
    houbu_check_tell (self->check, "I-Q8", "journal row %" G_GINT64_FORMAT " promoted into no seat",
                      event->seq);
}

/* Late money has a seat back only where whoever came now would get one: past nobody who waits, and
 * not from what is closed. The seat itself counts as any other. */
static void
check_reinstatement (History *self, const HoubuJournalEvent *event)
{
  const ReplayedExam *exam = get_exam (self, event->exam);
  const HoubuReplayedOffering *offering = get_offering (self, event->offering);

  if (g_strcmp0 (event->from_state, "expired") != 0 || g_strcmp0 (event->to_state, "paid") != 0)
    return;
  if (offering->waiting > 0 && event->at < exam->waitlist_closes_at)
    houbu_check_tell (self->check, "I-P7",
                      "journal row %" G_GINT64_FORMAT " gave a seat back past %" G_GINT64_FORMAT
                      " who waited",
                      event->seq, offering->waiting);
  if (offering->withdrawn || offering->fee_fen <= 0 || event->at >= exam->payment_closes_at ||
      event->at < exam->registration_opens_at || event->at >= exam->registration_closes_at)
    houbu_check_tell (self->check, "I-P7",
                      "journal row %" G_GINT64_FORMAT " gave a seat back of what was closed",
                      event->seq);
}

static void
check_seat_follows (History *self, const HoubuJournalEvent *event)
{
  gint64 expected = self->promoted_enrolment;

  self->promoted_enrolment = 0;
  if (expected == 0)
    return;
  if (event == NULL || event->type != HOUBU_JOURNAL_ENROLMENT_CREATED || event->item != expected)
    houbu_check_tell (self->check, "I-Q8",
                      "enrolment %" G_GINT64_FORMAT " was not made right after its promotion",
                      expected);
}

static void
replay_event (History *self, const HoubuJournalEvent *event)
{
  check_seat_follows (self, event);
  if (event->type == HOUBU_JOURNAL_EXAM_CREATED || event->type == HOUBU_JOURNAL_EXAM_CHANGED)
    replay_exam (self, event);
  else if (event->type == HOUBU_JOURNAL_ENTRY_PROMOTED)
    check_promotion (self, event);
  else if (event->type == HOUBU_JOURNAL_ENROLMENT_CHANGED)
    check_reinstatement (self, event);
  self->enrolments += event->type == HOUBU_JOURNAL_ENROLMENT_CREATED;
  self->entries += event->type == HOUBU_JOURNAL_ENTRY_JOINED;
  if (event->offering != 0)
    houbu_replayed_offering_apply (get_offering (self, event->offering), self->check, event,
                                   get_exam (self, event->exam)->waitlist_closes_at);
}

static gboolean
walk (History *self, GError **error)
{
  HoubuStatement *row = houbu_tx_statement (self->check->tx, &houbu_journal_select);
  GError *failure = NULL;

  houbu_statement_bind_int64 (row, "after", 0);
  houbu_statement_bind_int64 (row, "limit", G_MAXINT64);
  while (houbu_statement_step (row, &failure))
    {
      HoubuJournalEvent event = { 0 };

      houbu_journal_event_peek (&event, row);
      check_seq (self, event.seq);
      check_hash (self, &event, row);
      if (houbu_journal_type_from_string (houbu_statement_get_text (row, "type"), &event.type))
        replay_event (self, &event);
      else
        houbu_check_tell (self->check, "I-D5",
                          "journal row %" G_GINT64_FORMAT " is of an unknown type", event.seq);
    }
  check_seat_follows (self, NULL);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/* --------------------------------------------------------------------------------------------- */
/* Against the present */

static void
compare_number (History *self, gint64 key, const char *what, gint64 present, gint64 replayed)
{
  if (present != replayed)
    houbu_check_tell (self->check, "I-D5",
                      "offering %" G_GINT64_FORMAT " has %s %" G_GINT64_FORMAT
                      ", the journal gives %" G_GINT64_FORMAT,
                      key, what, present, replayed);
}

static void
compare_offering (History *self, HoubuStatement *row)
{
  gint64 key = houbu_statement_get_int64 (row, "key");
  const HoubuReplayedOffering *replayed = get_offering (self, key);
  gsize length = 0;
  gconstpointer hash = houbu_statement_get_blob (row, "chain_hash", &length);

#define COMPARE(column_, replayed_)                                                                \
  compare_number (self, key, column_, houbu_statement_get_int64 (row, column_), replayed_)
  COMPARE ("capacity", replayed->capacity);
  COMPARE ("fee_fen", replayed->fee_fen);
  COMPARE ("withdrawn", replayed->withdrawn);
  COMPARE ("seats_in_use", replayed->seats);
  COMPARE ("waiting", replayed->waiting);
  COMPARE ("last_queue_number", replayed->last_number);
  COMPARE ("chain_number", replayed->chain_number);
#undef COMPARE
  if (replayed->chain_number > 0 &&
      (length != HOUBU_CHAIN_BYTES || memcmp (hash, replayed->chain_hash, length) != 0))
    houbu_check_tell (self->check, "I-D5",
                      "offering %" G_GINT64_FORMAT " ends its chain otherwise than the journal",
                      key);
}

static gboolean
compare_offerings (History *self, GError **error)
{
  HoubuStatement *row = houbu_tx_statement (self->check->tx, &select_offerings);
  GError *failure = NULL;

  while (houbu_statement_step (row, &failure))
    compare_offering (self, row);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

static gboolean
compare_totals (History *self, GError **error)
{
  HoubuStatement *row = houbu_tx_statement (self->check->tx, &count_items);
  gint64 enrolments;
  gint64 entries;

  if (!houbu_statement_step (row, error))
    return FALSE;
  enrolments = houbu_statement_get_int64 (row, "enrolments");
  entries = houbu_statement_get_int64 (row, "entries");
  houbu_statement_reset (row);
  if (enrolments != self->enrolments || entries != self->entries)
    houbu_check_tell (self->check, "I-S9",
                      "there are %" G_GINT64_FORMAT " enrolments and %" G_GINT64_FORMAT
                      " entries, the journal created %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT,
                      enrolments, entries, self->enrolments, self->entries);
  return TRUE;
}

/**
 * houbu_check_history:
 * @self: a check
 * @error: return location for a HOUBU_STORE_FAILURE
 *
 * Walks through the journal (I-D5, I-P7, I-Q1, I-Q2, I-Q3, I-Q4, I-Q8, I-Q13, I-S1,
 * I-S9).
 *
 * Returns: whether it could be read
 */
gboolean
houbu_check_history (HoubuCheck *self, GError **error)
{
  History history = { .check = self, .gapless = houbu_tx_get_issued_seq (self->tx) != NULL };
  gboolean ok;

  history.offerings = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                             (GDestroyNotify) houbu_replayed_offering_free);
  history.exams = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  ok = walk (&history, error) && check_last_seq (&history, error) &&
       compare_offerings (&history, error) && compare_totals (&history, error);
  g_hash_table_unref (history.offerings);
  g_hash_table_unref (history.exams);
  return ok;
}
