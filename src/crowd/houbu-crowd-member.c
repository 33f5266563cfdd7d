/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-member-private.h"

/* Who meets nothing but trouble gives up for this time. */
#define MOST_TROUBLES 40
/* How long until one tries again: twice as long after each trouble in a row, up to the most. */
#define TROUBLE_SECONDS 3
#define MOST_TROUBLE_SECONDS 30

G_DEFINE_FINAL_TYPE (HoubuCrowdMember, houbu_crowd_member, G_TYPE_OBJECT)

static void next_visit (HoubuCrowdMember *self);

/* --------------------------------------------------------------------------------------------- */
/* One request */

HoubuCrowdCall *
houbu_crowd_call_new (HoubuCrowdMember *member, HoubuCrowdKind kind)
{
  HoubuCrowdCall *call = g_new0 (HoubuCrowdCall, 1);

  call->member = g_object_ref (member);
  call->visit = g_object_ref (member->cancellable);
  call->kind = kind;
  call->asked_at = g_get_monotonic_time ();
  return call;
}

void
houbu_crowd_call_free (HoubuCrowdCall *call)
{
  g_object_unref (call->member);
  g_object_unref (call->visit);
  g_free (call);
}

/* Counts the answer. Whether the visit in which it was asked goes on. */
gboolean
houbu_crowd_call_answered (HoubuCrowdCall *call, const GError *error)
{
  if (g_cancellable_is_cancelled (call->visit))
    return FALSE;
  houbu_crowd_tally_add (call->member->stage->tally, call->kind,
                         g_get_monotonic_time () - call->asked_at, error);
  if (error == NULL)
    call->member->troubles_in_a_row = 0;
  return TRUE;
}

/* --------------------------------------------------------------------------------------------- */
/* Time */

static void
on_timer (gpointer user_data)
{
  HoubuCrowdMember *self = user_data;
  g_autoptr (HoubuCrowdMember) kept = g_object_ref (self);

  self->timer = 0;
  self->step (self);
}

static void
forget_timers (HoubuCrowdMember *self)
{
  houbu_crowd_clock_forget (self->stage->clock, self->timer);
  houbu_crowd_clock_forget (self->stage->clock, self->look_timer);
  self->timer = 0;
  self->look_timer = 0;
}

/* Instead of whatever was waited for. */
void
houbu_crowd_member_wait (HoubuCrowdMember *self, double seconds, HoubuCrowdStep step)
{
  forget_timers (self);
  self->step = step;
  self->timer = houbu_crowd_clock_after (self->stage->clock, seconds, on_timer, self);
}

void
houbu_crowd_member_think (HoubuCrowdMember *self, HoubuCrowdStep step)
{
  houbu_crowd_member_wait (self, self->visit.think, step);
}

/* --------------------------------------------------------------------------------------------- */
/* A visit from end to end */

void
houbu_crowd_member_decide (HoubuCrowdMember *self, const char *format, ...)
{
  va_list arguments;

  g_string_append_printf (self->log, "%s ", self->person->phone);
  va_start (arguments, format);
  g_string_append_vprintf (self->log, format, arguments);
  va_end (arguments);
  g_string_append_c (self->log, '\n');
}

static void
begin_visit (HoubuCrowdMember *self)
{
  self->cancellable = g_cancellable_new ();
  self->connection = houbu_connection_new (self->stage->address);
  self->accounts = houbu_account_service_new (self->connection);
  self->waitlist = houbu_waitlist_service_new (self->connection);
  self->board = houbu_offering_service_new (self->connection);
  self->intention = houbu_intention_new ();
  self->troubles = 0;
  self->troubles_in_a_row = 0;
  self->tries = 0;
  self->looks = 0;
  self->is_paid_for = FALSE;
  self->stage->present++;
  houbu_crowd_member_enter (self);
}

static void
close_app (HoubuCrowdMember *self)
{
  forget_timers (self);
  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  houbu_crowd_member_drop_state (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->accounts);
  g_clear_object (&self->waitlist);
  g_clear_object (&self->board);
  g_clear_object (&self->intention);
  g_clear_object (&self->rows);
  g_clear_object (&self->order);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->captcha_id, g_free);
  g_clear_pointer (&self->captcha_answer, g_free);
  self->stage->present--;
}

static void
be_done (HoubuCrowdMember *self)
{
  if (self->is_done)
    return;
  self->is_done = TRUE;
  self->stage->done++;
  self->stage->changed (self->stage->user_data);
}

static void
on_signed_out (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuCrowdCall) call = user_data;
  g_autoptr (GError) error = NULL;

  houbu_account_service_sign_out_finish (HOUBU_ACCOUNT_SERVICE (source), result, &error);
  if (!houbu_crowd_call_answered (call, error))
    return;
  close_app (call->member);
  next_visit (call->member);
}

/* The visit is over, as the plan has it or because nothing more can be done in it. */
void
houbu_crowd_member_leave (HoubuCrowdMember *self)
{
  if (self->visit.signs_out && !self->is_last_look &&
      houbu_connection_get_signed_in (self->connection))
    {
      forget_timers (self);
      houbu_account_service_sign_out_async (self->accounts, self->cancellable, on_signed_out,
                                            houbu_crowd_call_new (self, HOUBU_CROWD_SIGN_OUT));
      return;
    }
  close_app (self);
  next_visit (self);
}

static void
next_visit (HoubuCrowdMember *self)
{
  g_autofree char *line = NULL;

  if (self->is_last_look || !houbu_crowd_plan_next (self->plan, &self->visit))
    {
      be_done (self);
      return;
    }
  line = houbu_crowd_visit_to_string (&self->visit);
  houbu_crowd_member_decide (self, "visits %s", line);
  houbu_crowd_member_wait (self, self->visit.begins_after, begin_visit);
}

/* What the server refuses for now is asked again, not before it says; what it refuses for good ends
 * the visit. */
void
houbu_crowd_member_fail (HoubuCrowdMember *self, const GError *error, HoubuCrowdStep again)
{
  gint64 retry_after = HOUBU_UNSET;
  double wait = self->visit.think +
                MIN (TROUBLE_SECONDS << MIN (self->troubles_in_a_row, 8), MOST_TROUBLE_SECONDS);

  if (error->domain == HOUBU_ERROR)
    retry_after = houbu_error_get_retry_after (error);
  if (self->is_last_look ||
      (retry_after == HOUBU_UNSET && !houbu_error_is_connection_trouble (error)) ||
      ++self->troubles > MOST_TROUBLES)
    {
      houbu_crowd_member_leave (self);
      return;
    }
  self->troubles_in_a_row++;
  /* That one is on the server's clock. */
  if (retry_after != HOUBU_UNSET)
    wait += (double) retry_after * houbu_crowd_clock_get_pace (self->stage->clock);
  houbu_crowd_member_wait (self, wait, again);
}

/* --------------------------------------------------------------------------------------------- */

static void
houbu_crowd_member_dispose (GObject *object)
{
  HoubuCrowdMember *self = HOUBU_CROWD_MEMBER (object);

  close_app (self);
  G_OBJECT_CLASS (houbu_crowd_member_parent_class)->dispose (object);
}

static void
houbu_crowd_member_finalize (GObject *object)
{
  HoubuCrowdMember *self = HOUBU_CROWD_MEMBER (object);

  houbu_crowd_plan_free (self->plan);
  g_string_free (self->log, TRUE);
  G_OBJECT_CLASS (houbu_crowd_member_parent_class)->finalize (object);
}

static void
houbu_crowd_member_class_init (HoubuCrowdMemberClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = houbu_crowd_member_dispose;
  G_OBJECT_CLASS (klass)->finalize = houbu_crowd_member_finalize;
}

static void
houbu_crowd_member_init (HoubuCrowdMember *self)
{
  self->log = g_string_new (NULL);
}

/**
 * houbu_crowd_member_new:
 * @stage: what it shares with the others; outlives it
 * @person: who it is; outlives it
 * @plan: (transfer full): what it will decide
 *
 * Returns: (transfer full): a candidate at home
 */
HoubuCrowdMember *
houbu_crowd_member_new (HoubuCrowdStage *stage,
                        const HoubuCrowdPerson *person,
                        HoubuCrowdPlan *plan)
{
  HoubuCrowdMember *self = NULL;

  g_return_val_if_fail (stage != NULL && person != NULL && plan != NULL, NULL);

  self = g_object_new (HOUBU_TYPE_CROWD_MEMBER, NULL);
  self->stage = stage;
  self->person = person;
  self->plan = plan;
  return self;
}

/**
 * houbu_crowd_member_begin:
 * @self: a candidate at home
 *
 * From now on it comes and goes as its plan has it.
 */
void
houbu_crowd_member_begin (HoubuCrowdMember *self)
{
  g_return_if_fail (HOUBU_IS_CROWD_MEMBER (self));

  next_visit (self);
}

/**
 * houbu_crowd_member_finish:
 * @self: a candidate
 *
 * Looks at its own state a last time, if it uses the app, and does not come back.
 */
void
houbu_crowd_member_finish (HoubuCrowdMember *self)
{
  g_return_if_fail (HOUBU_IS_CROWD_MEMBER (self));

  forget_timers (self);
  self->is_last_look = TRUE;
  if (self->registration == NULL)
    {
      close_app (self);
      be_done (self);
      return;
    }
  /* Whatever is under way belongs to the visit, which is over. */
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  houbu_crowd_member_read_state (self);
}

/**
 * houbu_crowd_member_get_log:
 * @self: a candidate
 *
 * Returns: (transfer none): a line for each of its decisions
 */
const char *
houbu_crowd_member_get_log (HoubuCrowdMember *self)
{
  g_return_val_if_fail (HOUBU_IS_CROWD_MEMBER (self), NULL);

  return self->log->str;
}
