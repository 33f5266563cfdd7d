/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-fold-private.h"

/* ---- commands ------------------------------------------------------------------------------- */

char *
mc_fold_answer (HoubuDecision decision)
{
  if (decision.refusal == HOUBU_REFUSAL_NONE)
    return NULL;
  if (decision.conflict == NULL)
    return g_strdup (houbu_refusal_to_word (decision.refusal));
  return g_strconcat (houbu_refusal_to_word (decision.refusal), " ", decision.conflict, NULL);
}

static char *
enrol_one (Fold *f, int account, int offering, gint64 now)
{
  int registration = mc_fold_find_registration (f, account);
  g_auto (Person) person = mc_fold_load_person (f, mc_world_person (account), registration);
  HoubuDecision decision;

  mc_fold_count (f, offering);
  decision = houbu_rules_check_enrol (&f->window, &f->offerings[offering], &person.state, now);
  if (decision.refusal == HOUBU_REFUSAL_NONE)
    mc_fold_add_seat (f, offering, registration, HOUBU_BY_CANDIDATE, now);
  return mc_fold_answer (decision);
}

static char *
enrol (Fold *f, int account, int first, int second, gint64 now)
{
  guint n_before = f->items->len;
  const char *taken = NULL;
  char *refusal = NULL;

  if (first == second)
    return g_strdup (houbu_refusal_to_word (HOUBU_REFUSAL_INVALID_FIELD));
  if (second >= 0 && f->offerings[first].subject->kind == HOUBU_KIND_ORAL &&
      f->offerings[second].subject->kind == HOUBU_KIND_WRITTEN)
    return enrol (f, account, second, first, now);
  refusal = enrol_one (f, account, first, now);
  if (refusal != NULL || second < 0)
    return refusal;
  refusal = enrol_one (f, account, second, now);
  if (refusal == NULL)
    return NULL;
  taken = ITEM (f, n_before)->id;
  if (g_str_has_suffix (refusal, taken))
    g_strdelimit (refusal, " ", '\0');
  g_ptr_array_set_size (f->items, (int) n_before);
  return refusal;
}

static char *
join (Fold *f, const McCommand *c, gint64 now)
{
  int registration = mc_fold_find_registration (f, c->account);
  g_auto (Person) person = mc_fold_load_person (f, mc_world_person (c->account), registration);
  HoubuDecision decision;

  mc_fold_count (f, c->offering);
  decision = houbu_rules_check_join (&f->window, &f->offerings[c->offering], &person.state, now);
  if (decision.refusal == HOUBU_REFUSAL_NONE)
    {
      Item *place = mc_fold_add_item (f, TRUE, c->offering, registration, now);
      place->wait = HOUBU_WAIT_WAITING;
      place->reason = "-";
    }
  return mc_fold_answer (decision);
}

static Item *
find_newest (Fold *f, const McCommand *c, gboolean is_entry)
{
  Item *found = NULL;

  for (guint i = 0; i < f->n_known && c->account == c->other; i++)
    if (ITEM (f, i)->is_entry == is_entry && ITEM (f, i)->offering == c->offering &&
        REG (f, ITEM (f, i)->registration)->account == c->other)
      found = ITEM (f, i);
  return found;
}

static char *
cancel_seat (Fold *f, const McCommand *c, gint64 now)
{
  Item *item = find_newest (f, c, FALSE);
  g_auto (Person) person = mc_fold_load_person (f, mc_world_person (c->account),
                                                mc_fold_find_registration (f, c->account));
  HoubuItem copy;
  HoubuDecision decision;

  if (item == NULL)
    return g_strdup ("not_found");
  copy = mc_fold_item (f, item);
  decision = houbu_rules_check_cancel_enrolment (&f->window, &person.state, &copy, now);
  if (decision.refusal == HOUBU_REFUSAL_NONE)
    {
      mc_fold_end_seat (item, HOUBU_SEAT_CANCELLED, HOUBU_BY_CANDIDATE, HOUBU_END_CANDIDATE, now);
      mc_fold_drop_with (f, item, now);
    }
  return mc_fold_answer (decision);
}

static char *
cancel_place (Fold *f, const McCommand *c, gint64 now)
{
  Item *item = find_newest (f, c, TRUE);
  HoubuCancelReason reason = HOUBU_CANCEL_GIVE_UP + (HoubuCancelReason) c->value;
  HoubuDecision decision;

  if (item == NULL)
    return g_strdup ("not_found");
  decision = houbu_rules_check_cancel_entry (&f->window, item->wait, reason, NULL, now);
  if (decision.refusal == HOUBU_REFUSAL_NONE)
    mc_fold_end_place (item, HOUBU_WAIT_CANCELLED, HOUBU_BY_CANDIDATE,
                       houbu_cancel_reason_to_word (reason), now);
  return mc_fold_answer (decision);
}

static char *
ask_for_review (Fold *f, const McCommand *c, gint64 now)
{
  static const HoubuTicketFacts facts[MC_N_TICKETS] = {
    [MC_TICKET_PASSED] = { TRUE, TRUE, NULL, 2019, 500 },
    [MC_TICKET_OF_OTHER] = { TRUE, FALSE, NULL, 2019, 500 },
    [MC_TICKET_OLD] = { TRUE, TRUE, NULL, 2004, 500 },
    [MC_TICKET_LOW] = { TRUE, TRUE, NULL, 2019, 424 },
  };
  g_auto (Person) person = mc_fold_load_person (f, mc_world_person (c->account), -1);
  HoubuTicketFacts ticket = facts[c->value];
  HoubuDecision decision;

  if (!f->asked_school[c->account])
    return g_strdup (houbu_refusal_to_word (HOUBU_REFUSAL_STEP_MISSING));
  decision = houbu_rules_check_review (&f->window, &person.state,
                                       f->reviews[c->account] != HOUBU_REVIEW_NONE, now);
  ticket.subject = houbu_subject_info_find ("1");
  if (decision.refusal == HOUBU_REFUSAL_NONE)
    f->reviews[c->account] = houbu_rules_review_outcome (houbu_rules_judge_ticket (&ticket, 425));
  return mc_fold_answer (decision);
}

static char *
decide_review (Fold *f, const McCommand *c)
{
  HoubuReviewStanding *review = &f->reviews[c->account];
  HoubuDecision decision = houbu_rules_check_review_decision (*review, c->value == 1);

  if (*review == HOUBU_REVIEW_NONE)
    return g_strdup ("not_found");
  if (decision.refusal == HOUBU_REFUSAL_NONE)
    *review = c->value == 1 ? HOUBU_REVIEW_APPROVED : HOUBU_REVIEW_REFUSED;
  return mc_fold_answer (decision);
}

static char *
do_register (Fold *f, const McCommand *c, gint64 now)
{
  int own = mc_fold_find_registration (f, c->account);
  const char *other = NULL;
  Registration made = { c->account, TRUE, now };
  g_auto (Person) person = mc_fold_load_person (f, mc_world_person (c->account), own);
  HoubuDecision decision;

  f->asked_school[c->account] = TRUE;
  for (guint r = 0; r < f->registrations->len; r++)
    if (REG (f, r)->active && mc_world_person (REG (f, r)->account) == mc_world_person (c->account))
      other = "other";
  decision =
      houbu_rules_check_register (&f->window, &person.state, own >= 0 ? "own" : NULL, other, now);
  decision.conflict = NULL;
  if (decision.refusal == HOUBU_REFUSAL_NONE)
    g_array_append_val (f->registrations, made);
  return mc_fold_answer (decision);
}

static char *
unregister (Fold *f, const McCommand *c, gint64 now)
{
  int registration = mc_fold_find_registration (f, c->account);
  g_auto (Person) person = mc_fold_load_person (f, mc_world_person (c->account), registration);
  HoubuDecision decision = houbu_rules_check_delete_registration (&f->window, &person.state, now);

  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return mc_fold_answer (decision);
  for (guint i = 0; i < f->items->len; i++)
    {
      Item *item = ITEM (f, i);
      if (item->registration != registration || !mc_fold_is_active (item))
        continue;
      if (item->is_entry)
        mc_fold_fail_place (item, HOUBU_FAIL_REGISTRATION_DELETED, HOUBU_BY_CONSEQUENCE, now);
      else
        mc_fold_end_seat (item, HOUBU_SEAT_REVOKED, HOUBU_BY_CONSEQUENCE,
                          HOUBU_END_REGISTRATION_DELETED, now);
    }
  REG (f, registration)->active = FALSE;
  return NULL;
}

static char *
set_capacity (Fold *f, const McCommand *c)
{
  HoubuDecision decision;

  mc_fold_count (f, c->offering);
  decision = houbu_rules_check_capacity (&f->offerings[c->offering], c->value, c->other == 1);
  if (decision.refusal == HOUBU_REFUSAL_NONE)
    f->offerings[c->offering].capacity = c->value;
  return mc_fold_answer (decision);
}

static char *
withdraw (Fold *f, const McCommand *c, gint64 now)
{
  f->offerings[c->offering].withdrawn = c->value == 1;
  for (guint i = 0; i < f->items->len && c->value == 1; i++)
    {
      Item *item = ITEM (f, i);
      if (item->offering != c->offering || !mc_fold_is_active (item))
        continue;
      if (item->is_entry)
        mc_fold_fail_place (item, HOUBU_FAIL_OFFERING_WITHDRAWN, HOUBU_BY_CONSEQUENCE, now);
      else if (item->state != HOUBU_SEAT_PAID)
        {
          mc_fold_end_seat (item, HOUBU_SEAT_REVOKED, HOUBU_BY_CONSEQUENCE,
                            HOUBU_END_OFFERING_WITHDRAWN, now);
          mc_fold_drop_with (f, item, now);
        }
    }
  return NULL;
}

static char *
set_parameter (Fold *f, const McCommand *c)
{
  HoubuOfferingState *offering = &f->offerings[c->offering];

  if (!mc_world_may_set (&f->world, c))
    return g_strdup (houbu_refusal_to_word (HOUBU_REFUSAL_INVALID_FIELD));
  if (c->kind == MC_FEE)
    offering->fee_fen = c->value > 0 ? c->value : HOUBU_NONE;
  else if (c->kind == MC_HOLD)
    f->window.hold_us = c->value * G_TIME_SPAN_SECOND;
  else if (c->kind == MC_MIN_PAY)
    f->window.min_pay_window_us = c->value * G_TIME_SPAN_SECOND;
  else if (c->kind == MC_WAITLIST)
    f->window.waitlist_closes_at = MC_EPOCH + c->value;
  else if (c->kind == MC_CAMPUS_OPENS)
    f->world.offerings[c->offering].opens = offering->opens_at = MC_EPOCH + c->value;
  else if (c->kind == MC_CAMPUS_CLOSES)
    f->world.offerings[c->offering].closes = offering->closes_at = MC_EPOCH + c->value;
  return NULL;
}

static char *
act (Fold *f, const McCommand *c, gint64 now)
{
  switch (c->kind)
    {
    case MC_REGISTER:
      return do_register (f, c, now);
    case MC_UNREGISTER:
      return unregister (f, c, now);
    case MC_REVIEW:
      return ask_for_review (f, c, now);
    case MC_DECIDE:
      return decide_review (f, c);
    case MC_ENROL:
      return enrol (f, c->account, c->offering, c->other, now);
    case MC_JOIN:
      return join (f, c, now);
    case MC_CANCEL_SEAT:
      return cancel_seat (f, c, now);
    case MC_CANCEL_PLACE:
      return cancel_place (f, c, now);
    case MC_CAPACITY:
      return set_capacity (f, c);
    case MC_WITHDRAW:
      return withdraw (f, c, now);
    case MC_LOCK:
      return mc_fold_lock (f, c, now);
    case MC_UNLOCK:
      return mc_fold_unlock (f, c, now);
    default:
      return c->kind >= MC_FORM ? mc_fold_act_on_money (f, c, now) : set_parameter (f, c);
    }
}

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->id);
  g_free (item);
}

/* ---- what candidates see -------------------------------------------------------------------- */

/* The counters with the due holds left out, as whoever fills a snapshot must (P2). */
static void
count_effective (Fold *f, int offering, gint64 now)
{
  mc_fold_count (f, offering);
  for (guint i = 0; i < f->items->len; i++)
    {
      const Item *item = ITEM (f, i);
      const HoubuItem copy = mc_fold_item (f, item);
      if (!item->is_entry && item->offering == offering && mc_fold_is_active (item) &&
          !houbu_rules_item_is_live (&f->window, &copy, now))
        f->offerings[offering].seats_in_use--;
    }
}

static int
count_waiting (Fold *f, int offering, int before)
{
  int n = 0;

  for (guint i = 0; i < f->items->len; i++)
    n += ITEM (f, i)->is_entry && ITEM (f, i)->offering == offering &&
         mc_fold_is_active (ITEM (f, i)) && ITEM (f, i)->number < before;
  return n;
}

static void
print_board (Fold *f, const McCommand *c, gint64 now, GString *out)
{
  g_auto (Person) person = mc_fold_load_person (f, mc_world_person (c->account),
                                                mc_fold_find_registration (f, c->account));

  for (int o = 0; o < f->world.n_offerings; o++)
    {
      const HoubuOfferingState *state = &f->offerings[o];
      HoubuBoardAction row;
      g_autofree char *refusal = NULL;
      if (state->withdrawn || !houbu_rules_campus_allowed (&f->window, state, &person.state) ||
          (state->subject->kind == HOUBU_KIND_ORAL) != (c->value == 1))
        continue;
      count_effective (f, o, now);
      row = houbu_rules_offering_action (&f->window, state, &person.state, now);
      refusal = mc_fold_answer (row.decision);
      g_string_append_printf (
          out, "%d %s%s%s remaining %d waiting %d\n", o, houbu_action_to_word (row.action),
          refusal != NULL ? " " : "", refusal != NULL ? refusal : "",
          (int) MAX (state->capacity - state->seats_in_use, 0),
          houbu_rules_is_waitlist_closed (&f->window, now) ? 0 : count_waiting (f, o, G_MAXINT));
    }
}

static void
print_places (Fold *f, const McCommand *c, gint64 now, GString *out)
{
  for (guint i = 0; i < f->items->len; i++)
    {
      const Item *item = ITEM (f, i);
      if (!item->is_entry || !mc_fold_is_active (item) ||
          REG (f, item->registration)->account != c->account)
        continue;
      if (houbu_rules_is_waitlist_closed (&f->window, now))
        g_string_append_printf (out, "%s failed\n", item->id);
      else
        g_string_append_printf (out, "%s position %d of %d\n", item->id,
                                count_waiting (f, item->offering, item->number) + 1,
                                count_waiting (f, item->offering, G_MAXINT));
    }
}

static void
print_seats (Fold *f, const McCommand *c, gint64 now, GString *out)
{
  for (guint i = 0; i < f->items->len; i++)
    {
      const Item *item = ITEM (f, i);
      const HoubuItem copy = mc_fold_item (f, item);
      gint64 deadline = houbu_rules_item_deadline (&f->window, &copy, now);
      HoubuSeatState state = houbu_rules_item_state (&f->window, &copy, now);
      gboolean held = state == HOUBU_SEAT_UNPAID || state == HOUBU_SEAT_PAYING;
      gboolean locked = state == HOUBU_SEAT_LOCKED;
      if (item->is_entry || REG (f, item->registration)->account != c->account)
        continue;
      g_string_append_printf (
          out, "%s %s deadline %" G_GINT64_FORMAT " lock %s %" G_GINT64_FORMAT "\n", item->id,
          houbu_seat_state_to_word (state), held ? deadline - MC_EPOCH : 0,
          locked ? item->lock_owner : "-", locked ? item->lock_until - MC_EPOCH : 0);
    }
}

static char *
read_only (Fold *f, const McCommand *command, gint64 now)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (command->kind == MC_BOARD && mc_fold_find_registration (f, command->account) < 0)
    return g_strdup (houbu_refusal_to_word (HOUBU_REFUSAL_STEP_MISSING));
  if (command->kind == MC_BOARD)
    print_board (f, command, now, out);
  else if (command->kind == MC_SEATS)
    print_seats (f, command, now, out);
  else
    print_places (f, command, now, out);
  return mc_sort_lines (out->str);
}

/* ---- the subject ---------------------------------------------------------------------------- */

static gint64
time_or_none (gint64 time)
{
  return time == MC_UNSET ? HOUBU_NONE : time;
}

static gpointer
fold_create (const McWorld *world)
{
  Fold *f = g_new0 (Fold, 1);

  f->world = *world;
  f->window = (HoubuExamWindow){
    .registration_opens_at = world->opens,
    .registration_closes_at = world->closes,
    .payment_closes_at = world->payment_closes,
    .waitlist_closes_at = world->waitlist_closes,
    .hold_us = world->hold_seconds * G_TIME_SPAN_SECOND,
    .min_pay_window_us = world->min_pay_seconds * G_TIME_SPAN_SECOND,
  };
  for (int o = 0; o < world->n_offerings; o++)
    {
      const McOffering *from = &world->offerings[o];
      char code[] = { from->subject, '\0' };
      f->offerings[o] = (HoubuOfferingState){
        .key = o,
        .subject = houbu_subject_info_find (code),
        .capacity = from->capacity,
        .fee_fen = from->fee == MC_UNSET ? HOUBU_NONE : from->fee,
        .exam_starts_at = from->exam_time ? world->payment_closes : HOUBU_NONE,
        .opens_at = time_or_none (from->opens),
        .closes_at = time_or_none (from->closes),
        .school = mc_fold_schools[mc_world_school (from->campus)],
        .province = "99",
      };
    }
  f->items = g_ptr_array_new_with_free_func (item_free);
  f->registrations = g_array_new (FALSE, TRUE, sizeof (Registration));
  f->forms_close = MC_UNSET;
  f->window.grace_us = MC_GRACE;
  mc_orders_init (&f->books);
  return f;
}

static void
fold_destroy (gpointer self)
{
  Fold *f = self;

  g_ptr_array_unref (f->items);
  g_array_unref (f->registrations);
  mc_orders_clear (&f->books);
  g_free (f);
}

static char *
fold_apply (gpointer self, const McCommand *command, gint64 now)
{
  Fold *f = self;
  gboolean timers = now != f->timers_at || mc_wakes_timers (command);
  char *refusal;

  if (command->kind == MC_CLOCK)
    return g_strdup ("ok");
  if (mc_is_reading (command))
    return read_only (f, command, now);
  f->n_known = f->items->len;
  mc_fold_settle (f, now);
  refusal = command->kind == MC_SWEEP ? NULL : act (f, command, now);
  mc_fold_settle (f, now);
  for (guint r = 0; r < f->registrations->len; r++)
    if (houbu_rules_registration_empty_expired (REG (f, r)->empty_since, now))
      {
        REG (f, r)->active = FALSE;
        REG (f, r)->empty_since = HOUBU_NONE;
      }
  if (timers)
    mc_fold_ask_platform (f, now);
  mc_fold_settle (f, now);
  f->timers_at = now;
  return refusal != NULL ? refusal : g_strdup ("ok");
}

static gint64
since_epoch (gint64 time)
{
  return time == HOUBU_NONE ? 0 : time - MC_EPOCH;
}

static void
dump_item (Fold *f, const Item *item, GString *out)
{
  int account = REG (f, item->registration)->account;

  if (item->is_entry)
    g_string_append_printf (out, "%s account %d %s %s seat %d", item->id, account,
                            houbu_wait_state_to_word (item->wait), item->reason, item->seat);
  else
    {
      g_string_append_printf (
          out, "%s account %d %s %s fee %d form %s %s deadline %" G_GINT64_FORMAT, item->id,
          account, houbu_seat_state_to_word (item->state), item->by, item->fee,
          item->form != NULL ? item->form : "-", item->reason != NULL ? item->reason : "-",
          since_epoch (item->deadline));
      g_string_append_printf (out, " lock %s %" G_GINT64_FORMAT,
                              item->lock_owner != NULL ? item->lock_owner : "-",
                              since_epoch (item->lock_until));
    }
  g_string_append_printf (out, " made %" G_GINT64_FORMAT " ended %" G_GINT64_FORMAT "\n",
                          item->made - MC_EPOCH, item->ended == 0 ? 0 : item->ended - MC_EPOCH);
}

static char *
fold_dump (gpointer self)
{
  Fold *f = self;
  g_autoptr (GString) out = g_string_new (NULL);

  for (int o = 0; o < f->world.n_offerings; o++)
    {
      int last = 0;
      mc_fold_count (f, o);
      for (guint i = 0; i < f->items->len; i++)
        last += ITEM (f, i)->is_entry && ITEM (f, i)->offering == o;
      g_string_append_printf (out, "offering %d capacity %d used %d waiting %d last %d%s\n", o,
                              (int) f->offerings[o].capacity, (int) f->offerings[o].seats_in_use,
                              (int) f->offerings[o].waiting, last,
                              f->offerings[o].withdrawn ? " withdrawn" : "");
    }
  for (guint r = 0; r < f->registrations->len; r++)
    g_string_append_printf (
        out, "registration %u account %d %s empty %" G_GINT64_FORMAT "\n", r + 1,
        REG (f, r)->account, REG (f, r)->active ? "active" : "closed",
        REG (f, r)->empty_since == HOUBU_NONE ? -1 : REG (f, r)->empty_since - MC_EPOCH);
  for (guint i = 0; i < f->items->len; i++)
    dump_item (f, ITEM (f, i), out);
  mc_orders_print (&f->books, out);
  mc_fold_print_lines (f, out);
  return mc_sort_lines (out->str);
}

static char *
fold_check (gpointer self, gint64 now)
{
  return NULL;
}

const McSubject mc_fold_subject = {
  "rule book", fold_create, fold_destroy, fold_apply, fold_dump, fold_check,
};
