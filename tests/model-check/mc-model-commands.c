/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-model-private.h"

#include <string.h>

/* ---- what candidates may do ----------------------------------------------------------------- */

static char *
refuse (const char *word)
{
  return g_strdup (word);
}

char *
mc_model_refuse_taking (Model *m, int account, int offering, gint64 now)
{
  const McOffering *o = &m->world.offerings[offering];
  int person = mc_world_person (account);
  g_autofree char *conflict = mc_model_in_the_way (m, person, offering, NULL);

  if (mc_model_registration_of_account (m, account) < 0)
    return refuse ("step_missing");
  if (m->withdrawn[offering])
    return refuse ("withdrawn");
  if (!mc_model_campus_fits (m, offering))
    return refuse ("other_campus");
  if (now < m->world.opens || now >= m->world.closes ||
      !mc_model_inside_campus_window (m, offering, now))
    return refuse ("window_closed");
  if (!mc_model_may_take (m, person, offering))
    return refuse ("not_qualified");
  if (conflict != NULL)
    {
      g_autofree char *here = g_strdup_printf ("place %d.", offering);
      return g_strconcat (g_str_has_prefix (conflict, here) ? "already_waiting " : "same_level ",
                          conflict, NULL);
    }
  if (!mc_model_person_written_fits (m, person, offering))
    return refuse ("written_required");
  if (!o->exam_time)
    return refuse ("exam_time_unset");
  return NULL;
}

char *
mc_model_refuse_enrolling (Model *m, int account, int offering, gint64 now)
{
  char *refusal = mc_model_refuse_taking (m, account, offering, now);

  if (refusal != NULL)
    return refusal;
  if (m->world.offerings[offering].fee == MC_UNSET)
    return refuse ("fee_unset");
  if (now >= m->world.payment_closes)
    return refuse ("window_closed");
  if (mc_model_seats_used (m, offering) >= m->world.offerings[offering].capacity)
    return refuse ("no_seat");
  if (mc_model_head (m, offering) != NULL)
    return refuse ("queue_not_empty");
  return NULL;
}

/* All or nothing: tried on the model itself, taken back when the second one is refused. What is
 * then in the way may be the first one, so its name goes too. */
static char *
enrol (Model *m, int account, int first, int second, gint64 now)
{
  guint n_before = m->seats->len;
  g_autofree char *taken = NULL;
  char *refusal;

  if (first == second)
    return refuse ("invalid_field");
  /* A written one opens the way to the oral one beside it. */
  if (second >= 0 && mc_is_oral (mc_model_subject_of (m, first)) &&
      !mc_is_oral (mc_model_subject_of (m, second)))
    return enrol (m, account, second, first, now);
  refusal = mc_model_refuse_enrolling (m, account, first, now);
  if (refusal != NULL)
    return refusal;
  taken = g_strdup_printf (
      " seat %d.%d", first,
      mc_model_add_seat (m, mc_model_registration_of_account (m, account), first, "direct", now));
  if (second < 0)
    return NULL;
  refusal = mc_model_refuse_enrolling (m, account, second, now);
  if (refusal == NULL)
    {
      mc_model_add_seat (m, mc_model_registration_of_account (m, account), second, "direct", now);
      return NULL;
    }
  g_array_set_size (m->seats, n_before);
  if (g_str_has_suffix (refusal, taken))
    g_strdelimit (refusal, " ", '\0');
  return refusal;
}

static char *
join (Model *m, int account, int offering, gint64 now)
{
  Place place = { .offering = offering, .state = "waiting", .reason = "-", .joined = now };
  char *refusal = mc_model_refuse_taking (m, account, offering, now);

  if (refusal != NULL)
    return refusal;
  refusal = mc_model_refuse_enrolling (m, account, offering, now);
  if (refusal == NULL)
    return refuse ("seats_free");
  g_free (refusal);
  if (now >= m->world.waitlist_closes)
    return refuse ("window_closed");
  place.registration = mc_model_registration_of_account (m, account);
  place.number = mc_model_count_numbers (m, offering, TRUE) + 1;
  g_array_append_val (m->places, place);
  return NULL;
}

static char *
cancel_seat (Model *m, int account, int owner, int offering, gint64 now)
{
  Seat *seat = NULL;
  int person;

  for (guint i = 0; i < m->n_known; i++)
    if (SEAT (m, i)->offering == offering && REG (m, SEAT (m, i)->registration)->account == owner)
      seat = SEAT (m, i);
  if (seat == NULL || account != owner)
    return refuse ("not_found");
  if (g_str_equal (seat->state, "paid") || g_str_equal (seat->state, "paying") ||
      g_str_equal (seat->state, "locked"))
    return refuse (seat->state);
  if (!g_str_equal (seat->state, "unpaid"))
    return refuse ("state_changed");
  person = mc_world_person (owner);
  for (guint i = 0; i < m->seats->len && !mc_is_oral (mc_model_subject_of (m, offering)); i++)
    if (mc_seat_is_live (SEAT (m, i)) &&
        mc_is_oral (mc_model_subject_of (m, SEAT (m, i)->offering)) &&
        mc_level (mc_model_subject_of (m, SEAT (m, i)->offering)) ==
            mc_level (mc_model_subject_of (m, offering)) &&
        mc_model_person (m, SEAT (m, i)->registration) == person)
      return g_strdup_printf ("oral_held seat %d.%d", SEAT (m, i)->offering, SEAT (m, i)->number);
  mc_seat_end (seat, "cancelled", "candidate", now);
  return NULL;
}

static char *
cancel_place (Model *m, int account, int owner, int offering, int reason, gint64 now)
{
  static const char *const reasons[] = { "give_up", "other_campus", "other_subject",
                                         "waited_too_long", "other" };
  Place *place = NULL;

  for (guint i = 0; i < m->places->len; i++)
    if (PLACE (m, i)->offering == offering && REG (m, PLACE (m, i)->registration)->account == owner)
      place = PLACE (m, i);
  if (place == NULL || account != owner)
    return refuse ("not_found");
  if (!mc_place_is_live (place))
    return refuse ("state_changed");
  mc_place_end (place, "cancelled", reasons[reason], now);
  return NULL;
}

static char *
do_register (Model *m, int account, gint64 now)
{
  Registration made = { account, TRUE, now, MC_UNSET };

  m->asked_school[account] = TRUE;
  if (mc_model_registration_of_account (m, account) >= 0)
    return refuse ("already_registered");
  if (mc_model_person_is_registered (m, mc_world_person (account)))
    return refuse ("registered_elsewhere");
  if (now < m->world.opens || now >= m->world.closes)
    return refuse ("window_closed");
  g_array_append_val (m->registrations, made);
  return NULL;
}

/* Of several seats with money in them, one of the lowest level is named, oral before written. */
static char *
refuse_unregistering (Model *m, int registration)
{
  const Seat *named = NULL;
  int rank = G_MAXINT;

  for (guint i = 0; i < m->seats->len; i++)
    {
      char subject = mc_model_subject_of (m, SEAT (m, i)->offering);
      int own_rank = 2 * mc_level (subject) + !mc_is_oral (subject);
      if (SEAT (m, i)->registration != registration || !mc_seat_is_live (SEAT (m, i)) ||
          g_str_equal (SEAT (m, i)->state, "unpaid") || own_rank >= rank)
        continue;
      named = SEAT (m, i);
      rank = own_rank;
    }
  return named == NULL
             ? NULL
             : g_strdup_printf ("%s seat %d.%d", named->state, named->offering, named->number);
}

static char *
unregister (Model *m, int account, gint64 now)
{
  int registration = mc_model_registration_of_account (m, account);
  char *refusal = NULL;

  if (registration < 0)
    return refuse ("step_missing");
  refusal = refuse_unregistering (m, registration);
  if (refusal != NULL)
    return refusal;
  for (guint i = 0; i < m->seats->len; i++)
    if (SEAT (m, i)->registration == registration && mc_seat_is_live (SEAT (m, i)))
      mc_seat_end (SEAT (m, i), "revoked", "registration_deleted", now);
  for (guint i = 0; i < m->places->len; i++)
    if (PLACE (m, i)->registration == registration && mc_place_is_live (PLACE (m, i)))
      mc_place_end (PLACE (m, i), "failed", "registration_deleted", now);
  REG (m, registration)->active = FALSE;
  REG (m, registration)->closed = now;
  return NULL;
}

/* Once an account, by somebody who is not qualified yet, while registration is not over. */
static char *
ask_for_review (Model *m, int account, McTicket ticket, gint64 now)
{
  static const char *const outcomes[MC_N_TICKETS] = {
    [MC_TICKET_PASSED] = "approved", [MC_TICKET_OF_OTHER] = "pending", [MC_TICKET_OLD] = "refused",
    [MC_TICKET_LOW] = "refused",     [MC_TICKET_UNKNOWN] = "pending",
  };
  int person = mc_world_person (account);

  if (!m->asked_school[account])
    return refuse ("step_missing");
  if (m->reviews[account] != NULL)
    return refuse ("review_exists");
  for (int i = 0; i < MC_N_ACCOUNTS; i++)
    if (mc_world_person (i) == person && g_strcmp0 (m->reviews[i], "approved") == 0)
      return refuse ("review_not_needed");
  if (strchr (m->world.qualified[person], '2') != NULL)
    return refuse ("review_not_needed");
  if (now >= m->world.closes)
    return refuse ("window_closed");
  m->reviews[account] = outcomes[ticket];
  return NULL;
}

/* ---- what operators may do ------------------------------------------------------------------ */

static char *
set_capacity (Model *m, int offering, int capacity, gboolean force)
{
  if (capacity < mc_model_seats_used (m, offering) && !force)
    return refuse ("capacity_in_use");
  m->world.offerings[offering].capacity = capacity;
  return NULL;
}

static void
withdraw (Model *m, int offering, gboolean withdrawn, gint64 now)
{
  m->withdrawn[offering] = withdrawn;
  for (guint i = 0; i < m->seats->len && withdrawn; i++)
    if (SEAT (m, i)->offering == offering && mc_seat_is_live (SEAT (m, i)) &&
        !g_str_equal (SEAT (m, i)->state, "paid"))
      mc_seat_end (SEAT (m, i), "revoked", "offering_withdrawn", now);
  for (guint i = 0; i < m->places->len && withdrawn; i++)
    if (PLACE (m, i)->offering == offering && mc_place_is_live (PLACE (m, i)))
      mc_place_end (PLACE (m, i), "failed", "offering_withdrawn", now);
}

/* Approved is final; refused can only be mended. */
static char *
decide_review (Model *m, int account, gboolean approve)
{
  const char *review = m->reviews[account];

  if (review == NULL)
    return refuse ("not_found");
  if (g_str_equal (review, "approved") || (g_str_equal (review, "refused") && !approve))
    return refuse ("state_changed");
  m->reviews[account] = approve ? "approved" : "refused";
  return NULL;
}

static char *
operate (Model *m, const McCommand *c, gint64 now)
{
  if (!mc_world_may_set (&m->world, c))
    return refuse ("invalid_field");
  switch (c->kind)
    {
    case MC_CAPACITY:
      return set_capacity (m, c->offering, (int) c->value, c->other == 1);
    case MC_FEE:
      m->world.offerings[c->offering].fee = c->value > 0 ? (int) c->value : MC_UNSET;
      return NULL;
    case MC_WITHDRAW:
      withdraw (m, c->offering, c->value == 1, now);
      return NULL;
    case MC_HOLD:
      m->world.hold_seconds = (int) c->value;
      return NULL;
    case MC_MIN_PAY:
      m->world.min_pay_seconds = (int) c->value;
      return NULL;
    case MC_WAITLIST:
      m->world.waitlist_closes = MC_EPOCH + c->value;
      return NULL;
    case MC_CAMPUS_OPENS:
      m->world.offerings[c->offering].opens = MC_EPOCH + c->value;
      return NULL;
    case MC_CAMPUS_CLOSES:
      m->world.offerings[c->offering].closes = MC_EPOCH + c->value;
      return NULL;
    default:
      g_assert_not_reached ();
    }
}

static char *
act (Model *m, const McCommand *c, gint64 now)
{
  switch (c->kind)
    {
    case MC_REGISTER:
      return do_register (m, c->account, now);
    case MC_UNREGISTER:
      return unregister (m, c->account, now);
    case MC_ENROL:
      return enrol (m, c->account, c->offering, c->other, now);
    case MC_JOIN:
      return join (m, c->account, c->offering, now);
    case MC_CANCEL_SEAT:
      return cancel_seat (m, c->account, c->other, c->offering, now);
    case MC_CANCEL_PLACE:
      return cancel_place (m, c->account, c->other, c->offering, (int) c->value, now);
    case MC_REVIEW:
      return ask_for_review (m, c->account, (McTicket) c->value, now);
    case MC_DECIDE:
      return decide_review (m, c->account, c->value == 1);
    case MC_LOCK:
      return mc_model_lock (m, c, now);
    case MC_UNLOCK:
      return mc_model_unlock (m, c, now);
    case MC_CLOCK:
    case MC_SWEEP:
      return NULL;
    default:
      return c->kind >= MC_FORM ? mc_model_act_on_money (m, c, now) : operate (m, c, now);
    }
}

/* ---- the subject ---------------------------------------------------------------------------- */

static gpointer
model_create (const McWorld *world)
{
  Model *m = g_new0 (Model, 1);

  m->world = *world;
  m->seats = g_array_new (FALSE, TRUE, sizeof (Seat));
  m->places = g_array_new (FALSE, TRUE, sizeof (Place));
  m->registrations = g_array_new (FALSE, TRUE, sizeof (Registration));
  mc_orders_init (&m->books);
  return m;
}

void
mc_model_copy (Model *copy, const Model *from)
{
  *copy = *from;
  copy->seats = g_array_copy (from->seats);
  copy->places = g_array_copy (from->places);
  copy->registrations = g_array_copy (from->registrations);
  mc_orders_copy (&copy->books, &from->books);
}

void
mc_model_clear (Model *m)
{
  g_array_unref (m->seats);
  g_array_unref (m->places);
  g_array_unref (m->registrations);
  mc_orders_clear (&m->books);
}

static void
model_destroy (gpointer self)
{
  mc_model_clear (self);
  g_free (self);
}

static char *
model_apply (gpointer self, const McCommand *command, gint64 now)
{
  Model *m = self;
  gboolean timers = now != m->timers_at || mc_wakes_timers (command);
  char *refusal;

  if (command->kind == MC_CLOCK)
    return g_strdup ("ok");
  if (mc_is_reading (command))
    return mc_model_read (m, command, now);
  m->n_known = m->seats->len;
  mc_model_settle (m, now);
  refusal = act (m, command, now);
  mc_model_settle (m, now);
  mc_model_close_empty (m, now);
  if (timers)
    mc_model_ask_platform (m, now);
  mc_model_settle (m, now);
  m->timers_at = now;
  return refusal != NULL ? refusal : g_strdup ("ok");
}

const McSubject mc_model_subject = {
  "model", model_create, model_destroy, model_apply, mc_model_dump, mc_model_check,
};
