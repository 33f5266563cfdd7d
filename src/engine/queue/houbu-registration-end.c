/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-registration-end.h"

#include "houbu-decisions.h"
#include "houbu-error.h"
#include "houbu-item-changes.h"
#include "houbu-journal-data.h"
#include "houbu-journal.h"
#include "houbu-operations-queue.h"

/* Why a registration is closed, as it stands in the store and in the contract. */
#define CLOSED_BY_CANDIDATE "deleted"
#define CLOSED_WHEN_EMPTY "empty"

/* Oral seats go first, so that none of them falls with its written one and gets another reason. */
static gboolean
end_enrolments (
    HoubuChange *change, GPtrArray *rows, HoubuKind kind, const HoubuSeatEnd *end, GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const HoubuEnrolmentRow *row = g_ptr_array_index (rows, i);

      if (row->subject->kind == kind && houbu_seat_state_holds (row->state) &&
          !houbu_item_end_enrolment (change, row, end, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
end_items (HoubuChange *change, gint64 registration, const char *actor, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  const HoubuSeatEnd end = {
    HOUBU_SEAT_REVOKED,
    HOUBU_END_REGISTRATION_DELETED,
    HOUBU_BY_CONSEQUENCE,
    actor,
  };
  g_autoptr (GPtrArray) seats = NULL;
  g_autoptr (GPtrArray) places = NULL;

  places = houbu_store_entry_list_waiting_of_registration (tx, registration, error);
  if (places == NULL)
    return FALSE;
  seats = houbu_store_enrolment_list_of_registration (tx, registration, error);
  if (seats == NULL)
    return FALSE;
  for (guint i = 0; i < places->len; i++)
    if (!houbu_item_fail_entry (change, g_ptr_array_index (places, i),
                                HOUBU_FAIL_REGISTRATION_DELETED, HOUBU_BY_CONSEQUENCE, actor,
                                error))
      return FALSE;
  return end_enrolments (change, seats, HOUBU_KIND_ORAL, &end, error) &&
         end_enrolments (change, seats, HOUBU_KIND_WRITTEN, &end, error);
}

static gboolean
journal_closed (
    HoubuChange *change, gint64 registration, const char *reason, const char *actor, GError **error)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  HoubuJournalRow row = {
    .at = houbu_change_get_now (change),
    .type = HOUBU_JOURNAL_REGISTRATION_CLOSED,
    .actor = actor,
    .request = houbu_change_get_request (change),
    .exam = houbu_change_get_exam (change)->key,
    .registration = registration,
    .from_state = "active",
    .to_state = "closed",
  };

  houbu_journal_data_add_text (data, "reason", reason);
  row.data = houbu_journal_data_get_text (data);
  return houbu_journal_append (houbu_change_get_tx (change), &row, error);
}

/**
 * houbu_engine_end_registration:
 * @change: a change that was settled for the person
 * @registration: key of an active registration
 * @reason: a word, why it is closed
 * @actor: who stands in the journal
 * @error: what a statement failed with
 *
 * Ends everything that the registration has and closes it. The caller finishes the change, which
 * gives the freed seats away.
 */
gboolean
houbu_engine_end_registration (
    HoubuChange *change, gint64 registration, const char *reason, const char *actor, GError **error)
{
  return end_items (change, registration, actor, error) &&
         houbu_store_registration_close (houbu_change_get_tx (change), registration, reason,
                                         houbu_change_get_now (change), error) &&
         journal_closed (change, registration, reason, actor, error);
}

/**
 * houbu_engine_end_if_empty:
 * @change: a change
 * @registration: key of a registration
 * @error: what a statement failed with
 *
 * Closes the registration if it has had nothing for long enough (P9).
 */
gboolean
houbu_engine_end_if_empty (HoubuChange *change, gint64 registration, GError **error)
{
  gint64 empty_since = HOUBU_NONE;

  if (!houbu_store_registration_is_empty_since (houbu_change_get_tx (change), registration,
                                                &empty_since, error))
    return FALSE;
  if (empty_since == HOUBU_NONE ||
      !houbu_rules_registration_empty_expired (empty_since, houbu_change_get_now (change)))
    return TRUE;
  return houbu_engine_end_registration (change, registration, CLOSED_WHEN_EMPTY, HOUBU_ACTOR_TIMER,
                                        error);
}

static HoubuRecord *
delete_registration (HoubuTx *tx, HoubuCall *call, GError **error)
{
  g_autoptr (HoubuChange) change = houbu_change_begin (tx, call, error);
  g_autoptr (HoubuPerson) person = NULL;
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (gint64));
  HoubuDecision decision;

  if (change == NULL)
    return NULL;
  person = houbu_store_person_load_by_account (tx, houbu_change_get_exam (change)->key,
                                               call->caller->account, error);
  if (person == NULL || !houbu_change_settle (change, none, person, error))
    return NULL;
  decision = houbu_rules_check_delete_registration (houbu_change_get_window (change),
                                                    houbu_person_get_state (person), call->now);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return houbu_change_refuse (change, call, &decision, NULL, error);
  if (houbu_engine_end_registration (change, houbu_person_get_registration (person),
                                     CLOSED_BY_CANDIDATE, houbu_change_get_actor (change), error))
    houbu_change_finish (change, error);
  return NULL;
}

const HoubuOperation houbu_operation_delete_registration = {
  .name = "delete_registration",
  .mode = HOUBU_OPERATION_WRITE,
  .run = delete_registration,
};
