/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-model-private.h"

/* A school locks a seat for which it pays for a whole group (R7). */

static char *
refuse (const char *word)
{
  return g_strdup (word);
}

static gboolean
is (const Seat *seat, const char *state)
{
  return g_str_equal (seat->state, state);
}

static void
take_lock_away (Seat *seat)
{
  seat->lock_owner = NULL;
  seat->lock_until = MC_UNSET;
}

/* "When it ends unpaid the deadline is end + hold": no word of when payment closes. */
static void
end_lock (Model *m, Seat *seat, gint64 end)
{
  seat->state = "unpaid";
  seat->deadline = end + m->world.hold_seconds * G_TIME_SPAN_SECOND;
  take_lock_away (seat);
}

void
mc_model_end_locks (Model *m, gint64 now)
{
  for (guint i = 0; i < m->seats->len; i++)
    if (is (SEAT (m, i), "locked") && SEAT (m, i)->lock_until <= now)
      end_lock (m, SEAT (m, i), SEAT (m, i)->lock_until);
}

/* Only from unpaid (P1), and only until later. */
char *
mc_model_lock (Model *m, const McCommand *c, gint64 now)
{
  Seat *seat = mc_model_newest_seat (m, c->account, c->offering);

  if (seat == NULL || c->other == 1)
    return refuse ("not_found");
  if (is (seat, "paid") || is (seat, "paying") || is (seat, "locked"))
    return refuse (seat->state);
  if (!is (seat, "unpaid"))
    return refuse ("state_changed");
  if (MC_EPOCH + c->value <= now)
    return refuse ("invalid_field");
  seat->state = "locked";
  seat->lock_owner = MC_LOCK_OWNER;
  seat->lock_until = MC_EPOCH + c->value;
  seat->deadline = MC_UNSET;
  return NULL;
}

/* The group's money obeys R3 like anybody's. */
char *
mc_model_unlock (Model *m, const McCommand *c, gint64 now)
{
  Seat *seat = mc_model_newest_seat (m, c->account, c->offering);
  const Seat *written = NULL;

  if (seat == NULL || c->other == 1)
    return refuse ("not_found");
  if (!is (seat, "locked"))
    return refuse ("state_changed");
  if (c->value != 1)
    {
      end_lock (m, seat, now);
      return NULL;
    }
  if (mc_is_oral (mc_model_subject_of (m, c->offering)))
    written = mc_model_written_of (m, seat);
  if (written != NULL && !is (written, "paid"))
    return g_strdup_printf ("written_required seat %d.%d", written->offering, written->number);
  seat->state = "paid";
  seat->paid_by_group = TRUE;
  take_lock_away (seat);
  return NULL;
}
