/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"

#include "houbu-decisions.h"
#include "houbu-engine.h"
#include "houbu-error.h"
#include "houbu-journal-data.h"
#include "houbu-journal.h"
#include "houbu-registration-record.h"
#include "houbu-rules.h"
#include "houbu-sign-in-private.h"
#include "houbu-store-accounts.h"
#include "houbu-store-registrations.h"
#include "houbu-store-reviews.h"
#include "houbu-tokens.h"
#include "houbu-vault.h"

static HoubuRecord *
get_registration (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuExamRow) exam = houbu_store_exam_load_current (tx, error);

  if (exam == NULL)
    return NULL;
  return (HoubuRecord *) houbu_registration_record_load (tx, exam, call->caller->account, call->now,
                                                         call->language, error);
}

const HoubuOperation houbu_operation_get_registration = {
  .name = "get_registration",
  .mode = HOUBU_OPERATION_READ,
  .run = get_registration,
};

static gboolean
step_missing (GError **error, HoubuProblem problem, const char *field)
{
  houbu_error_set (error, HOUBU_ERROR_STEP_MISSING, problem, "field", field, NULL);
  return FALSE;
}

/* The steps of the manual, in their order: agreement, query, both confirmations. */
static gboolean
check_steps (HoubuTx *tx,
             HoubuCall *call,
             const HoubuExamRow *exam,
             HoubuStudentRow **student,
             GError **error)
{
  HoubuRegistrationRequest *request = HOUBU_REGISTRATION_REQUEST (call->request);
  gint64 account_key = call->caller->account;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (HoubuAccountRow) account = houbu_store_account_by_key (tx, account_key, &local_error);
  gint64 student_key = 0;

  if (local_error == NULL)
    student_key = houbu_store_query_find (tx, houbu_registration_request_get_query_id (request),
                                          account_key, call->now, &local_error);
  if (student_key != 0)
    *student = houbu_store_student_by_key (tx, student_key, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (account == NULL || g_strcmp0 (account->agreement_version, exam->agreement_version) != 0)
    return step_missing (error,
                         account == NULL || account->agreement_version == NULL
                             ? HOUBU_PROBLEM_AGREEMENT_NOT_ACCEPTED
                             : HOUBU_PROBLEM_AGREEMENT_CHANGED,
                         NULL);
  if (*student == NULL)
    return step_missing (error, HOUBU_PROBLEM_QUERY_EXPIRED, "query_id");
  if (!houbu_registration_request_get_details_confirmed (request))
    return step_missing (error, HOUBU_PROBLEM_NOT_CONFIRMED, "details_confirmed");
  if (!houbu_registration_request_get_phone_confirmed (request))
    return step_missing (error, HOUBU_PROBLEM_NOT_CONFIRMED, "phone_confirmed");
  return TRUE;
}

static gboolean
check_rules (HoubuTx *tx,
             HoubuCall *call,
             const HoubuExamRow *exam,
             const HoubuStudentRow *student,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (HoubuRegistrationRow) own = NULL;
  g_autoptr (HoubuRegistrationRow) other = NULL;
  HoubuPersonState person = { .school = student->school, .province = student->province };
  HoubuDecision decision;

  own = houbu_store_registration_active_of_account (tx, exam->key, call->caller->account,
                                                    &local_error);
  if (local_error == NULL)
    other =
        houbu_store_registration_active_of_person (tx, exam->key, student->person, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!houbu_store_review_is_approved (tx, student->person, &person.review_approved, error))
    return FALSE;
  houbu_subject_set_parse (student->qualified, &person.qualified);
  decision = houbu_rules_check_register (&exam->window, &person, own != NULL ? own->id : NULL,
                                         other != NULL ? other->id : NULL, call->now);
  if (decision.refusal == HOUBU_REFUSAL_NONE)
    return TRUE;
  houbu_decision_to_error (&decision, NULL, error);
  return FALSE;
}

static gboolean
add_registration (HoubuTx *tx,
                  HoubuCall *call,
                  const HoubuExamRow *exam,
                  const HoubuStudentRow *student,
                  GError **error)
{
  g_autofree char *id = houbu_random_id ();
  g_autofree char *actor = houbu_caller_dup_actor (call->caller);
  g_autoptr (HoubuJournalData) details = houbu_journal_data_new ();
  gint64 key = houbu_store_registration_add (tx, id, exam->key, call->caller->account, student,
                                             call->now, error);

  if (key == 0)
    return FALSE;
  houbu_journal_data_add_int64 (details, "account", call->caller->account);
  return houbu_journal_append (tx,
                               &(HoubuJournalRow){
                                   .at = call->now,
                                   .type = HOUBU_JOURNAL_REGISTRATION_CREATED,
                                   .actor = actor,
                                   .request = call->idempotency_key,
                                   .exam = exam->key,
                                   .registration = key,
                                   .to_state = "active",
                                   .data = houbu_journal_data_get_text (details),
                               },
                               error);
}

static HoubuRecord *
create_registration (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuExamRow) exam = houbu_store_exam_load_current (tx, error);
  g_autoptr (HoubuStudentRow) student = NULL;

  if (exam == NULL || !check_steps (tx, call, exam, &student, error) ||
      !check_rules (tx, call, exam, student, error) ||
      !add_registration (tx, call, exam, student, error))
    return NULL;
  return (HoubuRecord *) houbu_registration_record_load (tx, exam, call->caller->account, call->now,
                                                         call->language, error);
}

const HoubuOperation houbu_operation_create_registration = {
  .name = "create_registration",
  .mode = HOUBU_OPERATION_WRITE,
  .run = create_registration,
};

/* Showing the whole number asks for the password as signing in does, with the same counter. */
static gboolean
find_own_account (HoubuTx *tx, HoubuSignInSteps *steps, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (HoubuAccountRow) account =
      houbu_store_account_by_key (tx, steps->call->caller->account, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (account == NULL || account->person == 0)
    {
      houbu_error_set (error, HOUBU_ERROR_NOT_FOUND, HOUBU_PROBLEM_NONE, NULL);
      return FALSE;
    }
  steps->key = account->key;
  steps->password_hash = g_steal_pointer (&account->password_hash);
  return TRUE;
}

static gboolean
open_number (HoubuTx *tx, HoubuSignInSteps *steps, GError **error)
{
  HoubuCall *call = steps->call;
  g_autoptr (HoubuAccountRow) account = houbu_store_account_by_key (tx, steps->key, error);
  g_autoptr (HoubuIdentityRow) identity = NULL;
  g_autofree char *number = NULL;
  HoubuIdentityNumber *record;

  if (account != NULL)
    identity = houbu_store_identity_by_key (tx, account->person, error);
  if (identity != NULL)
    number = houbu_vault_open_sealed (houbu_engine_get_vault (call->engine), "person",
                                      identity->cipher, NULL);
  if (number == NULL)
    {
      if (error != NULL && *error == NULL)
        houbu_error_set (error, HOUBU_ERROR_INTERNAL, HOUBU_PROBLEM_NONE, NULL);
      return FALSE;
    }
  record = houbu_identity_number_new ();
  houbu_identity_number_set_id_type (record, houbu_id_type_from_string (identity->id_type));
  houbu_identity_number_set_id_number (record, number);
  steps->answer = HOUBU_RECORD (record);
  return TRUE;
}

static const HoubuSignInRole reveal_role = {
  .name = "candidate",
  .takes_captcha = FALSE,
  .find = find_own_account,
  .admit = open_number,
};

static void
reveal_identity (HoubuEngine *engine, HoubuCall *call, GTask *task)
{
  HoubuSignInSteps *steps = houbu_sign_in_steps_new (&reveal_role, call, task);

  (void) engine;
  steps->password = houbu_identity_reveal_get_password (HOUBU_IDENTITY_REVEAL (call->request));
  houbu_sign_in_steps_run (steps);
}

const HoubuOperation houbu_operation_reveal_identity = {
  .name = "reveal_identity",
  .mode = HOUBU_OPERATION_STEPS,
  .start = reveal_identity,
};
