/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-fold-private.h"

const char *const mc_fold_schools[2] = { "99301", "99302" };

gboolean
mc_fold_is_active (const Item *item)
{
  return item->is_entry ? item->wait == HOUBU_WAIT_WAITING : houbu_seat_state_holds (item->state);
}

static int
person_of (Fold *f, const Item *item)
{
  return mc_world_person (REG (f, item->registration)->account);
}

int
mc_fold_find_registration (Fold *f, int account)
{
  for (guint r = 0; r < f->registrations->len; r++)
    if (REG (f, r)->active && REG (f, r)->account == account)
      return (int) r;
  return -1;
}

/* ---- snapshots ------------------------------------------------------------------------------ */

HoubuItem
mc_fold_item (Fold *f, const Item *item)
{
  return (HoubuItem){
    item->id,         item->offering, f->offerings[item->offering].subject,
    item->is_entry,   item->state,    item->deadline,
    item->lock_until,
  };
}

void
mc_fold_count (Fold *f, int offering)
{
  HoubuOfferingState *state = &f->offerings[offering];

  state->seats_in_use = 0;
  state->waiting = 0;
  for (guint i = 0; i < f->items->len; i++)
    if (ITEM (f, i)->offering == offering && mc_fold_is_active (ITEM (f, i)))
      {
        if (ITEM (f, i)->is_entry)
          state->waiting++;
        else
          state->seats_in_use++;
      }
}

/* Seats before places, by level, oral before written: whoever lists them does it somehow. */
static int
compare_items (gconstpointer a, gconstpointer b)
{
  const HoubuItem *one = a;
  const HoubuItem *other = b;

  if (one->is_entry != other->is_entry)
    return one->is_entry ? 1 : -1;
  if (one->subject->level != other->subject->level)
    return one->subject->level < other->subject->level ? -1 : 1;
  if (one->subject->kind == other->subject->kind)
    return 0;
  return one->subject->kind == HOUBU_KIND_ORAL ? -1 : 1;
}

Person
mc_fold_load_person (Fold *f, int person, int registration)
{
  Person loaded = { .items = g_array_new (FALSE, TRUE, sizeof (HoubuItem)) };

  for (guint i = 0; i < f->items->len; i++)
    {
      const Item *item = ITEM (f, i);
      HoubuItem copy = mc_fold_item (f, item);
      if (mc_fold_is_active (item) && person_of (f, item) == person)
        g_array_append_val (loaded.items, copy);
    }
  g_array_sort (loaded.items, compare_items);
  loaded.state = (HoubuPersonState){
    .registration = registration >= 0 && REG (f, registration)->active ? "r" : NULL,
    .school = mc_fold_schools[0],
    .province = "99",
    .items = (HoubuItem *) loaded.items->data,
    .n_items = loaded.items->len,
  };
  g_assert_true (houbu_subject_set_parse (f->world.qualified[person], &loaded.state.qualified));
  for (int i = 0; i < MC_N_ACCOUNTS; i++)
    if (mc_world_person (i) == person && f->reviews[i] == HOUBU_REVIEW_APPROVED)
      loaded.state.review_approved = TRUE;
  return loaded;
}

void
mc_fold_person_clear (Person *person)
{
  g_array_unref (person->items);
}

/* ---- changes -------------------------------------------------------------------------------- */

Item *
mc_fold_add_item (Fold *f, gboolean is_entry, int offering, int registration, gint64 now)
{
  Item *item = g_new0 (Item, 1);
  int number = 1;

  for (guint i = 0; i < f->items->len; i++)
    number += ITEM (f, i)->is_entry == is_entry && ITEM (f, i)->offering == offering;
  item->id = g_strdup_printf ("%s %d.%d", is_entry ? "place" : "seat", offering, number);
  item->is_entry = is_entry;
  item->offering = offering;
  item->number = number;
  item->registration = registration;
  item->made = now;
  item->lock_until = HOUBU_NONE;
  g_ptr_array_add (f->items, item);
  return item;
}

Item *
mc_fold_add_seat (Fold *f, int offering, int registration, HoubuCause cause, gint64 now)
{
  Item *item = mc_fold_add_item (f, FALSE, offering, registration, now);

  g_assert_true (houbu_seat_may_change (HOUBU_SEAT_NONE, HOUBU_SEAT_UNPAID, cause));
  item->state = HOUBU_SEAT_UNPAID;
  item->deadline = houbu_rules_deadline (&f->window, now);
  item->fee = (int) f->offerings[offering].fee_fen;
  item->by = cause == HOUBU_BY_PROMOTION ? "waitlist" : "direct";
  return item;
}

void
mc_fold_end_place (
    Item *item, HoubuWaitState state, HoubuCause cause, const char *reason, gint64 now)
{
  g_assert_true (houbu_wait_may_change (item->wait, state, cause));
  item->wait = state;
  item->reason = reason;
  item->ended = now;
}

void
mc_fold_fail_place (Item *item, HoubuFailReason reason, HoubuCause cause, gint64 now)
{
  mc_fold_end_place (item, HOUBU_WAIT_FAILED, cause, houbu_fail_reason_to_word (reason), now);
}

void
mc_fold_end_seat (
    Item *item, HoubuSeatState state, HoubuCause cause, HoubuEndReason reason, gint64 now)
{
  g_assert_true (houbu_seat_may_change (item->state, state, cause));
  item->state = state;
  item->reason = houbu_end_reason_to_word (reason);
  item->ended = now;
}

/* P8 after @lost, unless what falls is past its own time already (P2, Q7). */
void
mc_fold_drop_with (Fold *f, const Item *lost, gint64 now)
{
  for (guint i = 0; i < f->items->len; i++)
    {
      Item *item = ITEM (f, i);
      HoubuItem copy = { .subject = f->offerings[item->offering].subject };
      if (!mc_fold_is_active (item) || person_of (f, item) != person_of (f, lost) ||
          !houbu_rules_falls_with (&copy, f->offerings[lost->offering].subject))
        continue;
      if (item->is_entry && !houbu_rules_is_waitlist_closed (&f->window, now))
        mc_fold_fail_place (item, HOUBU_FAIL_WRITTEN_LOST, HOUBU_BY_CONSEQUENCE, now);
      else if (!item->is_entry && houbu_seat_may_become (houbu_rules_effective_seat_state (
                                                             item->state, item->deadline, now),
                                                         HOUBU_SEAT_REVOKED))
        mc_fold_end_seat (item, HOUBU_SEAT_REVOKED, HOUBU_BY_CONSEQUENCE, HOUBU_END_WRITTEN_LOST,
                          now);
    }
}

static void
end_due (Fold *f, gint64 now)
{
  mc_fold_end_locks (f, now);
  for (guint i = 0; i < f->items->len; i++)
    {
      Item *item = ITEM (f, i);
      if (item->is_entry && mc_fold_is_active (item) &&
          houbu_rules_is_waitlist_closed (&f->window, now))
        mc_fold_fail_place (item, HOUBU_FAIL_WINDOW_CLOSED, HOUBU_BY_CLOCK, now);
      if (item->is_entry ||
          houbu_rules_effective_seat_state (item->state, item->deadline, now) == item->state)
        continue;
      mc_fold_end_seat (item, HOUBU_SEAT_EXPIRED, HOUBU_BY_CLOCK, HOUBU_END_DEADLINE, now);
      mc_fold_drop_with (f, item, now);
    }
}

static Item *
find_head (Fold *f, int offering)
{
  for (guint i = 0; i < f->items->len; i++)
    if (ITEM (f, i)->is_entry && ITEM (f, i)->offering == offering &&
        mc_fold_is_active (ITEM (f, i)))
      return ITEM (f, i);
  return NULL;
}

static void
promote (Fold *f, int offering, gint64 now)
{
  for (;;)
    {
      Item *head = find_head (f, offering);
      HoubuFailReason reason;
      mc_fold_count (f, offering);
      if (houbu_rules_check_promotion (&f->window, &f->offerings[offering], now) != HOUBU_HALT_NONE)
        return;
      g_auto (Person) person = mc_fold_load_person (f, person_of (f, head), head->registration);
      reason = houbu_rules_check_head (&f->window, &f->offerings[offering], &person.state, head->id,
                                       now);
      if (reason != HOUBU_FAIL_NONE)
        {
          mc_fold_fail_place (head, reason, HOUBU_BY_PROMOTION, now);
          continue;
        }
      head->seat =
          mc_fold_add_seat (f, offering, head->registration, HOUBU_BY_PROMOTION, now)->number;
      mc_fold_end_place (head, HOUBU_WAIT_PROMOTED, HOUBU_BY_PROMOTION, "-", now);
    }
}

static void
note_empty (Fold *f, gint64 now)
{
  for (guint r = 0; r < f->registrations->len; r++)
    {
      gboolean empty = REG (f, r)->active;
      for (guint i = 0; i < f->items->len; i++)
        if (ITEM (f, i)->registration == (int) r && mc_fold_is_active (ITEM (f, i)))
          empty = FALSE;
      if (!empty)
        REG (f, r)->empty_since = HOUBU_NONE;
      else if (REG (f, r)->empty_since == HOUBU_NONE)
        REG (f, r)->empty_since = now;
    }
}

void
mc_fold_settle (Fold *f, gint64 now)
{
  end_due (f, now);
  for (int o = 0; o < f->world.n_offerings; o++)
    promote (f, o, now);
  note_empty (f, now);
}
