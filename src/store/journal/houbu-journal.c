/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-journal-private.h"

#include "houbu-offering-lock-private.h"
#include "houbu-statement.h"
#include "houbu-tx-private.h"
#include "houbu-tx-touched.h"

static const char *const type_words[] = {
  [HOUBU_JOURNAL_EXAM_CREATED] = "exam_created",
  [HOUBU_JOURNAL_EXAM_CHANGED] = "exam_changed",
  [HOUBU_JOURNAL_OFFERING_ADDED] = "offering_added",
  [HOUBU_JOURNAL_OFFERING_CHANGED] = "offering_changed",
  [HOUBU_JOURNAL_REGISTRATION_CREATED] = "registration_created",
  [HOUBU_JOURNAL_REGISTRATION_CLOSED] = "registration_closed",
  [HOUBU_JOURNAL_ENROLMENT_CREATED] = "enrolment_created",
  [HOUBU_JOURNAL_ENROLMENT_CHANGED] = "enrolment_changed",
  [HOUBU_JOURNAL_ENTRY_JOINED] = "entry_joined",
  [HOUBU_JOURNAL_ENTRY_PROMOTED] = "entry_promoted",
  [HOUBU_JOURNAL_ENTRY_CANCELLED] = "entry_cancelled",
  [HOUBU_JOURNAL_ENTRY_FAILED] = "entry_failed",
  [HOUBU_JOURNAL_PAYMENT_OPENED] = "payment_opened",
  [HOUBU_JOURNAL_PAYMENT_CHANGED] = "payment_changed",
  [HOUBU_JOURNAL_IMPORT] = "import",
  [HOUBU_JOURNAL_OPERATOR_ADDED] = "operator_added",
  [HOUBU_JOURNAL_PAGE_CHANGED] = "page_changed",
  [HOUBU_JOURNAL_NEWS_CHANGED] = "news_changed",
  [HOUBU_JOURNAL_NOTICE_CHANGED] = "notice_changed",
  [HOUBU_JOURNAL_REVIEW_CHANGED] = "review_changed",
  [HOUBU_JOURNAL_EXPORT] = "export",
};

static const HoubuSql insert_row = {
  "journal-insert",
  "INSERT INTO journal (at, type, actor, request, exam, offering, registration, item, from_state,"
  " to_state, queue_number, data, chain_number, chain_hash) VALUES ($at, $type, $actor, $request,"
  " $exam, $offering, $registration, $item, $from_state, $to_state, $queue_number, $data,"
  " $chain_number, $chain_hash)",
};

const HoubuSql houbu_journal_select = {
  "journal-select",
  "SELECT seq, at, type, actor, request, exam, offering, registration, item, from_state, to_state,"
  " queue_number, data, chain_number, chain_hash FROM journal WHERE seq > $after"
  " ORDER BY seq LIMIT $limit",
};

static const HoubuSql select_last_seq = {
  "journal-last-seq",
  "SELECT coalesce(max(seq), 0) AS seq FROM journal",
};

/**
 * houbu_journal_type_to_string:
 * @type: a type
 *
 * Returns: the word that stands in the row
 */
const char *
houbu_journal_type_to_string (HoubuJournalType type)
{
  g_return_val_if_fail ((guint) type < G_N_ELEMENTS (type_words), NULL);

  return type_words[type];
}

gboolean
houbu_journal_type_from_string (const char *word, HoubuJournalType *type)
{
  g_return_val_if_fail (type != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (type_words); i++)
    if (g_strcmp0 (word, type_words[i]) == 0)
      {
        *type = (HoubuJournalType) i;
        return TRUE;
      }
  return FALSE;
}

void
houbu_journal_event_free (HoubuJournalEvent *self)
{
  g_free (self->actor);
  g_free (self->request);
  g_free (self->from_state);
  g_free (self->to_state);
  g_free (self->data);
  g_free (self);
}

/* What the hash covers, borrowing the row's texts. */
static HoubuJournalEvent
event_of_row (const HoubuJournalRow *row)
{
  return (HoubuJournalEvent){
    .at = row->at,
    .type = row->type,
    .actor = (char *) row->actor,
    .request = (char *) row->request,
    .exam = row->exam,
    .offering = row->lock != NULL ? houbu_offering_lock_get_offering (row->lock) : 0,
    .registration = row->registration,
    .item = row->item,
    .from_state = (char *) row->from_state,
    .to_state = (char *) row->to_state,
    .queue_number = row->queue_number,
    .data = (char *) row->data,
    .chain_number = row->lock != NULL ? houbu_offering_lock_get_chain_number (row->lock) + 1 : 0,
  };
}

static void
bind_event (HoubuStatement *insert, const HoubuJournalEvent *event)
{
  houbu_statement_bind_int64 (insert, "at", event->at);
  houbu_statement_bind_text (insert, "type", type_words[event->type]);
  houbu_statement_bind_text (insert, "actor", event->actor);
  houbu_statement_bind_text (insert, "request", event->request);
  houbu_statement_bind_int64_or_null (insert, "exam", event->exam, 0);
  houbu_statement_bind_int64_or_null (insert, "offering", event->offering, 0);
  houbu_statement_bind_int64_or_null (insert, "registration", event->registration, 0);
  houbu_statement_bind_int64_or_null (insert, "item", event->item, 0);
  houbu_statement_bind_text (insert, "from_state", event->from_state);
  houbu_statement_bind_text (insert, "to_state", event->to_state);
  houbu_statement_bind_int64_or_null (insert, "queue_number", event->queue_number, 0);
  houbu_statement_bind_text (insert, "data", event->data);
  houbu_statement_bind_int64_or_null (insert, "chain_number", event->chain_number, 0);
}

static void
touch (HoubuTx *tx, const HoubuJournalEvent *event)
{
  if (event->offering != 0)
    houbu_tx_touch (tx, houbu_topic_of_offering (event->offering));
  if (event->registration != 0)
    houbu_tx_touch (tx, houbu_topic_of_registration (event->registration));
}

/**
 * houbu_journal_append:
 * @tx: a writing transaction
 * @row: what happened
 * @error: return location for a HOUBU_STORE_FAILURE
 *
 * Appends a row, in the same transaction as what it tells of. With a lock it becomes the next link
 * of the offering's chain.
 *
 * Returns: whether it was written
 */
gboolean
houbu_journal_append (HoubuTx *tx, const HoubuJournalRow *row, GError **error)
{
  HoubuStatement *insert;
  HoubuJournalEvent event;
  guint8 hash[HOUBU_CHAIN_BYTES];
  const guint8 *before = NULL;
  gint64 key;

  g_return_val_if_fail (tx != NULL && row != NULL && row->actor != NULL, FALSE);
  g_return_val_if_fail ((guint) row->type < G_N_ELEMENTS (type_words), FALSE);

  event = event_of_row (row);
  if (row->lock != NULL)
    before = houbu_offering_lock_get_chain_hash (row->lock);
  houbu_chain_hash (&event, type_words[row->type], before, hash);
  touch (tx, &event);

  insert = houbu_tx_statement (tx, &insert_row);
  bind_event (insert, &event);
  houbu_statement_bind_blob (insert, "chain_hash", hash, sizeof hash);
  key = houbu_tx_last_key (tx);
  if (!houbu_statement_run (insert, error))
    return FALSE;
  houbu_tx_set_last_seq (tx, houbu_tx_last_key (tx));
  houbu_tx_set_last_key (tx, key);
  if (row->lock != NULL)
    houbu_offering_lock_set_chain (row->lock, event.chain_number, hash);
  return TRUE;
}

void
houbu_journal_event_peek (HoubuJournalEvent *event, HoubuStatement *row)
{
  event->seq = houbu_statement_get_int64 (row, "seq");
  event->at = houbu_statement_get_int64 (row, "at");
  event->actor = (char *) houbu_statement_get_text (row, "actor");
  event->request = (char *) houbu_statement_get_text (row, "request");
  event->exam = houbu_statement_get_int64 (row, "exam");
  event->offering = houbu_statement_get_int64 (row, "offering");
  event->registration = houbu_statement_get_int64 (row, "registration");
  event->item = houbu_statement_get_int64 (row, "item");
  event->from_state = (char *) houbu_statement_get_text (row, "from_state");
  event->to_state = (char *) houbu_statement_get_text (row, "to_state");
  event->queue_number = houbu_statement_get_int64 (row, "queue_number");
  event->data = (char *) houbu_statement_get_text (row, "data");
  event->chain_number = houbu_statement_get_int64 (row, "chain_number");
}

static HoubuJournalEvent *
copy_event (const HoubuJournalEvent *peeked)
{
  HoubuJournalEvent *event = g_memdup2 (peeked, sizeof *peeked);

  event->actor = g_strdup (peeked->actor);
  event->request = g_strdup (peeked->request);
  event->from_state = g_strdup (peeked->from_state);
  event->to_state = g_strdup (peeked->to_state);
  event->data = g_strdup (peeked->data);
  return event;
}

/**
 * houbu_journal_read:
 * @tx: a transaction
 * @after_seq: rows above this number
 * @limit: at most so many
 * @error: return location for a HOUBU_STORE_FAILURE
 *
 * Reads rows in the order of their commits. Rows of a type that a newer version wrote are left out.
 *
 * Returns: (transfer full) (element-type HoubuJournalEvent) (nullable): the rows
 */
GPtrArray *
houbu_journal_read (HoubuTx *tx, gint64 after_seq, guint limit, GError **error)
{
  g_autoptr (GPtrArray) events = NULL;
  HoubuStatement *select;
  GError *failure = NULL;

  g_return_val_if_fail (tx != NULL, NULL);

  events = g_ptr_array_new_with_free_func ((GDestroyNotify) houbu_journal_event_free);
  select = houbu_tx_statement (tx, &houbu_journal_select);
  houbu_statement_bind_int64 (select, "after", after_seq);
  houbu_statement_bind_int64 (select, "limit", limit);
  while (houbu_statement_step (select, &failure))
    {
      HoubuJournalEvent event = { 0 };

      houbu_journal_event_peek (&event, select);
      if (houbu_journal_type_from_string (houbu_statement_get_text (select, "type"), &event.type))
        g_ptr_array_add (events, copy_event (&event));
    }
  if (failure == NULL)
    return g_steal_pointer (&events);
  g_propagate_error (error, failure);
  return NULL;
}

/**
 * houbu_journal_last_seq:
 * @tx: a transaction
 * @seq: (out): number of the newest row, 0 when there is none
 * @error: return location for a HOUBU_STORE_FAILURE
 *
 * Returns: whether it was read
 */
gboolean
houbu_journal_last_seq (HoubuTx *tx, gint64 *seq, GError **error)
{
  HoubuStatement *select;

  g_return_val_if_fail (tx != NULL && seq != NULL, FALSE);

  select = houbu_tx_statement (tx, &select_last_seq);
  if (!houbu_statement_step (select, error))
    return FALSE;
  *seq = houbu_statement_get_int64 (select, "seq");
  houbu_statement_reset (select);
  return TRUE;
}
