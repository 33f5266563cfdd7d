/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-member-private.h"

static gint64
get_server_now (void)
{
  return g_get_real_time ();
}

static gboolean
is_live_seat (HoubuEnrolment *seat)
{
  HoubuEnrolmentState state = houbu_enrolment_get_state (seat);

  return state == HOUBU_ENROLMENT_STATE_UNPAID || state == HOUBU_ENROLMENT_STATE_PAYING ||
         state == HOUBU_ENROLMENT_STATE_LOCKED || state == HOUBU_ENROLMENT_STATE_PAID;
}

static void
set_wait (HoubuCrowdMember *self, HoubuWait *wait)
{
  if (self->wait != NULL)
    self->stage->waiting--;
  g_set_object (&self->wait, wait);
  if (self->wait != NULL)
    self->stage->waiting++;
}

static void
set_seat (HoubuCrowdMember *self, HoubuEnrolment *seat)
{
  if (self->seat != NULL)
    self->stage->seated--;
  g_set_object (&self->seat, seat);
  if (self->seat != NULL)
    self->stage->seated++;
}

/* --------------------------------------------------------------------------------------------- */
/* One thing after the other, from an answer or an event */

/* @seq: as of which journal number, 0 when that is not known. */
void
houbu_crowd_member_take_entry (HoubuCrowdMember *self, HoubuEntry *entry, gint64 seq)
{
  const char *id =
      self->wait != NULL ? houbu_entry_get_id (houbu_wait_get_entry (self->wait)) : NULL;
  gboolean is_known = g_strcmp0 (id, houbu_entry_get_id (entry)) == 0;
  g_autoptr (HoubuWait) wait = NULL;

  houbu_crowd_witness_saw_entry (self->stage->witness, entry, seq);
  if (houbu_entry_get_state (entry) != HOUBU_ENTRY_STATE_WAITING)
    {
      if (is_known)
        set_wait (self, NULL);
    }
  else if (is_known)
    houbu_wait_confirm (self->wait, entry, get_server_now ());
  else
    {
      wait = houbu_wait_new (entry, get_server_now ());
      set_wait (self, wait);
      self->moved_seq = 0;
    }
}

void
houbu_crowd_member_take_seat (HoubuCrowdMember *self, HoubuEnrolment *seat, gint64 seq)
{
  houbu_crowd_witness_saw_seat (self->stage->witness, seat, seq, get_server_now ());
  if (is_live_seat (seat))
    set_seat (self, seat);
  else if (self->seat != NULL &&
           g_strcmp0 (houbu_enrolment_get_id (self->seat), houbu_enrolment_get_id (seat)) == 0)
    set_seat (self, NULL);
}

void
houbu_crowd_member_take_registration (HoubuCrowdMember *self, HoubuRegistration *registration)
{
  GListModel *entries = G_LIST_MODEL (houbu_registration_get_entries (registration));
  GListModel *seats = G_LIST_MODEL (houbu_registration_get_enrolments (registration));
  gint64 seq = houbu_registration_get_event_seq (registration);

  g_set_object (&self->registration, registration);
  set_wait (self, NULL);
  set_seat (self, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (HoubuEntry) entry = g_list_model_get_item (entries, i);

      houbu_crowd_member_take_entry (self, entry, seq);
    }
  for (guint i = 0; i < g_list_model_get_n_items (seats); i++)
    {
      g_autoptr (HoubuEnrolment) seat = g_list_model_get_item (seats, i);

      houbu_crowd_member_take_seat (self, seat, 0);
    }
}

void
houbu_crowd_member_drop_state (HoubuCrowdMember *self)
{
  if (self->live != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->live, self);
      houbu_live_channel_stop (self->live);
    }
  g_clear_object (&self->live);
  g_clear_object (&self->registration);
  set_wait (self, NULL);
  set_seat (self, NULL);
}

/* --------------------------------------------------------------------------------------------- */
/* The event stream */

static gpointer
decode (GType type, GBytes *data)
{
  return houbu_record_from_bytes (type, data, HOUBU_DECODE_LENIENT, NULL);
}

static void
on_entry_changed (HoubuCrowdMember *self, GBytes *data, gint64 seq)
{
  g_autoptr (HoubuEntry) entry = decode (HOUBU_TYPE_ENTRY, data);
  HoubuEntry *own = self->wait != NULL ? houbu_wait_get_entry (self->wait) : NULL;

  if (entry == NULL)
    return;
  if (own != NULL && g_strcmp0 (houbu_entry_get_id (own), houbu_entry_get_id (entry)) == 0)
    houbu_crowd_witness_saw_position (self->stage->witness, houbu_wait_get_position (self->wait),
                                      houbu_entry_get_position (entry));
  houbu_crowd_member_take_entry (self, entry, seq);
  houbu_crowd_member_state_changed (self);
}

static void
on_enrolment_changed (HoubuCrowdMember *self, GBytes *data, gint64 seq)
{
  g_autoptr (HoubuEnrolment) seat = decode (HOUBU_TYPE_ENROLMENT, data);

  if (seat == NULL)
    return;
  houbu_crowd_member_take_seat (self, seat, seq);
  houbu_crowd_member_state_changed (self);
}

/* A movement comes before what happened to one's own place in the same commits: whoever hears the
 * next one and is still in the queue waited at the one before. */
static void
on_queue_moved (HoubuCrowdMember *self, GBytes *data, gint64 seq)
{
  g_autoptr (HoubuQueueMoved) moved = NULL;
  HoubuEntry *own = NULL;

  if (self->wait == NULL)
    return;
  moved = decode (HOUBU_TYPE_QUEUE_MOVED, data);
  own = houbu_wait_get_entry (self->wait);
  if (moved == NULL ||
      g_strcmp0 (houbu_queue_moved_get_offering (moved), houbu_entry_get_offering (own)) != 0)
    return;
  if (self->moved_seq > 0 && self->moved_seq < seq)
    houbu_crowd_witness_saw_entry (self->stage->witness, own, self->moved_seq);
  self->moved_seq = seq;
  houbu_crowd_witness_saw_queue (self->stage->witness, moved, seq);
  houbu_wait_queue_moved (self->wait, moved, get_server_now ());
}

static void
on_exam_changed (HoubuCrowdMember *self, GBytes *data, gint64 seq)
{
  g_autoptr (HoubuExam) exam = decode (HOUBU_TYPE_EXAM, data);

  (void) seq;
  if (exam == NULL || houbu_exam_get_rehearsal (exam))
    return;
  self->stage->is_live = TRUE;
  self->stage->changed (self->stage->user_data);
}

/* Thousands hear of every row of the board: they look at it when they want to know. */
static void
on_event (HoubuLiveChannel *live, const char *type, GBytes *data, HoubuCrowdMember *self)
{
  static const struct
  {
    const char *type;
    void (*take) (HoubuCrowdMember *self, GBytes *data, gint64 seq);
  } events[] = {
    { "entry_changed", on_entry_changed },
    { "enrolment_changed", on_enrolment_changed },
    { "queue_moved", on_queue_moved },
    { "exam_changed", on_exam_changed },
  };
  g_autoptr (HoubuCrowdMember) kept = g_object_ref (self);

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    if (g_str_equal (events[i].type, type))
      events[i].take (self, data, houbu_live_channel_get_sequence (live));
}

static void
on_resync (HoubuLiveChannel *live, HoubuCrowdMember *self)
{
  (void) live;
  houbu_crowd_member_read_state (self);
}

static void
listen_from (HoubuCrowdMember *self, gint64 seq)
{
  if (self->live == NULL)
    {
      self->live = houbu_live_channel_new (self->connection);
      g_signal_connect_object (self->live, "event", G_CALLBACK (on_event), self, 0);
      g_signal_connect_object (self->live, "resync", G_CALLBACK (on_resync), self, 0);
    }
  self->moved_seq = 0;
  houbu_live_channel_start (self->live, MAX (seq, 0));
}

/* --------------------------------------------------------------------------------------------- */
/* The state as it is read */

/* How places ended meanwhile stands only there. */
static void
on_completed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) completed = houbu_waitlist_service_list_completed_finish (
      HOUBU_WAITLIST_SERVICE (source), result, &error);
  gint64 seq = houbu_registration_get_event_seq (self->registration);

  if (!houbu_crowd_call_answered (call, error))
    return;
  if (completed == NULL)
    {
      houbu_crowd_member_fail (self, error, houbu_crowd_member_read_state);
      return;
    }
  for (guint i = 0; i < g_list_model_get_n_items (completed); i++)
    {
      g_autoptr (HoubuEntry) entry = g_list_model_get_item (completed, i);

      houbu_crowd_witness_saw_entry (self->stage->witness, entry, 0);
    }
  if (!self->is_last_look)
    listen_from (self, seq);
  houbu_crowd_member_state_read (self);
}

static void
on_registration (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  HoubuCrowdMember *self = call->member;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRegistration) registration =
      houbu_registration_service_get_finish (HOUBU_REGISTRATION_SERVICE (source), result, &error);

  if (!houbu_crowd_call_answered (call, error))
    return;
  if (registration == NULL)
    {
      houbu_crowd_member_fail (self, error, houbu_crowd_member_read_state);
      return;
    }
  houbu_crowd_member_take_registration (self, registration);
  houbu_waitlist_service_list_completed_async (self->waitlist, self->cancellable, on_completed,
                                               houbu_crowd_call_new (self, HOUBU_CROWD_STATE));
}

/* Goes on with houbu_crowd_member_state_read(). */
void
houbu_crowd_member_read_state (HoubuCrowdMember *self)
{
  g_autoptr (HoubuRegistrationService) service = houbu_registration_service_new (self->connection);

  houbu_registration_service_get_async (service, self->cancellable, on_registration,
                                        houbu_crowd_call_new (self, HOUBU_CROWD_STATE));
}
