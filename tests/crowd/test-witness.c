/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-crowd-witness.h"

#define OFFERING "980010-1"
#define T(seconds) (G_GINT64_CONSTANT (1700000000000000) + (seconds) *G_USEC_PER_SEC)

/* What the crowd saw, one line of a small language a sighting:
 * w ID NUMBER SEQ        it waits
 * p ID NUMBER SEQ TIME   it was promoted at TIME
 * c ID NUMBER SEQ TIME   it was cancelled
 * h SEQ HEAD             the queue's head
 * s ID FROM UNTIL        a seat held from FROM, seen until UNTIL
 * e ID FROM UNTIL        a seat held from FROM that ended at UNTIL
 * d ID SEQ               a seat taken directly
 * b CAPACITY REMAINING   the board's row
 * g SHOWN TOLD           a position */
static void
see_entry (HoubuCrowdWitness *witness, char **words)
{
  g_autoptr (HoubuEntry) entry = houbu_entry_new ();

  houbu_entry_set_id (entry, words[1]);
  houbu_entry_set_offering (entry, OFFERING);
  houbu_entry_set_queue_number (entry, g_ascii_strtoll (words[2], NULL, 10));
  houbu_entry_set_state (entry, *words[0] == 'w'   ? HOUBU_ENTRY_STATE_WAITING
                                : *words[0] == 'p' ? HOUBU_ENTRY_STATE_PROMOTED
                                                   : HOUBU_ENTRY_STATE_CANCELLED);
  if (*words[0] != 'w')
    houbu_entry_set_ended_at (entry, T (g_ascii_strtoll (words[4], NULL, 10)));
  houbu_crowd_witness_saw_entry (witness, entry, g_ascii_strtoll (words[3], NULL, 10));
}

static void
see_seat (HoubuCrowdWitness *witness, char **words)
{
  g_autoptr (HoubuEnrolment) seat = houbu_enrolment_new ();
  gint64 seq = *words[0] == 'd' ? g_ascii_strtoll (words[2], NULL, 10) : 0;
  gint64 until = *words[0] == 'd' ? 2 : g_ascii_strtoll (words[3], NULL, 10);

  houbu_enrolment_set_id (seat, words[1]);
  houbu_enrolment_set_offering (seat, OFFERING);
  houbu_enrolment_set_obtained_by (seat, HOUBU_OBTAINED_BY_DIRECT);
  houbu_enrolment_set_created_at (seat,
                                  T (*words[0] == 'd' ? 1 : g_ascii_strtoll (words[2], NULL, 10)));
  houbu_enrolment_set_state (seat, *words[0] == 'e' ? HOUBU_ENROLMENT_STATE_CANCELLED
                                                    : HOUBU_ENROLMENT_STATE_UNPAID);
  if (*words[0] == 'e')
    houbu_enrolment_set_ended_at (seat, T (until));
  houbu_crowd_witness_saw_seat (witness, seat, seq, T (until));
}

static void
see_others (HoubuCrowdWitness *witness, char **words)
{
  gint64 first = g_ascii_strtoll (words[1], NULL, 10);
  gint64 second = g_ascii_strtoll (words[2], NULL, 10);
  g_autoptr (HoubuQueueMoved) moved = houbu_queue_moved_new ();
  g_autoptr (HoubuOffering) row = houbu_offering_new ();

  houbu_queue_moved_set_offering (moved, OFFERING);
  houbu_queue_moved_set_head (moved, second);
  houbu_offering_set_id (row, OFFERING);
  houbu_offering_set_capacity (row, first);
  houbu_offering_set_remaining (row, second);
  if (*words[0] == 'h')
    houbu_crowd_witness_saw_queue (witness, moved, first);
  else if (*words[0] == 'b')
    houbu_crowd_witness_saw_offering (witness, row);
  else
    houbu_crowd_witness_saw_position (witness, first, second);
}

static HoubuCrowdFindings
judge (const char *story)
{
  g_autoptr (HoubuCrowdWitness) witness = houbu_crowd_witness_new ();
  g_auto (GStrv) lines = g_strsplit (story, ";", -1);
  HoubuCrowdFindings findings;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (lines[i]), " ", -1);

      if (strchr ("wpc", *words[0]) != NULL)
        see_entry (witness, words);
      else if (strchr ("sed", *words[0]) != NULL)
        see_seat (witness, words);
      else
        see_others (witness, words);
    }
  houbu_crowd_witness_judge (witness, &findings);
  return findings;
}

/* Order: what is a proof that somebody was passed, and what only looks like one. */
static void
test_order (void)
{
  static const struct
  {
    const char *story;
    guint inversions;
    guint promoted;
  } cases[] = {
    /* in order */
    { "w a 1 10;w b 2 11;p a 1 20 5;p b 2 30 6", 0, 2 },
    /* the later one was served while the earlier one is seen to wait afterwards */
    { "w a 1 10;w b 2 11;p b 2 20 5;w a 1 25", 1, 1 },
    /* both were served, the later one first, and the earlier one waited in between */
    { "w a 1 10;w b 2 11;p b 2 20 5;w a 1 25;p a 1 30 6", 1, 2 },
    /* that the earlier one still waited is not known: it may have given up */
    { "w a 1 10;w b 2 11;p b 2 20 5", 0, 1 },
    /* the earlier one gave up before; the events came late */
    { "w a 1 10;w b 2 11;w a 1 25;c a 1 26 4;p b 2 20 5", 0, 1 },
    /* a later one that gave up passes nobody */
    { "w a 1 10;w b 2 11;c b 2 20 5;w a 1 25", 0, 0 },
    /* it ended at a number that was not seen */
    { "w a 1 10;w b 2 11;p b 2 0 5;w a 1 25", 0, 1 },
    /* the head has gone beyond somebody who is seen to wait later on */
    { "w a 3 10;h 20 5;h 30 6;w a 3 35", 1, 0 },
    /* the head is told as of a moment that may lie after what was seen */
    { "w a 3 10;h 20 5;w a 3 20", 0, 0 },
    { "w a 7 10;h 20 5;h 30 6;w a 7 35", 0, 0 },
    /* a seat taken directly while somebody waited */
    { "w a 1 10;w a 1 30;d x 20", 1, 0 },
    { "w a 1 10;w a 1 15;d x 20", 0, 0 },
    { "w a 1 25;w a 1 30;d x 20", 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HoubuCrowdFindings findings = judge (cases[i].story);

      g_test_message ("%s", cases[i].story);
      g_assert_cmpuint (findings.inversions, ==, cases[i].inversions);
      g_assert_cmpuint (findings.promoted, ==, cases[i].promoted);
    }
}

/* Seats: more of ours at one time than there are, and a board that cannot be. */
static void
test_seats (void)
{
  static const struct
  {
    const char *story;
    guint oversold;
  } cases[] = {
    { "b 2 0;s x 1 9;s y 2 9", 0 },
    { "b 2 0;s x 1 9;s y 2 9;s z 3 9", 1 },
    { "b 1 0;s x 1 9;s y 2 9;s z 3 9", 2 },
    /* one ends in the moment in which the next one begins */
    { "b 1 0;e x 1 5;s y 5 9", 0 },
    { "b 1 0;e x 1 5;s y 4 9", 1 },
    /* what is heard late of an ended one does not make it live again */
    { "b 1 0;e x 1 5;s x 1 9;s y 5 9", 0 },
    /* the capacity grew; it is not known how many there are */
    { "b 1 0;b 2 1;s x 1 9;s y 2 9", 0 },
    { "s x 1 9;s y 2 9", 0 },
    /* more free than there are, fewer than none */
    { "b 2 3", 1 },
    { "b 2 -1", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].story);
      g_assert_cmpuint (judge (cases[i].story).oversold, ==, cases[i].oversold);
    }
}

/* A position that is told larger than the one on screen. */
static void
test_positions (void)
{
  g_assert_cmpuint (judge ("g 5 5").grown, ==, 0);
  g_assert_cmpuint (judge ("g 5 4").grown, ==, 0);
  g_assert_cmpuint (judge ("g 0 4").grown, ==, 0);
  g_assert_cmpuint (judge ("g 5 6").grown, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/crowd/witness/order", test_order);
  g_test_add_func ("/crowd/witness/seats", test_seats);
  g_test_add_func ("/crowd/witness/positions", test_positions);
  return g_test_run ();
}
