/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-rules-review.h"
#include "houbu-store-admin.h"
#include "houbu-store-offerings.h"
#include "houbu-store-types.h"

G_BEGIN_DECLS

/**
 * HoubuResultRow:
 * @ticket: keyed hash of the admission ticket
 * @holder: keyed hash of the document, as that of a person
 * @subject: code
 *
 * A result of an earlier exam.
 */
typedef struct
{
  GBytes *ticket; /* (owned) */
  GBytes *holder; /* (owned) */
  char *subject;  /* (owned) */
  gint64 exam_year;
  gint64 score;
} HoubuResultRow;

/**
 * HoubuReviewRow:
 * @key: key in the store
 * @id: (owned): what stands on the wire
 * @account: key of the account that asked
 * @person: key of the person whom it is about
 * @ticket: (owned): the admission ticket, encrypted
 * @state: what has become of it
 * @finding: what the results said
 * @note: (owned) (nullable): an operator's words
 * @created_at: when it was asked for
 * @decided_at: or %HOUBU_NONE
 * @name: (owned) (nullable): of the student, like all that follow
 *
 * A review of the qualification for CET-6.
 */
typedef struct
{
  gint64 key;
  char *id;
  gint64 account;
  gint64 person;
  GBytes *ticket;
  HoubuReviewStanding state;
  HoubuFinding finding;
  char *note;
  gint64 created_at;
  gint64 decided_at;
  char *name;
  char *student_number;
  HoubuPlace place; /* (owned) */
} HoubuReviewRow;

void houbu_result_row_free (HoubuResultRow *self);
void houbu_review_row_free (HoubuReviewRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuResultRow, houbu_result_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuReviewRow, houbu_review_row_free)

HoubuResultRow *houbu_store_result_find (HoubuTx *tx, GBytes *ticket, GError **error);
gboolean houbu_store_result_set (HoubuTx *tx, const HoubuResultRow *row, GError **error);

HoubuReviewRow *houbu_store_review_load (HoubuTx *tx, gint64 key, GError **error);
HoubuReviewRow *houbu_store_review_find (HoubuTx *tx, const char *id, GError **error);
HoubuReviewRow *houbu_store_review_of_account (HoubuTx *tx, gint64 account, GError **error);
gboolean
houbu_store_review_is_approved (HoubuTx *tx, gint64 person, gboolean *approved, GError **error);
GPtrArray *houbu_store_review_list (HoubuTx *tx,
                                    const HoubuScope *scope,
                                    const char *state,
                                    gint64 after,
                                    gint64 limit,
                                    GError **error);
gint64 houbu_store_review_add (HoubuTx *tx, const HoubuReviewRow *row, GError **error);
gboolean houbu_store_review_decide (HoubuTx *tx, const HoubuReviewRow *row, GError **error);

G_END_DECLS
