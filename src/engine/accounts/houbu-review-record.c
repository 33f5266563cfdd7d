/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-review-record.h"

/**
 * houbu_review_view_clear:
 * @self: where somebody stands
 */
void
houbu_review_view_clear (HoubuReviewView *self)
{
  g_clear_pointer (&self->row, houbu_review_row_free);
}

/**
 * houbu_review_view_load:
 * @self: (out caller-allocates): where somebody stands
 * @tx: a transaction
 * @window: times of the exam
 * @account: key of the account
 * @student: the school's record, or the registration's
 * @now: clock reading
 * @error: return location
 *
 * Returns: whether it could be read
 */
gboolean
houbu_review_view_load (HoubuReviewView *self,
                        HoubuTx *tx,
                        const HoubuExamWindow *window,
                        gint64 account,
                        const HoubuStudentRow *student,
                        gint64 now,
                        GError **error)
{
  g_autoptr (GError) failure = NULL;
  HoubuPersonState person = { 0 };

  *self = (HoubuReviewView){ 0 };
  self->row = houbu_store_review_of_account (tx, account, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (!houbu_store_review_is_approved (tx, student->person, &self->approved, error))
    return FALSE;
  houbu_subject_set_parse (student->qualified, &person.qualified);
  person.review_approved = self->approved;
  self->decision = houbu_rules_check_review (window, &person, self->row != NULL, now);
  return TRUE;
}

/* Why it was refused: by what the results say, unless the school has had its word. */
static HoubuReviewReason
find_reason (const HoubuReviewRow *row)
{
  if (row->state != HOUBU_REVIEW_REFUSED)
    return HOUBU_REVIEW_REASON_UNSET;
  if (row->note != NULL)
    return HOUBU_REVIEW_REASON_SCHOOL;
  return row->finding == HOUBU_FINDING_BEFORE_2005 ? HOUBU_REVIEW_REASON_BEFORE_2005
                                                   : HOUBU_REVIEW_REASON_SCORE_TOO_LOW;
}

static GStrv
dup_codes (HoubuSubjectSet set)
{
  g_autofree char *text = houbu_subject_set_to_text (set);

  return g_strsplit (text, ";", -1);
}

/**
 * houbu_review_record_new:
 * @row: a review
 *
 * Returns: (transfer full): the review as the candidate sees it, who does not learn what the
 *   results say of somebody else's ticket
 */
HoubuReview *
houbu_review_record_new (const HoubuReviewRow *row)
{
  HoubuReview *record = houbu_review_new ();

  houbu_review_set_id (record, row->id);
  houbu_review_set_state (
      record, houbu_review_state_from_string (houbu_review_standing_to_word (row->state)));
  houbu_review_set_reason (record, find_reason (row));
  houbu_review_set_note (record, row->note);
  houbu_review_set_created_at (record, row->created_at);
  houbu_review_set_decided_at (record, row->decided_at);
  if (row->state == HOUBU_REVIEW_APPROVED)
    {
      g_auto (GStrv) codes = dup_codes (houbu_rules_review_subjects ());

      houbu_review_set_subjects (record, (const char *const *) codes);
    }
  return record;
}

/**
 * houbu_review_view_show:
 * @self: where somebody stands
 * @target: a record with `review` and `review-possible`
 * @student: (nullable): the record of the student in it
 *
 * Shows it.
 */
void
houbu_review_view_show (const HoubuReviewView *self, gpointer target, HoubuStudent *student)
{
  g_autoptr (HoubuReview) record = self->row != NULL ? houbu_review_record_new (self->row) : NULL;

  g_object_set (target, "review", record, "review-possible",
                self->decision.refusal == HOUBU_REFUSAL_NONE, NULL);
  if (self->approved && student != NULL)
    {
      g_autofree char *text =
          g_strjoinv (";", (GStrv) houbu_student_get_qualified_subjects (student));
      g_auto (GStrv) codes = NULL;
      HoubuSubjectSet set = 0;

      houbu_subject_set_parse (text, &set);
      codes = dup_codes (set | houbu_rules_review_subjects ());
      houbu_student_set_qualified_subjects (student, (const char *const *) codes);
    }
}
