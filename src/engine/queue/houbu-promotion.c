/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-promotion.h"

#include "houbu-error.h"
#include "houbu-item-changes.h"
#include "houbu-rules-promotion.h"
#include "houbu-sweeper.h"

/* What the rules say of the queue now, whoever stands at its head. */
static gboolean
find_halt (HoubuChange *change, gint64 offering, HoubuHalt *halt, GError **error)
{
  HoubuOfferingRow *row = houbu_change_get_offering (change, offering, error);
  HoubuOfferingState state;

  if (row == NULL)
    return FALSE;
  houbu_offering_row_fill_state (row, &state);
  *halt = houbu_rules_check_promotion (houbu_change_get_window (change), &state,
                                       houbu_change_get_now (change));
  return TRUE;
}

/* The counter says that somebody waits, so an absent head is an error of the store. */
static HoubuEntryRow *
load_head (HoubuChange *change, gint64 offering, GError **error)
{
  GError *failure = NULL;
  HoubuEntryRow *head =
      houbu_store_entry_find_head (houbu_change_get_tx (change), offering, &failure);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (head == NULL)
    houbu_error_set (error, HOUBU_ERROR_INTERNAL, HOUBU_PROBLEM_NONE, NULL, NULL);
  return head;
}

/* Looks at the head once more and lets it have the seat or end as failed. */
static gboolean
take_head (HoubuChange *change, gint64 offering, GError **error)
{
  HoubuTx *tx = houbu_change_get_tx (change);
  g_autoptr (HoubuEntryRow) head = load_head (change, offering, error);
  g_autoptr (HoubuPerson) person = NULL;
  HoubuOfferingState state;
  HoubuFailReason reason = HOUBU_FAIL_NONE;

  if (head == NULL)
    return FALSE;
  person = houbu_store_person_load_by_registration (tx, head->registration, error);
  if (person == NULL)
    return FALSE;

  houbu_offering_row_fill_state (houbu_change_get_offering (change, offering, NULL), &state);
  reason = houbu_rules_check_head (houbu_change_get_window (change), &state,
                                   houbu_person_get_state (person), head->id,
                                   houbu_change_get_now (change));
  if (reason == HOUBU_FAIL_NONE)
    return houbu_item_promote_entry (change, head, error);
  return houbu_item_fail_entry (change, head, reason, HOUBU_BY_PROMOTION, HOUBU_ACTOR_SYSTEM,
                                error);
}

/**
 * houbu_engine_promote:
 * @change: a change that holds the offering
 * @offering: key of an offering where a seat was freed, or a rule that stopped its queue lifted
 * @error: what a statement failed with
 *
 * The one way from the queue to a seat (Q4), whatever freed it. Takes heads until a rule stops the
 * queue. After HOUBU_PROMOTION_CHUNK of them it leaves a marker in the store, which drives the next
 * chunk at once and survives a crash; the queue is not empty meanwhile, so nobody gets past it.
 */
gboolean
houbu_engine_promote (HoubuChange *change, gint64 offering, GError **error)
{
  HoubuOfferingLock *lock = houbu_change_get_lock (change, offering, error);
  HoubuHalt halt = HOUBU_HALT_NONE;

  if (lock == NULL)
    return FALSE;
  for (guint i = 0; i < HOUBU_PROMOTION_CHUNK; i++)
    {
      if (!find_halt (change, offering, &halt, error))
        return FALSE;
      if (halt != HOUBU_HALT_NONE)
        break;
      if (!take_head (change, offering, error))
        return FALSE;
    }
  if (halt == HOUBU_HALT_NONE && !find_halt (change, offering, &halt, error))
    return FALSE;
  houbu_offering_lock_set_promotion_pending (lock, halt == HOUBU_HALT_NONE);
  if (halt == HOUBU_HALT_NONE)
    houbu_sweeper_wake (houbu_change_get_engine (change));
  return TRUE;
}
