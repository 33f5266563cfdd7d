/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/* How far an operator sees (O1): a school's, a province's, or everything. */
typedef struct
{
  const char *school;   /* (nullable) */
  const char *province; /* (nullable) */
} HoubuScope;

/**
 * HoubuJournalView:
 *
 * A journal row with the ids of the wire in place of keys. Numbers are 0 and texts %NULL where the
 * row has none.
 */
typedef struct
{
  gint64 seq;
  gint64 at;
  char *type;
  char *actor;
  char *request;
  char *exam;
  char *offering;
  char *registration;
  char *item;
  char *from_state;
  char *to_state;
  gint64 queue_number;
  char *data;
  gint64 chain_number;
  char *chain_hash; /* hexadecimal */
} HoubuJournalView;

/* What is counted of one offering. */
typedef struct
{
  gint64 key;
  char *id;
  gint64 capacity;
  gint64 seats_in_use;
  gint64 unpaid;
  gint64 paid;
  gint64 ended;
  gint64 waiting;
  gint64 promoted;
  gint64 cancelled;
  gint64 failed;
} HoubuOfferingCounts;

void houbu_journal_view_free (HoubuJournalView *self);
void houbu_offering_counts_free (HoubuOfferingCounts *self);

GPtrArray *houbu_store_admin_list_journal (HoubuTx *tx,
                                           const HoubuScope *scope,
                                           gint64 offering,
                                           gint64 after,
                                           gint64 limit,
                                           GError **error);
GPtrArray *houbu_store_admin_list_counts (
    HoubuTx *tx, const HoubuScope *scope, gint64 exam, gint64 after, gint64 limit, GError **error);
G_END_DECLS
