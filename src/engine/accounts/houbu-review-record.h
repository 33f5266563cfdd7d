/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"
#include "houbu-store-exam.h"
#include "houbu-store-reviews.h"
#include "houbu-store-students.h"

G_BEGIN_DECLS

/**
 * HoubuReviewView:
 * @row: (owned) (nullable): the review that the account asked for
 * @approved: one was approved for the person
 * @decision: whether it may be asked for now
 *
 * Where somebody stands with the review of the CET-6 qualification.
 */
typedef struct
{
  HoubuReviewRow *row;
  gboolean approved;
  HoubuDecision decision;
} HoubuReviewView;

void houbu_review_view_clear (HoubuReviewView *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HoubuReviewView, houbu_review_view_clear)

gboolean houbu_review_view_load (HoubuReviewView *self,
                                 HoubuTx *tx,
                                 const HoubuExamWindow *window,
                                 gint64 account,
                                 const HoubuStudentRow *student,
                                 gint64 now,
                                 GError **error);
/* @target has `review` and `review-possible`; @student gets what the review opens. */
void houbu_review_view_show (const HoubuReviewView *self, gpointer target, HoubuStudent *student);
HoubuReview *houbu_review_record_new (const HoubuReviewRow *row);

G_END_DECLS
