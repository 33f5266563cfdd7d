/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-review-journal.h"

#include "houbu-journal-data.h"
#include "houbu-journal.h"

/**
 * houbu_review_journal:
 * @tx: a writing transaction
 * @call: who asked or decided
 * @row: the review as it is now
 * @before: what it was, %HOUBU_REVIEW_NONE when it is new
 * @error: what the statement failed with
 *
 * Returns: whether it was written
 */
gboolean
houbu_review_journal (HoubuTx *tx,
                      HoubuCall *call,
                      const HoubuReviewRow *row,
                      HoubuReviewStanding before,
                      GError **error)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  g_autofree char *actor = houbu_caller_dup_actor (call->caller);

  houbu_journal_data_add_text (data, "id", row->id);
  houbu_journal_data_add_int64 (data, "account", row->account);
  houbu_journal_data_add_text (data, "finding", houbu_finding_to_word (row->finding));
  return houbu_journal_append (
      tx,
      &(HoubuJournalRow){
          .at = call->now,
          .type = HOUBU_JOURNAL_REVIEW_CHANGED,
          .actor = actor,
          .request = call->idempotency_key,
          .item = row->key,
          .from_state = before != HOUBU_REVIEW_NONE ? houbu_review_standing_to_word (before) : NULL,
          .to_state = houbu_review_standing_to_word (row->state),
          .data = houbu_journal_data_get_text (data),
      },
      error);
}
