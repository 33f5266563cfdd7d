/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-model-private.h"

#include <string.h>

/* The reference model: the rules once more, as slowly and plainly as they can be written. It knows
 * nothing of src/rules; whoever changes one of the two reads rules.md and not the other. Every
 * question is a scan over everything that ever happened. */

/* ---- subjects ------------------------------------------------------------------------------- */

int
mc_level (char subject)
{
  return strchr ("13579F", subject) != NULL ? 4 : 6;
}

gboolean
mc_is_oral (char subject)
{
  return subject == 'F' || subject == 'S';
}

char
mc_model_subject_of (Model *m, int offering)
{
  return m->world.offerings[offering].subject;
}

static gboolean
same_level_and_kind (Model *m, int one, int other)
{
  return mc_level (mc_model_subject_of (m, one)) == mc_level (mc_model_subject_of (m, other)) &&
         mc_is_oral (mc_model_subject_of (m, one)) == mc_is_oral (mc_model_subject_of (m, other));
}

/* ---- who has what --------------------------------------------------------------------------- */

int
mc_model_person (Model *m, int registration)
{
  return mc_world_person (REG (m, registration)->account);
}

gboolean
mc_seat_is_live (const Seat *seat)
{
  return g_str_equal (seat->state, "unpaid") || g_str_equal (seat->state, "paying") ||
         g_str_equal (seat->state, "locked") || g_str_equal (seat->state, "paid");
}

gboolean
mc_place_is_live (const Place *place)
{
  return g_str_equal (place->state, "waiting");
}

int
mc_model_registration_of_account (Model *m, int account)
{
  for (guint i = 0; i < m->registrations->len; i++)
    if (REG (m, i)->active && REG (m, i)->account == account)
      return (int) i;
  return -1;
}

gboolean
mc_model_person_is_registered (Model *m, int person)
{
  for (guint i = 0; i < m->registrations->len; i++)
    if (REG (m, i)->active && mc_model_person (m, (int) i) == person)
      return TRUE;
  return FALSE;
}

int
mc_model_seats_used (Model *m, int offering)
{
  int n = 0;

  for (guint i = 0; i < m->seats->len; i++)
    if (SEAT (m, i)->offering == offering && mc_seat_is_live (SEAT (m, i)))
      n++;
  return n;
}

Place *
mc_model_head (Model *m, int offering)
{
  Place *head = NULL;

  for (guint i = 0; i < m->places->len; i++)
    if (PLACE (m, i)->offering == offering && mc_place_is_live (PLACE (m, i)) &&
        (head == NULL || PLACE (m, i)->number < head->number))
      head = PLACE (m, i);
  return head;
}

int
mc_model_count_numbers (Model *m, int offering, gboolean of_places)
{
  int n = 0;

  if (of_places)
    for (guint i = 0; i < m->places->len; i++)
      n += PLACE (m, i)->offering == offering;
  else
    for (guint i = 0; i < m->seats->len; i++)
      n += SEAT (m, i)->offering == offering;
  return n;
}

static gboolean
person_holds (Model *m, int person, char subject)
{
  for (guint i = 0; i < m->seats->len; i++)
    if (mc_seat_is_live (SEAT (m, i)) &&
        mc_model_subject_of (m, SEAT (m, i)->offering) == subject &&
        mc_model_person (m, SEAT (m, i)->registration) == person)
      return TRUE;
  return FALSE;
}

/* The name of a live item of the person in the way of another one, or NULL. */
char *
mc_model_in_the_way (Model *m, int person, int offering, const Place *except)
{
  for (guint i = 0; i < m->seats->len; i++)
    if (mc_seat_is_live (SEAT (m, i)) && same_level_and_kind (m, SEAT (m, i)->offering, offering) &&
        mc_model_person (m, SEAT (m, i)->registration) == person)
      return g_strdup_printf ("seat %d.%d", SEAT (m, i)->offering, SEAT (m, i)->number);
  for (guint i = 0; i < m->places->len; i++)
    if (mc_place_is_live (PLACE (m, i)) && PLACE (m, i) != except &&
        same_level_and_kind (m, PLACE (m, i)->offering, offering) &&
        mc_model_person (m, PLACE (m, i)->registration) == person)
      return g_strdup_printf ("place %d.%d", PLACE (m, i)->offering, PLACE (m, i)->number);
  return NULL;
}

/* R1 and R8: what does not change while one is registered. */
gboolean
mc_model_may_take (Model *m, int person, int offering)
{
  char code[] = { mc_model_subject_of (m, offering), '\0' };

  for (int i = 0; i < MC_N_ACCOUNTS && strchr ("2S", code[0]) != NULL; i++)
    if (mc_world_person (i) == person && g_strcmp0 (m->reviews[i], "approved") == 0)
      return TRUE;
  return strstr (m->world.qualified[person], code) != NULL;
}

gboolean
mc_model_campus_fits (Model *m, int offering)
{
  /* Everybody here is of school 0, and there is one province. */
  return mc_is_oral (mc_model_subject_of (m, offering)) ||
         mc_world_school (m->world.offerings[offering].campus) == 0;
}

gboolean
mc_model_person_written_fits (Model *m, int person, int offering)
{
  char subject = mc_model_subject_of (m, offering);

  return !mc_is_oral (subject) || person_holds (m, person, subject == 'F' ? '1' : '2');
}

gboolean
mc_model_written_fits (Model *m, int registration, int offering)
{
  return mc_model_person_written_fits (m, mc_model_person (m, registration), offering);
}

/* ---- what happens --------------------------------------------------------------------------- */

void
mc_seat_end (Seat *seat, const char *state, const char *reason, gint64 now)
{
  seat->state = state;
  seat->reason = reason;
  seat->ended = now;
}

void
mc_place_end (Place *place, const char *state, const char *reason, gint64 now)
{
  place->state = state;
  place->reason = reason;
  place->ended = now;
}

int
mc_model_add_seat (Model *m, int registration, int offering, const char *by, gint64 now)
{
  Seat seat = { .offering = offering, .registration = registration, .state = "unpaid", .by = by };

  seat.lock_until = MC_UNSET;
  seat.number = mc_model_count_numbers (m, offering, FALSE) + 1;
  seat.fee = m->world.offerings[offering].fee;
  seat.created = now;
  seat.deadline = now + m->world.hold_seconds * G_TIME_SPAN_SECOND;
  if (seat.deadline > m->world.payment_closes)
    seat.deadline = m->world.payment_closes;
  g_array_append_val (m->seats, seat);
  return seat.number;
}

/* P8: whoever has an oral item and no written seat below it any more loses it, unless it is paid.
 */
static void
drop_orals_without_written (Model *m, gint64 now)
{
  for (guint i = 0; i < m->seats->len; i++)
    if (mc_seat_is_live (SEAT (m, i)) && !g_str_equal (SEAT (m, i)->state, "paid") &&
        !mc_model_written_fits (m, SEAT (m, i)->registration, SEAT (m, i)->offering))
      mc_seat_end (SEAT (m, i), "revoked", "written_lost", now);
  for (guint i = 0; i < m->places->len; i++)
    if (mc_place_is_live (PLACE (m, i)) &&
        !mc_model_written_fits (m, PLACE (m, i)->registration, PLACE (m, i)->offering))
      mc_place_end (PLACE (m, i), "failed", "written_lost", now);
}

gboolean
mc_model_inside_campus_window (Model *m, int offering, gint64 now)
{
  const McOffering *o = &m->world.offerings[offering];

  return (o->opens == MC_UNSET || now >= o->opens) && (o->closes == MC_UNSET || now < o->closes);
}

static gboolean
may_promote (Model *m, int offering, gint64 now)
{
  const McOffering *o = &m->world.offerings[offering];

  if (m->withdrawn[offering] || o->fee == MC_UNSET || !o->exam_time)
    return FALSE;
  if (now < m->world.opens || now >= m->world.waitlist_closes ||
      !mc_model_inside_campus_window (m, offering, now))
    return FALSE;
  if (now >= m->world.payment_closes ||
      m->world.payment_closes - now < m->world.min_pay_seconds * G_TIME_SPAN_SECOND)
    return FALSE;
  return mc_model_seats_used (m, offering) < o->capacity;
}

static void
promote (Model *m, int offering, gint64 now)
{
  Place *head;

  while ((head = mc_model_head (m, offering)) != NULL && may_promote (m, offering, now))
    {
      int person = mc_model_person (m, head->registration);
      g_autofree char *conflict = mc_model_in_the_way (m, person, offering, head);
      if (!mc_model_may_take (m, person, offering) || !mc_model_campus_fits (m, offering))
        mc_place_end (head, "failed", "ineligible", now);
      else if (conflict != NULL)
        mc_place_end (head, "failed", "conflict", now);
      else if (!mc_model_person_written_fits (m, person, offering))
        mc_place_end (head, "failed", "written_lost", now);
      else
        {
          head->seat = mc_model_add_seat (m, head->registration, offering, "waitlist", now);
          mc_place_end (head, "promoted", "-", now);
        }
    }
}

static void
promote_all (Model *m, gint64 now)
{
  for (int offering = 0; offering < m->world.n_offerings; offering++)
    promote (m, offering, now);
}

/* P9: notes since when a registration has nothing. */
static void
note_empty (Model *m, gint64 now)
{
  for (guint r = 0; r < m->registrations->len; r++)
    {
      gboolean empty = TRUE;
      for (guint i = 0; i < m->seats->len; i++)
        if (SEAT (m, i)->registration == (int) r && mc_seat_is_live (SEAT (m, i)))
          empty = FALSE;
      for (guint i = 0; i < m->places->len; i++)
        if (PLACE (m, i)->registration == (int) r && mc_place_is_live (PLACE (m, i)))
          empty = FALSE;
      if (!REG (m, r)->active || !empty)
        REG (m, r)->empty_since = MC_UNSET;
      else if (REG (m, r)->empty_since == MC_UNSET)
        REG (m, r)->empty_since = now;
    }
}

/* Locks (R7) and holds end (P2) and the waitlist closes (Q7), to the microsecond and for everyone
 * who looks. */
void
mc_model_end_due (Model *m, gint64 now)
{
  mc_model_end_locks (m, now);
  for (guint i = 0; i < m->seats->len; i++)
    if (g_str_equal (SEAT (m, i)->state, "unpaid") && SEAT (m, i)->deadline <= now)
      mc_seat_end (SEAT (m, i), "expired", "deadline", now);
  for (guint i = 0; i < m->places->len; i++)
    if (mc_place_is_live (PLACE (m, i)) && now >= m->world.waitlist_closes)
      mc_place_end (PLACE (m, i), "failed", "window_closed", now);
}

/* All that the clock has done by now, and what follows from it: orals fall (P8), queues move up
 * (Q4). */
void
mc_model_settle (Model *m, gint64 now)
{
  mc_model_end_due (m, now);
  drop_orals_without_written (m, now);
  promote_all (m, now);
  note_empty (m, now);
}

/* P9 has no promise to the moment: only the sweeper closes a registration. */
void
mc_model_close_empty (Model *m, gint64 now)
{
  for (guint r = 0; r < m->registrations->len; r++)
    if (REG (m, r)->active && REG (m, r)->empty_since != MC_UNSET &&
        now - REG (m, r)->empty_since >= 24 * G_TIME_SPAN_HOUR)
      {
        REG (m, r)->active = FALSE;
        REG (m, r)->closed = now;
        REG (m, r)->empty_since = MC_UNSET;
      }
}
