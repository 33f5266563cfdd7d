/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-offering-lock.h"
#include "houbu-store-types.h"

G_BEGIN_DECLS

/*
 * What each type carries, so that a replay from empty gives the present state. `data` is a flat
 * JSON object made with HoubuJournalData: ids and states, never personal data. A key that is
 * absent means "unchanged", null means "cleared".
 *
 * - exam_created, exam_changed: what was set
 * - offering_added (lock): capacity, fee_fen, withdrawn
 * - offering_changed (lock): those of capacity, fee_fen, withdrawn and the times that changed
 * - registration_created (registration): account
 * - registration_closed (registration): reason, `empty` or `deleted`
 * - enrolment_created (lock, registration, item): obtained_by, fee_fen, deadline
 * - enrolment_changed (lock, registration, item): deadline, report_form, lock_owner, lock_until,
 *   arrangement, ticket_printing, reason; an end and its reversal need only the states and the
 * reason
 * - entry_joined (lock, registration, item, queue_number): nothing
 * - entry_promoted (the same): enrolment
 * - entry_cancelled, entry_failed (the same): reason
 * - payment_opened (registration, item): kind, amount_fen, expires_at and the sums of captured_fen,
 *   applied_fen, refund_due_fen, refunded_fen, suspense_fen
 * - payment_changed (the same): the sums; what else happened (transaction, refund)
 * - review_changed (item): account, finding
 * - export: kind, rows; who took them away is the actor
 * - import, operator_added, page_changed, news_changed, notice_changed (item): what the operator
 *   sees
 *
 * `item` is the key of the enrolment, entry or order. Items' rows name from_state (NULL when
 * created) and to_state; a change that leaves the state alone names the same one twice. A promotion
 * appends entry_promoted first and enrolment_created right after it.
 */
typedef enum
{
  HOUBU_JOURNAL_EXAM_CREATED,
  HOUBU_JOURNAL_EXAM_CHANGED,
  HOUBU_JOURNAL_OFFERING_ADDED,
  HOUBU_JOURNAL_OFFERING_CHANGED,
  HOUBU_JOURNAL_REGISTRATION_CREATED,
  HOUBU_JOURNAL_REGISTRATION_CLOSED,
  HOUBU_JOURNAL_ENROLMENT_CREATED,
  HOUBU_JOURNAL_ENROLMENT_CHANGED,
  HOUBU_JOURNAL_ENTRY_JOINED,
  HOUBU_JOURNAL_ENTRY_PROMOTED,
  HOUBU_JOURNAL_ENTRY_CANCELLED,
  HOUBU_JOURNAL_ENTRY_FAILED,
  HOUBU_JOURNAL_PAYMENT_OPENED,
  HOUBU_JOURNAL_PAYMENT_CHANGED,
  HOUBU_JOURNAL_IMPORT,
  HOUBU_JOURNAL_OPERATOR_ADDED,
  HOUBU_JOURNAL_PAGE_CHANGED,
  HOUBU_JOURNAL_NEWS_CHANGED,
  HOUBU_JOURNAL_NOTICE_CHANGED,
  HOUBU_JOURNAL_REVIEW_CHANGED,
  HOUBU_JOURNAL_EXPORT,
} HoubuJournalType;

/**
 * HoubuJournalRow:
 * @at: the clock reading of the change, µs
 * @type: what happened
 * @actor: who: `account:<key>`, `operator:<name>`, `timer` or `system`
 * @request: (nullable): the request or timer that asked for it
 * @exam: key of the exam session, or 0
 * @lock: (nullable): lock of the offering; chains the row to the offering's last one
 * @registration: key, or 0
 * @item: key of the enrolment, entry or order, or 0
 * @from_state: (nullable): wire word
 * @to_state: (nullable): wire word
 * @queue_number: of the entry, or 0
 * @data: (nullable): flat JSON object
 */
typedef struct
{
  gint64 at;
  HoubuJournalType type;
  const char *actor;
  const char *request;
  gint64 exam;
  HoubuOfferingLock *lock;
  gint64 registration;
  gint64 item;
  const char *from_state;
  const char *to_state;
  gint64 queue_number;
  const char *data;
} HoubuJournalRow;

/**
 * HoubuJournalEvent:
 *
 * A row as read back. Keys are 0 and texts %NULL where the row has none.
 */
typedef struct
{
  gint64 seq;
  gint64 at;
  HoubuJournalType type;
  char *actor;   /* (owned) */
  char *request; /* (owned) (nullable) */
  gint64 exam;
  gint64 offering;
  gint64 registration;
  gint64 item;
  char *from_state; /* (owned) (nullable) */
  char *to_state;   /* (owned) (nullable) */
  gint64 queue_number;
  char *data; /* (owned) (nullable) */
  gint64 chain_number;
} HoubuJournalEvent;

void houbu_journal_event_free (HoubuJournalEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuJournalEvent, houbu_journal_event_free)

const char *houbu_journal_type_to_string (HoubuJournalType type);
gboolean houbu_journal_type_from_string (const char *word, HoubuJournalType *type);

gboolean houbu_journal_append (HoubuTx *tx, const HoubuJournalRow *row, GError **error);
GPtrArray *houbu_journal_read (HoubuTx *tx, gint64 after_seq, guint limit, GError **error);
gboolean houbu_journal_last_seq (HoubuTx *tx, gint64 *seq, GError **error);

G_END_DECLS
