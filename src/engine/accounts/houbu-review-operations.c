/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"

#include "houbu-decisions.h"
#include "houbu-engine.h"
#include "houbu-error.h"
#include "houbu-review-journal.h"
#include "houbu-review-record.h"
#include "houbu-store-accounts.h"
#include "houbu-store-registrations.h"
#include "houbu-tickets.h"
#include "houbu-tokens.h"
#include "houbu-vault.h"

/* Who asks: the registration's copy of the record counts, before one the school's own. */
typedef struct
{
  HoubuExamRow *exam;                 /* (owned) */
  HoubuRegistrationRow *registration; /* (owned) (nullable) */
  HoubuStudentRow *own;               /* (owned) (nullable): the school's record */
  const HoubuStudentRow *student;
} Asker;

static void
asker_clear (Asker *asker)
{
  g_clear_pointer (&asker->exam, houbu_exam_row_free);
  g_clear_pointer (&asker->registration, houbu_registration_row_free);
  g_clear_pointer (&asker->own, houbu_student_row_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asker, asker_clear)

static gboolean
load_asker (HoubuTx *tx, HoubuCall *call, Asker *asker, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HoubuAccountRow) account = NULL;

  asker->exam = houbu_store_exam_load_current (tx, &failure);
  if (asker->exam != NULL)
    asker->registration = houbu_store_registration_active_of_account (
        tx, asker->exam->key, call->caller->account, &failure);
  if (failure == NULL)
    account = houbu_store_account_by_key (tx, call->caller->account, &failure);
  if (account != NULL && account->person != 0)
    asker->own = houbu_store_student_by_person (tx, account->person, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  asker->student = asker->registration != NULL ? asker->registration->student : asker->own;
  if (asker->student == NULL)
    houbu_error_set (error, HOUBU_ERROR_STEP_MISSING, HOUBU_PROBLEM_QUERY_EXPIRED, NULL);
  return asker->student != NULL;
}

static gboolean
judge (HoubuTx *tx,
       HoubuCall *call,
       const HoubuStudentRow *student,
       const char *ticket,
       HoubuFinding *finding,
       GError **error)
{
  HoubuVault *vault = houbu_engine_get_vault (call->engine);
  g_autoptr (GBytes) lookup = houbu_ticket_lookup (vault, ticket);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HoubuResultRow) result = houbu_store_result_find (tx, lookup, &failure);
  g_autoptr (HoubuIdentityRow) identity = NULL;
  HoubuTicketFacts facts = { .known = result != NULL };

  if (failure == NULL)
    identity = houbu_store_identity_by_key (tx, student->person, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (result != NULL)
    {
      facts.own = identity != NULL && g_bytes_equal (identity->lookup, result->holder);
      facts.subject = houbu_subject_info_find (result->subject);
      facts.exam_year = result->exam_year;
      facts.score = result->score;
    }
  *finding =
      houbu_rules_judge_ticket (&facts, houbu_engine_get_options (call->engine)->review_pass_mark);
  return TRUE;
}

static HoubuReviewRow *
add_review (HoubuTx *tx, HoubuCall *call, const Asker *asker, GError **error)
{
  HoubuReviewRequest *request = HOUBU_REVIEW_REQUEST (call->request);
  g_autofree char *ticket =
      houbu_ticket_normalise (houbu_review_request_get_admission_ticket (request));
  g_autoptr (HoubuReviewRow) row = g_new0 (HoubuReviewRow, 1);

  if (!judge (tx, call, asker->student, ticket, &row->finding, error))
    return NULL;
  row->id = houbu_random_id ();
  row->account = call->caller->account;
  row->person = asker->student->person;
  row->ticket =
      houbu_vault_seal (houbu_engine_get_vault (call->engine), HOUBU_TICKET_CONTEXT, ticket);
  row->state = houbu_rules_review_outcome (row->finding);
  row->created_at = call->now;
  row->decided_at = row->state == HOUBU_REVIEW_PENDING ? HOUBU_NONE : call->now;
  row->key = houbu_store_review_add (tx, row, error);
  if (row->key == 0 || !houbu_review_journal (tx, call, row, HOUBU_REVIEW_NONE, error))
    return NULL;
  return g_steal_pointer (&row);
}

static HoubuRecord *
ask_for_review (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_auto (Asker) asker = { 0 };
  g_auto (HoubuReviewView) view = { 0 };
  g_autoptr (HoubuReviewRow) row = NULL;

  if (!load_asker (tx, call, &asker, error) ||
      !houbu_review_view_load (&view, tx, &asker.exam->window, call->caller->account, asker.student,
                               call->now, error))
    return NULL;
  if (view.decision.refusal != HOUBU_REFUSAL_NONE)
    {
      houbu_decision_to_error (&view.decision, NULL, error);
      return NULL;
    }
  row = add_review (tx, call, &asker, error);
  return row != NULL ? HOUBU_RECORD (houbu_review_record_new (row)) : NULL;
}

static HoubuRecord *
get_review (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (HoubuReviewRow) row =
      houbu_store_review_of_account (tx, call->caller->account, &failure);

  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (row == NULL)
    houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
  return row != NULL ? HOUBU_RECORD (houbu_review_record_new (row)) : NULL;
}

const HoubuOperation houbu_operation_ask_for_review = {
  .name = "ask_for_review",
  .mode = HOUBU_OPERATION_WRITE,
  .run = ask_for_review,
};

const HoubuOperation houbu_operation_get_review = {
  .name = "get_review",
  .mode = HOUBU_OPERATION_READ,
  .run = get_review,
};
