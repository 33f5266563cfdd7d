/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-replay-offerings.h"

#include "houbu-item-states.h"
#include "houbu-journal-data.h"

HoubuReplayedOffering *
houbu_replayed_offering_new (gint64 key)
{
  HoubuReplayedOffering *self = g_new0 (HoubuReplayedOffering, 1);

  self->key = key;
  self->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

void
houbu_replayed_offering_free (HoubuReplayedOffering *self)
{
  g_array_unref (self->numbers);
  g_free (self);
}

static gint64 *
number_at (HoubuReplayedOffering *self, guint i)
{
  return &g_array_index (self->numbers, gint64, i);
}

/* By bisection: a number that left is kept as its negative. */
static gint64 *
find_number (HoubuReplayedOffering *self, gint64 number)
{
  guint low = self->head;
  guint high = self->numbers->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      gint64 present = ABS (*number_at (self, middle));

      if (present == number)
        return number_at (self, middle);
      if (present < number)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

static void
pass_those_who_left (HoubuReplayedOffering *self)
{
  while (self->head < self->numbers->len && *number_at (self, self->head) < 0)
    self->head++;
  if (self->head > 1024 && self->head > self->numbers->len / 2)
    {
      g_array_remove_range (self->numbers, 0, self->head);
      self->head = 0;
    }
}

static void
join (HoubuReplayedOffering *self, HoubuCheck *check, const HoubuJournalEvent *event)
{
  if (event->queue_number <= self->last_number)
    {
      houbu_check_tell (check, "I-Q2",
                        "journal row %" G_GINT64_FORMAT " gave queue number %" G_GINT64_FORMAT
                        " after %" G_GINT64_FORMAT,
                        event->seq, event->queue_number, self->last_number);
      return;
    }
  g_array_append_val (self->numbers, event->queue_number);
  self->last_number = event->queue_number;
  self->waiting++;
}

static void
leave (HoubuReplayedOffering *self, HoubuCheck *check, const HoubuJournalEvent *event)
{
  gint64 *number = find_number (self, event->queue_number);

  if (number == NULL || *number < 0)
    {
      houbu_check_tell (check, "I-Q4",
                        "journal row %" G_GINT64_FORMAT " ends a wait that was not under way",
                        event->seq);
      return;
    }
  *number = -*number;
  self->waiting--;
  pass_those_who_left (self);
}

static void
promote (HoubuReplayedOffering *self, HoubuCheck *check, const HoubuJournalEvent *event)
{
  if (self->head < self->numbers->len && *number_at (self, self->head) != event->queue_number)
    houbu_check_tell (check, "I-Q3",
                      "journal row %" G_GINT64_FORMAT " promoted number %" G_GINT64_FORMAT
                      " before %" G_GINT64_FORMAT,
                      event->seq, event->queue_number, *number_at (self, self->head));
  leave (self, check, event);
}

static void
take_seat (HoubuReplayedOffering *self, HoubuCheck *check, const HoubuJournalEvent *event)
{
  self->seats++;
  if (self->seats > self->capacity)
    houbu_check_tell (check, "I-S1",
                      "journal row %" G_GINT64_FORMAT " gave seat %" G_GINT64_FORMAT
                      " of %" G_GINT64_FORMAT,
                      event->seq, self->seats, self->capacity);
}

/* A direct seat while anybody waits is a bypass; after the close nobody counts as waiting. */
static void
enrol (HoubuReplayedOffering *self,
       HoubuCheck *check,
       const HoubuJournalEvent *event,
       gint64 waitlist_closes_at)
{
  g_autofree char *obtained_by = NULL;

  houbu_journal_data_lookup (event->data, "obtained_by", NULL, &obtained_by);
  if (g_strcmp0 (obtained_by, "direct") == 0 && self->waiting > 0 && event->at < waitlist_closes_at)
    houbu_check_tell (check, "I-Q1",
                      "journal row %" G_GINT64_FORMAT " gave a seat past %" G_GINT64_FORMAT
                      " who waited",
                      event->seq, self->waiting);
  take_seat (self, check, event);
}

static void
change_enrolment (HoubuReplayedOffering *self, HoubuCheck *check, const HoubuJournalEvent *event)
{
  gboolean held = houbu_seat_state_holds (houbu_seat_state_from_word (event->from_state));
  gboolean holds = houbu_seat_state_holds (houbu_seat_state_from_word (event->to_state));

  if (held && !holds)
    self->seats--;
  else if (!held && holds)
    take_seat (self, check, event);
}

static void
change_offering (HoubuReplayedOffering *self, const HoubuJournalEvent *event)
{
  gint64 withdrawn = self->withdrawn;

  self->exam = event->exam;
  houbu_journal_data_lookup (event->data, "capacity", &self->capacity, NULL);
  houbu_journal_data_lookup (event->data, "withdrawn", &withdrawn, NULL);
  self->withdrawn = withdrawn != 0;
  if (houbu_journal_data_lookup (event->data, "fee_fen", &self->fee_fen, NULL) ==
      HOUBU_JOURNAL_VALUE_NULL)
    self->fee_fen = 0;
}

/**
 * houbu_replayed_offering_apply:
 * @self: the offering so far
 * @check: whom to tell of what must not have happened
 * @event: its next row
 * @waitlist_closes_at: when its exam's waitlist closes, as known at @event
 */
void
houbu_replayed_offering_apply (HoubuReplayedOffering *self,
                               HoubuCheck *check,
                               const HoubuJournalEvent *event,
                               gint64 waitlist_closes_at)
{
  switch (event->type)
    {
    case HOUBU_JOURNAL_OFFERING_ADDED:
    case HOUBU_JOURNAL_OFFERING_CHANGED:
      change_offering (self, event);
      break;
    case HOUBU_JOURNAL_ENROLMENT_CREATED:
      enrol (self, check, event, waitlist_closes_at);
      break;
    case HOUBU_JOURNAL_ENROLMENT_CHANGED:
      change_enrolment (self, check, event);
      break;
    case HOUBU_JOURNAL_ENTRY_JOINED:
      join (self, check, event);
      break;
    case HOUBU_JOURNAL_ENTRY_PROMOTED:
      promote (self, check, event);
      break;
    case HOUBU_JOURNAL_ENTRY_CANCELLED:
    case HOUBU_JOURNAL_ENTRY_FAILED:
      leave (self, check, event);
      break;
    case HOUBU_JOURNAL_EXAM_CREATED:
    case HOUBU_JOURNAL_EXAM_CHANGED:
    case HOUBU_JOURNAL_REGISTRATION_CREATED:
    case HOUBU_JOURNAL_REGISTRATION_CLOSED:
    case HOUBU_JOURNAL_PAYMENT_OPENED:
    case HOUBU_JOURNAL_PAYMENT_CHANGED:
    case HOUBU_JOURNAL_IMPORT:
    case HOUBU_JOURNAL_EXPORT:
    case HOUBU_JOURNAL_OPERATOR_ADDED:
    case HOUBU_JOURNAL_PAGE_CHANGED:
    case HOUBU_JOURNAL_NEWS_CHANGED:
    case HOUBU_JOURNAL_NOTICE_CHANGED:
    case HOUBU_JOURNAL_REVIEW_CHANGED:
    default:
      break;
    }
}
