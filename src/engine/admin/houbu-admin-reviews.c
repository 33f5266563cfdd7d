/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-admin.h"

#include "houbu-decisions.h"
#include "houbu-engine.h"
#include "houbu-error.h"
#include "houbu-limits.h"
#include "houbu-mask.h"
#include "houbu-operator-scope.h"
#include "houbu-paging.h"
#include "houbu-plain-text.h"
#include "houbu-records.h"
#include "houbu-review-journal.h"
#include "houbu-store-reviews.h"
#include "houbu-tickets.h"

/* NULL when the store was made with another key. */
static HoubuAdminReview *
make_record (HoubuCall *call, const HoubuReviewRow *row, GError **error)
{
  g_autofree char *ticket = houbu_vault_open_sealed (houbu_engine_get_vault (call->engine),
                                                     HOUBU_TICKET_CONTEXT, row->ticket, error);
  g_autofree char *name = houbu_mask_name (row->name != NULL ? row->name : "");
  g_autoptr (HoubuSchool) school = houbu_school_new ();
  HoubuAdminReview *record = NULL;

  if (ticket == NULL)
    return NULL;
  record = houbu_admin_review_new ();
  houbu_school_set_code (school, row->place.school != NULL ? row->place.school : "");
  houbu_school_set_name (school, row->place.school_name != NULL ? row->place.school_name : "");
  houbu_admin_review_set_id (record, row->id);
  houbu_admin_review_set_state (
      record, houbu_review_state_from_string (houbu_review_standing_to_word (row->state)));
  houbu_admin_review_set_finding (
      record, houbu_review_finding_from_string (houbu_finding_to_word (row->finding)));
  houbu_admin_review_set_admission_ticket (record, ticket);
  houbu_admin_review_set_name_masked (record, name);
  houbu_admin_review_set_student_number (record,
                                         row->student_number != NULL ? row->student_number : "");
  houbu_admin_review_set_school (record, school);
  houbu_admin_review_set_note (record, row->note);
  houbu_admin_review_set_created_at (record, row->created_at);
  houbu_admin_review_set_decided_at (record, row->decided_at);
  return record;
}

static gboolean
read_filter (HoubuCall *call, const char **state, GError **error)
{
  *state = houbu_call_get_query (call, "state");
  if (*state == NULL || houbu_review_state_from_string (*state) != HOUBU_REVIEW_STATE_UNSET)
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_NOT_A_CHOICE, "field", "state",
                   NULL);
  return FALSE;
}

static HoubuRecord *
list_reviews (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuScope scope;
  const char *state = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (HoubuAdminReviewList) list = NULL;
  g_autofree char *next = NULL;
  gint64 after = 0;

  if (!houbu_operator_scope_get (call, &scope, error) || !read_filter (call, &state, error) ||
      !houbu_paging_read_number (call, &after, error))
    return NULL;
  rows = houbu_store_review_list (tx, &scope, state, after, HOUBU_LIMIT_PAGE_ITEMS + 1, error);
  if (rows == NULL)
    return NULL;
  list = houbu_admin_review_list_new ();
  for (guint i = 0; i < MIN (rows->len, HOUBU_LIMIT_PAGE_ITEMS); i++)
    {
      const HoubuReviewRow *row = g_ptr_array_index (rows, i);
      g_autoptr (HoubuAdminReview) record = make_record (call, row, error);

      if (record == NULL)
        return NULL;
      g_list_store_append (houbu_admin_review_list_get_items (list), record);
      if (i + 1 == HOUBU_LIMIT_PAGE_ITEMS && i + 1 < rows->len)
        next = g_strdup_printf ("%" G_GINT64_FORMAT, row->key);
    }
  houbu_admin_review_list_set_next (list, next);
  return HOUBU_RECORD (g_steal_pointer (&list));
}

static gboolean
read_note (HoubuReviewDecision *request, HoubuReviewRow *row, GError **error)
{
  g_free (row->note);
  row->note = houbu_plain_text_line (houbu_review_decision_get_reason (request));
  if (*row->note != '\0')
    return TRUE;
  houbu_error_set (error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_REQUIRED, "field", "reason",
                   NULL);
  return FALSE;
}

static HoubuRecord *
decide_review (HoubuTx *tx, HoubuCall *call, GError **error)
{
  HoubuReviewDecision *request = HOUBU_REVIEW_DECISION (call->request);
  gboolean approve = houbu_review_decision_get_verdict (request) == HOUBU_REVIEW_VERDICT_APPROVE;
  g_autoptr (HoubuReviewRow) row =
      houbu_store_review_find (tx, houbu_call_get_path (call, "id"), error);
  HoubuReviewStanding before;
  HoubuDecision decision;

  if (row == NULL || !houbu_operator_check_place (call, &row->place, error) ||
      !read_note (request, row, error))
    return NULL;
  before = row->state;
  decision = houbu_rules_check_review_decision (before, approve);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    {
      houbu_decision_to_error (&decision, NULL, error);
      return NULL;
    }
  row->state = approve ? HOUBU_REVIEW_APPROVED : HOUBU_REVIEW_REFUSED;
  row->decided_at = call->now;
  if (!houbu_store_review_decide (tx, row, error) ||
      !houbu_review_journal (tx, call, row, before, error))
    return NULL;
  return (HoubuRecord *) make_record (call, row, error);
}

const HoubuOperation houbu_operation_list_reviews = {
  .name = "list_reviews",
  .mode = HOUBU_OPERATION_READ,
  .run = list_reviews,
};

const HoubuOperation houbu_operation_decide_review = {
  .name = "decide_review",
  .mode = HOUBU_OPERATION_WRITE,
  .run = decide_review,
};
