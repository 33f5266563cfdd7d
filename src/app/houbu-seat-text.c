/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-seat-text.h"

#include <glib/gi18n.h>

#include "houbu-text.h"

/* Indexed by the reason; empty where the state says it already. */
static const char *const reason_words[] = {
  "",
  "", /* by the candidate */
  "", /* by the clock */
  N_ ("The written subject was lost"),
  N_ ("The subject is no longer offered there"),
  N_ ("The registration was deleted"),
  N_ ("Ended by an operator"),
  N_ ("It was paid twice"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (reason_words) == HOUBU_ENROLMENT_END_REASON_DUPLICATE_PAYMENT + 1);

/**
 * houbu_seat_text_state:
 * @enrolment: a seat
 *
 * Returns: (transfer full): its state, and why it ended where that does not follow from the state
 */
char *
houbu_seat_text_state (HoubuEnrolment *enrolment)
{
  const char *state = houbu_text_enrolment_state (houbu_enrolment_get_state (enrolment));
  const guint reason = houbu_enrolment_get_ended_reason (enrolment);

  if (reason >= G_N_ELEMENTS (reason_words) || *reason_words[reason] == '\0')
    return g_strdup (state);
  /* Translators: the state of a seat that ended, and why it ended */
  return g_strdup_printf (_ ("%s: %s"), state, _ (reason_words[reason]));
}

/**
 * houbu_seat_text_lock:
 * @enrolment: a seat
 *
 * Returns: (transfer full) (nullable): who locked it and until when, %NULL when it is not locked
 */
char *
houbu_seat_text_lock (HoubuEnrolment *enrolment)
{
  const char *owner = houbu_enrolment_get_lock_owner (enrolment);
  const gint64 until = houbu_enrolment_get_lock_until (enrolment);
  g_autofree char *moment = NULL;

  if (houbu_enrolment_get_state (enrolment) != HOUBU_ENROLMENT_STATE_LOCKED || owner == NULL ||
      until == HOUBU_UNSET)
    return NULL;
  moment = houbu_text_time (until);
  /* Translators: who pays for a group, such as a department, and a date with time */
  return g_strdup_printf (_ ("By %s, until %s; you cannot change or pay it meanwhile"), owner,
                          moment);
}

/**
 * houbu_seat_text_deadline:
 * @enrolment: a seat that is held until a deadline
 * @now: clock reading of the server
 *
 * Returns: (transfer full): until when it has to be paid, and how long that is
 */
char *
houbu_seat_text_deadline (HoubuEnrolment *enrolment, gint64 now)
{
  const gint64 deadline = houbu_enrolment_get_deadline (enrolment);
  g_autofree char *moment = houbu_text_moment (deadline, now);
  g_autofree char *left = houbu_text_left (deadline - now);

  /* Translators: a time such as 11:12, and the time left until then, such as 23 h 4 min */
  return g_strdup_printf (_ ("Pay until %s (%s left)"), moment, left);
}

/**
 * houbu_seat_text_name:
 * @format: a text with "{subject}" in it
 * @subject: a subject
 *
 * Returns: (transfer full): the text with the name of the subject
 */
char *
houbu_seat_text_name (const char *format, HoubuSubject *subject)
{
  g_autoptr (GString) text = g_string_new (format);

  g_string_replace (text, "{subject}", houbu_text_subject_name (subject), 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
