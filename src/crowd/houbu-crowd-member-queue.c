/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-member-private.h"

/* Who finds seats gone and queues begun again and again gives up for this time. */
#define MOST_TRIES 6

static void begin_waiting (HoubuCrowdMember *self);
static void begin_seat (HoubuCrowdMember *self);
static void give_up_place (HoubuCrowdMember *self);
static void give_up_seat (HoubuCrowdMember *self);
static void choose (HoubuCrowdMember *self);

/* What may be done about a place or a seat; the choice is the plan's. */
typedef struct
{
  HoubuCrowdChoice choice;
  HoubuCrowdStep about_place;
  HoubuCrowdStep about_seat;
} Act;

static const Act acts[] = {
  { HOUBU_CROWD_STAY, houbu_crowd_member_leave, houbu_crowd_member_leave },
  { HOUBU_CROWD_CANCEL, give_up_place, give_up_seat },
  { HOUBU_CROWD_PAY, houbu_crowd_member_leave, houbu_crowd_member_pay },
};

static const Act *
find_act (HoubuCrowdChoice choice)
{
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    if (acts[i].choice == choice)
      return &acts[i];
  g_assert_not_reached ();
}

/* --------------------------------------------------------------------------------------------- */
/* The board */

static void
ask_for_board (HoubuCrowdMember *self, GAsyncReadyCallback callback)
{
  houbu_offering_service_list_async (self->board, HOUBU_SUBJECT_KIND_WRITTEN, NULL,
                                     self->cancellable, callback,
                                     houbu_crowd_call_new (self, HOUBU_CROWD_BOARD));
}

static void
see_rows (HoubuCrowdMember *self, GListModel *rows)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (HoubuOffering) row = g_list_model_get_item (rows, i);

      houbu_crowd_witness_saw_offering (self->stage->witness, row);
    }
}

/* Whether the visit goes on; the rows are the member's when there is no @error. */
static gboolean
take_board (HoubuCrowdCall *call, GObject *source, GAsyncResult *result, GError **error)
{
  HoubuCrowdMember *self = call->member;
  g_autoptr (GListModel) rows =
      houbu_offering_service_list_finish (HOUBU_OFFERING_SERVICE (source), result, error);

  if (!houbu_crowd_call_answered (call, *error))
    return FALSE;
  if (rows == NULL)
    return TRUE;
  g_set_object (&self->rows, rows);
  see_rows (self, rows);
  return TRUE;
}

static void
on_board (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;

  if (!take_board (call, source, result, &error))
    return;
  if (error != NULL)
    houbu_crowd_member_fail (self, error, houbu_crowd_member_look_at_board);
  else if (self->seat != NULL)
    begin_seat (self);
  else if (self->wait != NULL)
    begin_waiting (self);
  else
    houbu_crowd_member_think (self, choose);
}

void
houbu_crowd_member_look_at_board (HoubuCrowdMember *self)
{
  ask_for_board (self, on_board);
}

/* --------------------------------------------------------------------------------------------- */
/* A seat or a place */

/* The board was out of date by the time the answer was written. */
static gboolean
is_outrun (const GError *error)
{
  return g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_NO_SEAT) ||
         g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_QUEUE_NOT_EMPTY) ||
         g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_SEATS_FREE) ||
         g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_STATE_CHANGED);
}

static void
taking_failed (HoubuCrowdMember *self, const GError *error)
{
  if (is_outrun (error) && ++self->tries < MOST_TRIES)
    houbu_crowd_member_think (self, houbu_crowd_member_look_at_board);
  else
    houbu_crowd_member_fail (self, error, houbu_crowd_member_look_at_board);
}

static void
on_enrolled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) seats =
      houbu_enrolment_service_enrol_finish (HOUBU_ENROLMENT_SERVICE (source), result, &error);

  if (!houbu_crowd_call_answered (call, error))
    return;
  if (seats == NULL)
    {
      taking_failed (self, error);
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (seats); i++)
    {
      g_autoptr (HoubuEnrolment) seat = g_list_model_get_item (seats, i);

      houbu_crowd_member_take_seat (self, seat, 0);
    }
  begin_seat (self);
}

static void
on_joined (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuEntry) entry =
      houbu_waitlist_service_join_finish (HOUBU_WAITLIST_SERVICE (source), result, &error);

  if (!houbu_crowd_call_answered (call, error))
    return;
  if (entry == NULL)
    {
      taking_failed (self, error);
      return;
    }
  /* The stream may have been faster, and know how it went on. */
  if (self->wait == NULL && self->seat == NULL)
    houbu_crowd_member_take_entry (self, entry, 0);
  if (self->seat != NULL)
    begin_seat (self);
  else
    begin_waiting (self);
}

static gboolean
take (HoubuCrowdMember *self, HoubuOffering *row)
{
  const char *offering = houbu_offering_get_id (row);
  const char *const offerings[] = { offering, NULL };
  g_autoptr (HoubuEnrolmentService) service = NULL;

  switch (houbu_offering_get_action (row))
    {
    case HOUBU_OFFERING_ACTION_ENROL:
      houbu_crowd_member_decide (self, "enrols %s", offering);
      service = houbu_enrolment_service_new (self->connection);
      houbu_enrolment_service_enrol_async (service, offerings, self->intention, self->cancellable,
                                           on_enrolled,
                                           houbu_crowd_call_new (self, HOUBU_CROWD_ENROL));
      return TRUE;
    case HOUBU_OFFERING_ACTION_JOIN:
      houbu_crowd_member_decide (self, "joins %s", offering);
      houbu_waitlist_service_join_async (self->waitlist, offering, self->intention,
                                         self->cancellable, on_joined,
                                         houbu_crowd_call_new (self, HOUBU_CROWD_JOIN));
      return TRUE;
    default:
      return FALSE;
    }
}

/* The first rows are wanted most. */
static HoubuOffering *
pick (HoubuCrowdMember *self, double taste)
{
  guint n = g_list_model_get_n_items (self->rows);

  for (guint i = 0; i < n && self->stage->offering != NULL; i++)
    {
      g_autoptr (HoubuOffering) row = g_list_model_get_item (self->rows, i);

      if (g_strcmp0 (houbu_offering_get_id (row), self->stage->offering) == 0)
        return g_steal_pointer (&row);
    }
  if (n == 0 || self->stage->offering != NULL)
    return NULL;
  return g_list_model_get_item (self->rows, (guint) (taste * taste * n));
}

static void
choose (HoubuCrowdMember *self)
{
  for (guint i = 0; i < HOUBU_CROWD_TASTES; i++)
    {
      g_autoptr (HoubuOffering) row = pick (self, self->visit.tastes[i]);

      if (row != NULL && take (self, row))
        return;
    }
  houbu_crowd_member_decide (self, "takes nothing");
  houbu_crowd_member_leave (self);
}

/* --------------------------------------------------------------------------------------------- */
/* Waiting */

static void look_again (gpointer user_data);

static void
look_later (HoubuCrowdMember *self)
{
  self->look_timer =
      houbu_crowd_clock_after (self->stage->clock, self->visit.look_every, look_again, self);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;

  if (!take_board (call, source, result, &error))
    return;
  if (self->look_timer == 0 && self->timer != 0)
    look_later (self);
}

static void
look_again (gpointer user_data)
{
  HoubuCrowdMember *self = user_data;

  self->look_timer = 0;
  ask_for_board (self, on_looked);
}

static void
patience_ends (HoubuCrowdMember *self)
{
  find_act (self->visit.queue)->about_place (self);
}

static void
begin_waiting (HoubuCrowdMember *self)
{
  houbu_crowd_member_wait (self, self->visit.patience, patience_ends);
  look_later (self);
}

static void
on_place_given_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuEntry) entry =
      houbu_waitlist_service_cancel_finish (HOUBU_WAITLIST_SERVICE (source), result, &error);

  if (!houbu_crowd_call_answered (call, error))
    return;
  if (entry == NULL)
    {
      /* A seat may have come first. */
      houbu_crowd_member_fail (self, error, give_up_place);
      return;
    }
  houbu_crowd_member_take_entry (self, entry, 0);
  houbu_crowd_member_think (self, houbu_crowd_member_leave);
}

static void
give_up_place (HoubuCrowdMember *self)
{
  HoubuEntry *entry = self->wait != NULL ? houbu_wait_get_entry (self->wait) : NULL;

  if (entry == NULL)
    {
      houbu_crowd_member_leave (self);
      return;
    }
  houbu_crowd_member_decide (self, "cancels %s %s", houbu_entry_get_offering (entry),
                             houbu_waitlist_cancel_reason_to_string (self->visit.reason));
  houbu_waitlist_service_cancel_async (
      self->waitlist, houbu_entry_get_id (entry), self->visit.reason,
      self->visit.reason == HOUBU_WAITLIST_CANCEL_REASON_OTHER ? "演练" : NULL, self->intention,
      self->cancellable, on_place_given_up, houbu_crowd_call_new (self, HOUBU_CROWD_CANCEL_ENTRY));
}

/* --------------------------------------------------------------------------------------------- */
/* The seat */

static void
seat_is_thought_about (HoubuCrowdMember *self)
{
  find_act (self->visit.seat)->about_seat (self);
}

static void
begin_seat (HoubuCrowdMember *self)
{
  houbu_crowd_member_wait (self, self->visit.seat_after, seat_is_thought_about);
}

static void
on_seat_given_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;

  houbu_enrolment_service_cancel_finish (HOUBU_ENROLMENT_SERVICE (source), result, &error);
  if (!houbu_crowd_call_answered (call, error))
    return;
  if (error != NULL)
    houbu_crowd_member_fail (self, error, give_up_seat);
  else
    /* The stream tells when it ended. */
    houbu_crowd_member_think (self, houbu_crowd_member_leave);
}

static void
give_up_seat (HoubuCrowdMember *self)
{
  g_autoptr (HoubuEnrolmentService) service = NULL;

  if (self->seat == NULL || houbu_enrolment_get_state (self->seat) == HOUBU_ENROLMENT_STATE_PAID)
    {
      houbu_crowd_member_leave (self);
      return;
    }
  houbu_crowd_member_decide (self, "gives up %s", houbu_enrolment_get_offering (self->seat));
  service = houbu_enrolment_service_new (self->connection);
  houbu_enrolment_service_cancel_async (service, houbu_enrolment_get_id (self->seat),
                                        self->cancellable, on_seat_given_up,
                                        houbu_crowd_call_new (self, HOUBU_CROWD_CANCEL_SEAT));
}

/* The stream told something new while it waits. */
void
houbu_crowd_member_state_changed (HoubuCrowdMember *self)
{
  if (self->timer == 0 || self->step != patience_ends || self->wait != NULL)
    return;
  if (self->seat != NULL)
    begin_seat (self);
}
