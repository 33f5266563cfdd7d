/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-offerings.h"

G_BEGIN_DECLS

/**
 * HoubuEntryRow:
 * @key: key in the store
 * @id: (owned): what stands on the wire
 * @registration: key of its registration
 * @account: key of the account that registered
 * @person: key of the identity document
 * @offering: key of its offering
 * @exam: key of the offering's exam session
 * @subject: what is waited for
 * @place: where
 * @queue_number: its place in the order
 * @reason: (owned) (nullable): a word, why it was cancelled or failed
 * @note: (owned) (nullable): the candidate's own words
 * @ended_at: or %HOUBU_NONE
 * @enrolment_id: (owned) (nullable): what a promotion gave
 * @waiting: how many wait for the offering; that of the last commit inside a writing transaction
 * @last_queue_number: the newest one of the offering, likewise
 *
 * A place in a queue.
 */
typedef struct
{
  gint64 key;
  char *id;
  gint64 registration;
  gint64 account;
  gint64 person;
  gint64 offering;
  gint64 exam;
  const HoubuSubjectInfo *subject;
  HoubuPlace place;
  gint64 queue_number;
  HoubuWaitState state;
  char *reason;
  char *note;
  gint64 joined_at;
  gint64 ended_at;
  char *enrolment_id;
  gint64 waiting;
  gint64 last_queue_number;
} HoubuEntryRow;

void houbu_entry_row_free (HoubuEntryRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuEntryRow, houbu_entry_row_free)

/* A new place at the tail. */
typedef struct
{
  const char *id;
  gint64 registration;
  gint64 offering;
  gint64 exam;
  gint64 person;
  const HoubuSubjectInfo *subject;
  gint64 queue_number;
  gint64 joined_at;
} HoubuNewEntry;

/* How a place ends: with a reason, or with the enrolment that a promotion gave. */
typedef struct
{
  HoubuWaitState state;
  const char *reason; /* (nullable) */
  const char *note;   /* (nullable) */
  gint64 enrolment;   /* key, or 0 */
  gint64 ended_at;
} HoubuEntryEnd;

/* Which of an account's entries. */
typedef enum
{
  HOUBU_ENTRIES_WAITING,
  HOUBU_ENTRIES_COMPLETED,
} HoubuEntryChoice;

/* An entry as its operators see it. */
typedef struct
{
  char *id;
  gint64 queue_number;
  gint64 joined_at;
  char *name;
  char *student_number;
} HoubuQueueRow;

void houbu_queue_row_free (HoubuQueueRow *self);

gboolean
houbu_store_entry_insert (HoubuTx *tx, const HoubuNewEntry *entry, gint64 *key, GError **error);
gboolean
houbu_store_entry_end (HoubuTx *tx, gint64 entry, const HoubuEntryEnd *end, GError **error);

HoubuEntryRow *houbu_store_entry_find (HoubuTx *tx, const char *id, GError **error);
HoubuEntryRow *houbu_store_entry_load (HoubuTx *tx, gint64 entry, GError **error);
HoubuEntryRow *houbu_store_entry_find_head (HoubuTx *tx, gint64 offering, GError **error);
GPtrArray *houbu_store_entry_list_of_account (
    HoubuTx *tx, gint64 exam, gint64 account, HoubuEntryChoice choice, GError **error);
GPtrArray *
houbu_store_entry_list_waiting_of_registration (HoubuTx *tx, gint64 registration, GError **error);
GPtrArray *houbu_store_entry_list_waiting_of_offering (HoubuTx *tx,
                                                       gint64 offering,
                                                       gint64 limit,
                                                       GError **error);
GPtrArray *houbu_store_entry_list_waiting_orals (
    HoubuTx *tx, gint64 exam, gint64 person, int level, GError **error);
GPtrArray *houbu_store_entry_list_queue (
    HoubuTx *tx, gint64 offering, gint64 after, gint64 limit, GError **error);

gboolean houbu_store_entry_count_ahead (
    HoubuTx *tx, gint64 offering, gint64 queue_number, gint64 *ahead, GError **error);
gboolean houbu_store_entry_find_position (HoubuTx *tx,
                                          const HoubuEntryRow *row,
                                          gint64 *position,
                                          GError **error);

G_END_DECLS
