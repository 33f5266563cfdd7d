/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-candidate.h"

#include <string.h>

#include "houbu-candidate-private.h"
#include "houbu-list-merge.h"
#include "houbu-seat.h"

/*
 * The status that follows from the items, so that it changes with them:
 * - no registration: as the server said;
 * - a seat that is not paid: unpaid;
 * - seats, all paid: registered;
 * - places in queues only: waiting;
 * - neither: empty.
 */
void
houbu_candidate_update_status (HoubuCandidate *self)
{
  HoubuRegistrationStatus status = HOUBU_REGISTRATION_STATUS_EMPTY;
  gboolean unpaid = FALSE;
  gboolean seat = FALSE;

  if (self->registration == NULL ||
      houbu_registration_get_status (self->registration) == HOUBU_REGISTRATION_STATUS_NONE)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->enrolments)); i++)
    {
      g_autoptr (HoubuEnrolment) enrolment =
          g_list_model_get_item (G_LIST_MODEL (self->enrolments), i);

      if (!houbu_seat_is_held (enrolment))
        continue;
      seat = TRUE;
      unpaid |= houbu_enrolment_get_state (enrolment) != HOUBU_ENROLMENT_STATE_PAID;
    }
  if (unpaid)
    status = HOUBU_REGISTRATION_STATUS_UNPAID;
  else if (seat)
    status = HOUBU_REGISTRATION_STATUS_REGISTERED;
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->entries)) > 0)
    status = HOUBU_REGISTRATION_STATUS_WAITING;
  if (houbu_registration_get_status (self->registration) == status)
    return;
  houbu_registration_set_status (self->registration, status);
  houbu_candidate_notify_status (self);
}

/* A promotion is told when both halves are here: the entry that ended and the seat that it became.
 */
static void
tell_if_complete (HoubuCandidate *self, HoubuEntry *entry)
{
  HoubuEnrolment *enrolment =
      houbu_list_find (G_LIST_MODEL (self->enrolments), houbu_entry_get_enrolment (entry), NULL);
  g_autoptr (HoubuEntry) kept = g_object_ref (entry);

  if (enrolment == NULL)
    return;
  g_ptr_array_remove (self->promoted, entry);
  houbu_candidate_tell_promoted (self, kept, enrolment);
}

static void
apply_enrolment (HoubuCandidate *self, HoubuEnrolment *enrolment)
{
  houbu_list_put_first (self->enrolments, HOUBU_RECORD (enrolment));
  for (guint i = self->promoted->len; i > 0 && i <= self->promoted->len; i--)
    tell_if_complete (self, g_ptr_array_index (self->promoted, i - 1));
}

static void
apply_waiting (HoubuCandidate *self, HoubuEntry *entry)
{
  HoubuWait *known =
      houbu_list_find (G_LIST_MODEL (self->entries), houbu_entry_get_id (entry), NULL);
  gint64 now = houbu_candidate_get_server_now (self);
  g_autoptr (HoubuWait) wait = NULL;

  if (known != NULL)
    {
      houbu_wait_confirm (known, entry, now);
      return;
    }
  /* An ended entry never waits again: this is an older state that came late. */
  if (houbu_list_find (G_LIST_MODEL (self->completed), houbu_entry_get_id (entry), NULL) != NULL)
    return;
  wait = houbu_wait_new (entry, now);
  g_list_store_append (self->entries, wait);
}

static void
apply_ended (HoubuCandidate *self, HoubuEntry *entry)
{
  gboolean watched = houbu_list_remove (self->entries, houbu_entry_get_id (entry));

  houbu_list_put_first (self->completed, HOUBU_RECORD (entry));
  if (!watched || houbu_entry_get_state (entry) != HOUBU_ENTRY_STATE_PROMOTED ||
      houbu_entry_get_enrolment (entry) == NULL)
    return;
  g_ptr_array_add (self->promoted, g_object_ref (entry));
  tell_if_complete (self, entry);
}

static void
apply_entry (HoubuCandidate *self, HoubuEntry *entry)
{
  if (houbu_entry_get_state (entry) == HOUBU_ENTRY_STATE_WAITING)
    apply_waiting (self, entry);
  else
    apply_ended (self, entry);
}

/* What a row offers follows from all rules at once, which only the server applies: ask when it may
 * change. */
static gboolean
action_may_differ (HoubuOffering *known, HoubuOffering *fresh)
{
  return (houbu_offering_get_remaining (known) > 0) != (houbu_offering_get_remaining (fresh) > 0) ||
         (houbu_offering_get_waiting (known) > 0) != (houbu_offering_get_waiting (fresh) > 0) ||
         houbu_offering_get_fee_fen (known) != houbu_offering_get_fee_fen (fresh) ||
         houbu_offering_get_exam_starts_at (known) != houbu_offering_get_exam_starts_at (fresh);
}

/* One row goes to everybody, so it says nothing about what this candidate may do with it. */
static void
apply_offering (HoubuCandidate *self, HoubuOffering *offering)
{
  HoubuOffering *known =
      houbu_list_find (G_LIST_MODEL (self->offerings), houbu_offering_get_id (offering), NULL);

  if (known == NULL)
    return;
  if (houbu_offering_get_action (offering) != HOUBU_OFFERING_ACTION_UNSET)
    {
      houbu_record_assign (HOUBU_RECORD (known), HOUBU_RECORD (offering));
      return;
    }
  if (action_may_differ (known, offering))
    houbu_candidate_refresh_board_soon (self);
  houbu_offering_set_capacity (known, houbu_offering_get_capacity (offering));
  houbu_offering_set_remaining (known, houbu_offering_get_remaining (offering));
  houbu_offering_set_waiting (known, houbu_offering_get_waiting (offering));
  houbu_offering_set_fee_fen (known, houbu_offering_get_fee_fen (offering));
  houbu_offering_set_exam_starts_at (known, houbu_offering_get_exam_starts_at (offering));
}

static void
apply_queue_moved (HoubuCandidate *self, HoubuQueueMoved *movement)
{
  const char *id = houbu_queue_moved_get_offering (movement);
  HoubuOffering *row = houbu_list_find (G_LIST_MODEL (self->offerings), id, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->entries)); i++)
    {
      g_autoptr (HoubuWait) wait = g_list_model_get_item (G_LIST_MODEL (self->entries), i);

      if (g_strcmp0 (houbu_entry_get_offering (houbu_wait_get_entry (wait)), id) == 0)
        houbu_wait_queue_moved (wait, movement, houbu_candidate_get_server_now (self));
    }
  if (row != NULL)
    houbu_offering_set_waiting (row, houbu_queue_moved_get_waiting (movement));
}

/* How far an order has come: what was `created` never is again, nor what the provider has answered
 * `paying`. */
static guint
order_stage (HoubuPayment *payment)
{
  switch (houbu_payment_get_state (payment))
    {
    case HOUBU_PAYMENT_STATE_CREATED:
      return 0;
    case HOUBU_PAYMENT_STATE_PAYING:
      return 1;
    default:
      return 2;
    }
}

/* An answer that was kept for its key may be older than what the stream has shown meanwhile. */
static void
apply_payment (HoubuCandidate *self, HoubuPayment *payment)
{
  HoubuPayment *known =
      houbu_list_find (G_LIST_MODEL (self->payments), houbu_payment_get_id (payment), NULL);

  if (known == NULL || order_stage (payment) >= order_stage (known))
    houbu_list_put_first (self->payments, HOUBU_RECORD (payment));
}

static void
apply_registration (HoubuCandidate *self, HoubuRegistration *registration)
{
  GListModel *waiting = G_LIST_MODEL (houbu_registration_get_entries (registration));

  houbu_candidate_set_registration (self, registration);
  houbu_list_merge (self->enrolments,
                    G_LIST_MODEL (houbu_registration_get_enrolments (registration)));
  houbu_list_merge (self->payments, G_LIST_MODEL (houbu_registration_get_payments (registration)));
  houbu_list_merge (self->notices, G_LIST_MODEL (houbu_registration_get_notices (registration)));
  for (guint i = 0; i < g_list_model_get_n_items (waiting); i++)
    {
      g_autoptr (HoubuEntry) entry = g_list_model_get_item (waiting, i);

      apply_entry (self, entry);
    }
}

/* A registration that came or went brings more than its status. */
static void
apply_registration_state (HoubuCandidate *self, HoubuRegistrationState *state)
{
  if (self->registration == NULL ||
      g_strcmp0 (houbu_registration_get_id (self->registration),
                 houbu_registration_state_get_id (state)) != 0 ||
      houbu_registration_state_get_status (state) == HOUBU_REGISTRATION_STATUS_NONE)
    houbu_candidate_refresh_later (self);
  else
    {
      houbu_registration_set_status (self->registration,
                                     houbu_registration_state_get_status (state));
      houbu_candidate_notify_status (self);
    }
}

static void
apply_notice (HoubuCandidate *self, HoubuNotice *notice)
{
  if (houbu_notice_get_removed_at (notice) != HOUBU_UNSET)
    houbu_list_remove (self->notices, houbu_notice_get_id (notice));
  else
    houbu_list_put_first (self->notices, HOUBU_RECORD (notice));
}

/* What may be taken follows from it: that comes with the full state and the board. */
static void
apply_review (HoubuCandidate *self, HoubuReview *review)
{
  if (self->registration != NULL)
    {
      houbu_registration_set_review (self->registration, review);
      houbu_registration_set_review_possible (self->registration, FALSE);
      g_object_notify (G_OBJECT (self), "registration");
    }
  houbu_candidate_refresh_later (self);
  houbu_candidate_refresh_board_soon (self);
}

/**
 * houbu_candidate_apply:
 * @self: a candidate
 * @record: an entry, enrolment, payment, registration, offering, notice, review, exam or account
 * from an answer or an event
 *
 * Brings the state up to date with what the server just said.
 */
void
houbu_candidate_apply (HoubuCandidate *self, HoubuRecord *record)
{
  g_return_if_fail (HOUBU_IS_CANDIDATE (self));
  g_return_if_fail (HOUBU_IS_RECORD (record));

  if (HOUBU_IS_ENTRY (record))
    apply_entry (self, HOUBU_ENTRY (record));
  else if (HOUBU_IS_ENROLMENT (record))
    apply_enrolment (self, HOUBU_ENROLMENT (record));
  else if (HOUBU_IS_OFFERING (record))
    apply_offering (self, HOUBU_OFFERING (record));
  else if (HOUBU_IS_QUEUE_MOVED (record))
    apply_queue_moved (self, HOUBU_QUEUE_MOVED (record));
  else if (HOUBU_IS_REGISTRATION_STATE (record))
    apply_registration_state (self, HOUBU_REGISTRATION_STATE (record));
  else if (HOUBU_IS_REGISTRATION (record))
    apply_registration (self, HOUBU_REGISTRATION (record));
  else if (HOUBU_IS_NOTICE (record))
    apply_notice (self, HOUBU_NOTICE (record));
  else if (HOUBU_IS_PAYMENT (record))
    apply_payment (self, HOUBU_PAYMENT (record));
  else if (HOUBU_IS_REVIEW (record))
    apply_review (self, HOUBU_REVIEW (record));
  else if (HOUBU_IS_EXAM (record))
    houbu_candidate_set_exam (self, HOUBU_EXAM (record));
  else if (HOUBU_IS_ACCOUNT_INFO (record))
    houbu_candidate_set_account (self, HOUBU_ACCOUNT_INFO (record));
  houbu_candidate_update_status (self);
  if (HOUBU_IS_ENTRY (record) || HOUBU_IS_ENROLMENT (record))
    houbu_candidate_refresh_board_soon (self);
}

static GType
type_of_event (const char *name)
{
  struct
  {
    const char *name;
    GType type;
  } events[] = {
    { "entry_changed", HOUBU_TYPE_ENTRY },
    { "enrolment_changed", HOUBU_TYPE_ENROLMENT },
    { "payment_changed", HOUBU_TYPE_PAYMENT },
    { "queue_moved", HOUBU_TYPE_QUEUE_MOVED },
    { "offering_changed", HOUBU_TYPE_OFFERING },
    { "registration_changed", HOUBU_TYPE_REGISTRATION_STATE },
    { "notice", HOUBU_TYPE_NOTICE },
    { "review_changed", HOUBU_TYPE_REVIEW },
    { "exam_changed", HOUBU_TYPE_EXAM },
  };

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    if (strcmp (events[i].name, name) == 0)
      return events[i].type;
  return G_TYPE_INVALID;
}

/* An event of a kind that is not known comes from a newer server; one that cannot be read hides a
 * change. */
void
houbu_candidate_take_event (HoubuCandidate *self, const char *type, GBytes *data)
{
  GType record_type = type_of_event (type);
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) record = NULL;

  if (record_type == G_TYPE_INVALID || self->account == NULL)
    return;
  record = houbu_record_from_bytes (record_type, data, HOUBU_DECODE_LENIENT, &error);
  if (record != NULL)
    houbu_candidate_apply (self, record);
  else
    {
      g_debug ("Event %s cannot be read: %s", type, error->message);
      houbu_candidate_refresh_later (self);
    }
}

/* Waits that the server no longer lists ended meanwhile; the finished entries say how. */
static void
end_missing_waits (HoubuCandidate *self, GListModel *waiting, GListModel *completed)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->entries)); i > 0; i--)
    {
      g_autoptr (HoubuWait) wait = g_list_model_get_item (G_LIST_MODEL (self->entries), i - 1);
      const char *id = houbu_list_get_id (wait);
      HoubuEntry *ended = houbu_list_find (completed, id, NULL);

      if (ended != NULL)
        apply_ended (self, ended);
      else if (houbu_list_find (waiting, id, NULL) == NULL)
        g_list_store_remove (self->entries, i - 1);
    }
}

/* All of it, read at once: what is not in it is not. */
void
houbu_candidate_take_full_state (HoubuCandidate *self,
                                 HoubuRegistration *registration,
                                 GListModel *completed)
{
  apply_registration (self, registration);
  end_missing_waits (self, G_LIST_MODEL (houbu_registration_get_entries (registration)), completed);
  houbu_list_merge (self->completed, completed);
  houbu_candidate_update_status (self);
}
