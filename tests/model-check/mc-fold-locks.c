/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-fold-private.h"

static void
move_seat (Item *item, HoubuSeatState state, HoubuCause cause, gint64 deadline)
{
  g_assert_true (houbu_seat_may_change (item->state, state, cause));
  item->state = state;
  item->deadline = deadline;
  item->lock_owner = NULL;
  item->lock_until = HOUBU_NONE;
}

void
mc_fold_end_locks (Fold *f, gint64 now)
{
  for (guint i = 0; i < f->items->len; i++)
    {
      Item *item = ITEM (f, i);
      const HoubuItem copy = mc_fold_item (f, item);
      if (item->state == HOUBU_SEAT_LOCKED &&
          houbu_rules_item_state (&f->window, &copy, now) != HOUBU_SEAT_LOCKED)
        move_seat (item, HOUBU_SEAT_UNPAID, HOUBU_BY_CLOCK,
                   houbu_rules_item_deadline (&f->window, &copy, now));
    }
}

char *
mc_fold_lock (Fold *f, const McCommand *c, gint64 now)
{
  Item *item = mc_fold_newest_seat (f, c->account, c->offering);
  gint64 until = MC_EPOCH + c->value;
  HoubuDecision decision;
  HoubuItem copy;

  if (item == NULL || c->other == 1)
    return g_strdup ("not_found");
  copy = mc_fold_item (f, item);
  decision = houbu_rules_check_lock (&f->window, &copy, until, now);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return mc_fold_answer (decision);
  move_seat (item, HOUBU_SEAT_LOCKED, HOUBU_BY_OPERATOR, HOUBU_NONE);
  item->lock_owner = MC_LOCK_OWNER;
  item->lock_until = until;
  return NULL;
}

char *
mc_fold_unlock (Fold *f, const McCommand *c, gint64 now)
{
  Item *item = mc_fold_newest_seat (f, c->account, c->offering);
  gboolean paid = c->value == 1;
  HoubuDecision decision;
  HoubuItem copy;

  if (item == NULL || c->other == 1)
    return g_strdup ("not_found");
  g_auto (Person) person = mc_fold_load_person (
      f, mc_world_person (REG (f, item->registration)->account), item->registration);
  copy = mc_fold_item (f, item);
  decision = houbu_rules_check_unlock (&f->window, &person.state, &copy, paid, now);
  if (decision.refusal != HOUBU_REFUSAL_NONE)
    return mc_fold_answer (decision);
  move_seat (item, paid ? HOUBU_SEAT_PAID : HOUBU_SEAT_UNPAID, HOUBU_BY_OPERATOR,
             paid ? HOUBU_NONE : houbu_rules_deadline_after_lock (&f->window, now));
  return NULL;
}
