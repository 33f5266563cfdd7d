/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-registration-record.h"

#include "houbu-item-records.h"
#include "houbu-journal.h"
#include "houbu-notice-record.h"
#include "houbu-payment-record.h"
#include "houbu-review-record.h"
#include "houbu-store-accounts.h"
#include "houbu-store-registrations.h"
#include "houbu-student-record.h"

/*
 * What the items of an active registration make of it, the first that fits:
 *   a seat that is not paid yet      unpaid
 *   a paid seat                      registered
 *   a place in a queue               waiting
 *   nothing                          empty
 */
static HoubuRegistrationStatus
status_of (HoubuRegistration *record)
{
  GListModel *enrolments = G_LIST_MODEL (houbu_registration_get_enrolments (record));
  GListModel *entries = G_LIST_MODEL (houbu_registration_get_entries (record));
  gboolean paid = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (enrolments); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment = g_list_model_get_item (enrolments, i);

      switch (houbu_enrolment_get_state (enrolment))
        {
        case HOUBU_ENROLMENT_STATE_UNPAID:
        case HOUBU_ENROLMENT_STATE_PAYING:
        case HOUBU_ENROLMENT_STATE_LOCKED:
          return HOUBU_REGISTRATION_STATUS_UNPAID;
        case HOUBU_ENROLMENT_STATE_PAID:
          paid = TRUE;
          break;
        case HOUBU_ENROLMENT_STATE_UNSET:
        case HOUBU_ENROLMENT_STATE_CANCELLED:
        case HOUBU_ENROLMENT_STATE_EXPIRED:
        case HOUBU_ENROLMENT_STATE_REVOKED:
        case HOUBU_ENROLMENT_STATE_REFUNDED:
        default:
          break;
        }
    }
  if (paid)
    return HOUBU_REGISTRATION_STATUS_REGISTERED;
  return g_list_model_get_n_items (entries) > 0 ? HOUBU_REGISTRATION_STATUS_WAITING
                                                : HOUBU_REGISTRATION_STATUS_EMPTY;
}

static gboolean
add_active (HoubuTx *tx,
            const HoubuRegistrationRow *row,
            const HoubuView *view,
            HoubuRegistration *record,
            GError **error)
{
  g_autoptr (HoubuStudent) student = houbu_student_record_new (row->student);
  g_auto (HoubuReviewView) review = { 0 };

  if (!houbu_review_view_load (&review, tx, view->window, row->account, row->student, view->now,
                               error))
    return FALSE;
  houbu_review_view_show (&review, record, student);
  houbu_registration_set_id (record, row->id);
  houbu_registration_set_student (record, student);
  houbu_registration_set_created_at (record, row->created_at);
  if (!houbu_item_records_add_for_registration (tx, row->key, view, record, error) ||
      !houbu_payment_records_add_for_registration (tx, row->key, view->language, record, error))
    return FALSE;
  houbu_registration_set_status (record, status_of (record));
  return TRUE;
}

static gboolean
add_history (HoubuTx *tx,
             const HoubuExamRow *exam,
             gint64 account,
             const HoubuView *view,
             HoubuRegistration *record,
             GError **error)
{
  g_autoptr (GArray) closed =
      houbu_store_registration_closed_of_account (tx, exam->key, account, error);

  if (closed == NULL)
    return FALSE;
  for (guint i = 0; i < closed->len; i++)
    if (!houbu_item_records_add_for_registration (tx, g_array_index (closed, gint64, i), view,
                                                  record, error) ||
        !houbu_payment_records_add_for_registration (tx, g_array_index (closed, gint64, i),
                                                     view->language, record, error))
      return FALSE;
  return TRUE;
}

/* How the last one ended, for whoever has none now. */
static gboolean
add_closure (HoubuTx *tx,
             const HoubuExamRow *exam,
             gint64 account,
             HoubuRegistration *record,
             GError **error)
{
  g_autoptr (GArray) closed =
      houbu_store_registration_closed_of_account (tx, exam->key, account, error);
  g_autoptr (HoubuRegistrationSummary) last = NULL;

  if (closed == NULL)
    return FALSE;
  if (closed->len == 0)
    return TRUE;
  last = houbu_store_live_load_summary (tx, g_array_index (closed, gint64, 0), error);
  if (last == NULL)
    return FALSE;
  houbu_registration_set_closed_at (record, last->closed_at);
  houbu_registration_set_closed_reason (
      record, houbu_registration_close_reason_from_string (last->closed_reason));
  return TRUE;
}

/* Those for everyone, and those of the place of the registration. */
static gboolean
add_notices (HoubuTx *tx,
             const HoubuExamRow *exam,
             const HoubuRegistrationRow *row,
             HoubuRegistration *record,
             GError **error)
{
  const char *school = row != NULL ? row->student->school : NULL;
  const char *province = row != NULL ? row->student->province : NULL;

  return houbu_notice_records_add (tx, exam->key, school, province,
                                   houbu_registration_get_notices (record), error);
}

/* R9: Home tells somebody who signed in with another account than the one that registered. */
static gboolean
look_elsewhere (HoubuTx *tx,
                const HoubuExamRow *exam,
                gint64 account_key,
                HoubuRegistration *record,
                GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (HoubuAccountRow) account = houbu_store_account_by_key (tx, account_key, &local_error);
  g_autoptr (HoubuRegistrationRow) other = NULL;

  houbu_registration_set_status (record, HOUBU_REGISTRATION_STATUS_NONE);
  if (account != NULL && account->person != 0)
    other =
        houbu_store_registration_active_of_person (tx, exam->key, account->person, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  houbu_registration_set_registered_elsewhere (record, other != NULL);
  return TRUE;
}

static HoubuRegistrationStatus
summary_to_status (const HoubuRegistrationSummary *summary)
{
  if (!summary->active)
    return HOUBU_REGISTRATION_STATUS_NONE;
  if (summary->unpaid)
    return HOUBU_REGISTRATION_STATUS_UNPAID;
  if (summary->paid)
    return HOUBU_REGISTRATION_STATUS_REGISTERED;
  return summary->waiting ? HOUBU_REGISTRATION_STATUS_WAITING : HOUBU_REGISTRATION_STATUS_EMPTY;
}

/**
 * houbu_registration_record_load:
 * @tx: a transaction
 * @exam: the exam session
 * @account: key of the account
 * @now: clock reading
 * @language: of the texts
 * @error: return location
 *
 * Returns: (transfer full): all that the details page shows, with status `none` and the history
 *   when the account has no registration; %NULL on error
 */
HoubuRegistration *
houbu_registration_record_load (HoubuTx *tx,
                                const HoubuExamRow *exam,
                                gint64 account,
                                gint64 now,
                                const char *language,
                                GError **error)
{
  const HoubuView view = { .window = &exam->window, .now = now, .language = language };
  g_autoptr (HoubuRegistration) record = houbu_registration_new ();
  g_autoptr (HoubuRegistrationRow) row = NULL;
  g_autoptr (GError) local_error = NULL;
  gint64 seq = 0;

  if (!houbu_journal_last_seq (tx, &seq, error))
    return NULL;
  houbu_registration_set_event_seq (record, seq);
  row = houbu_store_registration_active_of_account (tx, exam->key, account, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (row != NULL ? !add_active (tx, row, &view, record, error)
                  : !look_elsewhere (tx, exam, account, record, error) ||
                        !add_closure (tx, exam, account, record, error))
    return NULL;
  if (!add_history (tx, exam, account, &view, record, error) ||
      !add_notices (tx, exam, row, record, error))
    return NULL;
  return g_steal_pointer (&record);
}

/**
 * houbu_registration_record_new_state:
 * @summary: a registration
 *
 * Returns: (transfer full): what is told live of it
 */
HoubuRegistrationState *
houbu_registration_record_new_state (const HoubuRegistrationSummary *summary)
{
  HoubuRegistrationState *record = houbu_registration_state_new ();

  houbu_registration_state_set_status (record, summary_to_status (summary));
  if (summary->active)
    {
      houbu_registration_state_set_id (record, summary->id);
      return record;
    }
  houbu_registration_state_set_closed_at (record, summary->closed_at);
  houbu_registration_state_set_closed_reason (
      record, houbu_registration_close_reason_from_string (summary->closed_reason));
  return record;
}
