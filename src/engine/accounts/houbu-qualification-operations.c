/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-operations-accounts.h"

#include "houbu-attempts.h"
#include "houbu-engine.h"
#include "houbu-error.h"
#include "houbu-identity-question.h"
#include "houbu-limits.h"
#include "houbu-review-record.h"
#include "houbu-store-accounts.h"
#include "houbu-student-record.h"
#include "houbu-tokens.h"
#include "houbu-vault.h"

/* Failures are counted by who asks, by which number is asked for, and by which name. */
enum
{
  BY_ACCOUNT,
  BY_NUMBER,
  BY_NAME,
  N_COUNTS,
};

typedef struct
{
  HoubuAttempts counts[N_COUNTS];
} Counts;

static void
counts_clear (Counts *counts)
{
  for (gsize i = 0; i < N_COUNTS; i++)
    houbu_attempts_clear (&counts->counts[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Counts, counts_clear)

static gboolean
load_counts (Counts *counts,
             HoubuTx *tx,
             HoubuCall *call,
             const HoubuIdentityQuestion *question,
             GError **error)
{
  HoubuVault *vault = houbu_engine_get_vault (call->engine);
  g_autofree char *actor = houbu_caller_dup_actor (call->caller);
  const struct
  {
    const char *kind;
    const char *first;
    const char *second;
  } what[N_COUNTS] = {
    [BY_ACCOUNT] = { "query_account", actor, NULL },
    [BY_NUMBER] = { "query_number", question->id_type, question->number },
    [BY_NAME] = { "query_name", question->name, NULL },
  };

  for (gsize i = 0; i < N_COUNTS; i++)
    {
      HoubuAttempts *count = &counts->counts[i];

      count->kind = what[i].kind;
      count->window = HOUBU_DAY;
      count->target = houbu_vault_hash (vault, HOUBU_VAULT_COUNTER, what[i].kind, what[i].first,
                                        what[i].second, NULL);
      if (!houbu_attempts_load (count, tx, call->now, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_counts (const Counts *counts, HoubuCall *call, GError **error)
{
  const HoubuEngineOptions *options = houbu_engine_get_options (call->engine);
  const guint limits[N_COUNTS] = {
    [BY_ACCOUNT] = options->query_failures_account,
    [BY_NUMBER] = options->query_failures_number,
    [BY_NAME] = options->query_failures_name,
  };

  for (gsize i = 0; i < N_COUNTS; i++)
    if (counts->counts[i].row.count >= limits[i])
      {
        houbu_error_set (error, HOUBU_ERROR_TOO_MANY_REQUESTS, HOUBU_PROBLEM_NONE, "retry-after",
                         houbu_attempts_seconds_left (&counts->counts[i], call->now), NULL);
        return FALSE;
      }
  return TRUE;
}

static HoubuRecord *
no_match (Counts *counts, HoubuTx *tx, HoubuCall *call, GError **error)
{
  GError *refusal = NULL;

  for (gsize i = 0; i < N_COUNTS; i++)
    if (!houbu_attempts_add (&counts->counts[i], tx, call->now, error))
      return NULL;
  houbu_error_set (&refusal, HOUBU_ERROR_NO_MATCH, HOUBU_PROBLEM_NO_STUDENT_MATCH, NULL);
  houbu_call_refuse (call, refusal);
  return NULL;
}

/* NULL without an error: nobody of this number and name, or not for this account. */
static HoubuStudentRow *
find_student (HoubuTx *tx,
              HoubuCall *call,
              const HoubuAccountRow *account,
              const HoubuIdentityQuestion *question,
              GError **error)
{
  g_autoptr (HoubuStudentRow) student =
      houbu_identity_question_find (question, tx, houbu_engine_get_vault (call->engine), error);

  /* After its first success an account asks for this person only. */
  if (student == NULL || (account->person != 0 && account->person != student->person))
    return NULL;
  return g_steal_pointer (&student);
}

static HoubuRecord *
found (HoubuTx *tx,
       HoubuCall *call,
       const HoubuAccountRow *account,
       const HoubuStudentRow *student,
       GError **error)
{
  g_autofree char *id = houbu_random_id ();
  g_autoptr (HoubuStudent) student_record = houbu_student_record_new (student);
  g_autoptr (GError) failure = NULL;
  g_autoptr (HoubuExamRow) exam = houbu_store_exam_find_current (tx, &failure);
  g_auto (HoubuReviewView) review = { .decision = { HOUBU_REFUSAL_WINDOW_CLOSED, NULL, NULL } };
  gint64 expires_at = call->now + HOUBU_LIMIT_QUERY_SECONDS * HOUBU_SECOND;
  HoubuQualificationResult *record;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (exam != NULL &&
      !houbu_review_view_load (&review, tx, &exam->window, account->key, student, call->now, error))
    return NULL;

  if ((account->person == 0 &&
       !houbu_store_account_bind (tx, account->key, student->person, error)) ||
      !houbu_store_query_add (tx, id, account->key, student->key, expires_at, error))
    return NULL;
  record = houbu_qualification_result_new ();
  houbu_qualification_result_set_query_id (record, id);
  houbu_qualification_result_set_expires_at (record, expires_at);
  houbu_review_view_show (&review, record, student_record);
  houbu_qualification_result_set_student (record, student_record);
  return HOUBU_RECORD (record);
}

static HoubuRecord *
query (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_auto (HoubuIdentityQuestion) question = { 0 };
  HoubuQualificationQuery *request = HOUBU_QUALIFICATION_QUERY (call->request);
  g_auto (Counts) counts = { 0 };
  g_autoptr (HoubuAccountRow) account = NULL;
  g_autoptr (HoubuStudentRow) student = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean own;

  if (!houbu_identity_question_read (&question, houbu_qualification_query_get_id_type (request),
                                     houbu_qualification_query_get_id_number (request),
                                     houbu_qualification_query_get_name (request), error) ||
      !load_counts (&counts, tx, call, &question, error))
    return NULL;
  account = houbu_store_account_by_key (tx, call->caller->account, &local_error);
  if (account != NULL)
    student = find_student (tx, call, account, &question, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (account == NULL)
    {
      houbu_error_set (error, HOUBU_ERROR_UNAUTHENTICATED, HOUBU_PROBLEM_NONE, NULL);
      return NULL;
    }
  /* Others must not be able to lock somebody out of the own record. */
  own = student != NULL && account->person == student->person;
  if (!own && !check_counts (&counts, call, error))
    return NULL;
  if (student == NULL)
    return no_match (&counts, tx, call, error);
  return found (tx, call, account, student, error);
}

const HoubuOperation houbu_operation_query_qualification = {
  .name = "query_qualification",
  .mode = HOUBU_OPERATION_WRITE,
  .run = query,
};
