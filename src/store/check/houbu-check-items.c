/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-check-private.h"

#include "houbu-item-states.h"
#include "houbu-journal-data.h"
#include "houbu-journal-private.h"
#include "houbu-rules-payment.h"

/*
 * Enrolments, entries and orders, replayed one after the other: the journal's rows are read in the
 * order of the items and merged with the tables, so that one item at a time is in memory, whatever
 * their number.
 */

#define MOST_FIELDS 10
#define UNSET G_MININT64

/* A column that the journal's data gives under the same name. */
typedef struct
{
  const char *name;
  gboolean is_text;
} Field;

typedef struct
{
  const char *name;
  HoubuSql select_events;
  HoubuSql select_rows;
  Field fields[MOST_FIELDS];
  HoubuJournalType created_by;
  int (*state_from_word) (const char *word);
  gboolean (*may_become) (int from, int to);
  gboolean (*is_alive) (int state);
} Kind;

typedef struct
{
  const Kind *kind;
  gint64 key;
  gint64 offering;
  gint64 registration;
  gint64 queue_number;
  gint64 created_at;
  gint64 ended_at;
  int state;
  gint64 numbers[MOST_FIELDS];
  char *texts[MOST_FIELDS]; /* (owned) (nullable) */
} Item;

#define SELECT_EVENTS(types_)                                                                      \
  "SELECT seq, at, type, actor, request, exam, offering, registration, item, from_state,"          \
  " to_state, queue_number, data, chain_number FROM journal WHERE type IN " types_                 \
  " ORDER BY item, seq"

static int
seat_from_word (const char *word)
{
  return word != NULL ? (int) houbu_seat_state_from_word (word) : HOUBU_SEAT_NONE;
}

static gboolean
seat_may_become (int from, int to)
{
  return houbu_seat_may_become ((HoubuSeatState) from, (HoubuSeatState) to);
}

static gboolean
seat_is_alive (int state)
{
  return houbu_seat_state_holds ((HoubuSeatState) state);
}

static int
wait_from_word (const char *word)
{
  return word != NULL ? (int) houbu_wait_state_from_word (word) : HOUBU_WAIT_NONE;
}

static gboolean
wait_may_become (int from, int to)
{
  return houbu_wait_may_become ((HoubuWaitState) from, (HoubuWaitState) to);
}

static gboolean
wait_is_alive (int state)
{
  return state == HOUBU_WAIT_WAITING;
}

static int
payment_from_word (const char *word)
{
  return word != NULL ? (int) houbu_order_state_from_word (word) : HOUBU_ORDER_NONE;
}

static gboolean
payment_may_become (int from, int to)
{
  return houbu_order_may_become ((HoubuOrderState) from, (HoubuOrderState) to);
}

static gboolean
payment_is_alive (int state)
{
  return houbu_order_state_is_open ((HoubuOrderState) state);
}

static const Kind enrolments = {
  .name = "enrolment",
  .select_events = { "events-of-enrolments",
                     SELECT_EVENTS ("('enrolment_created', 'enrolment_changed')") },
  .select_rows = { "rows-of-enrolments",
                   "SELECT key, offering, registration, state, 0 AS queue_number, created_at,"
                   " ended_at, obtained_by, fee_fen, deadline, report_form, lock_owner, lock_until,"
                   " nullif (arrangement, 'pending') AS arrangement, ticket_printing,"
                   " ended_reason AS reason FROM enrolment ORDER BY key" },
  .fields = { { "obtained_by", TRUE },
              { "fee_fen", FALSE },
              { "deadline", FALSE },
              { "report_form", TRUE },
              { "lock_owner", TRUE },
              { "lock_until", FALSE },
              { "arrangement", TRUE },
              { "ticket_printing", TRUE },
              { "reason", TRUE } },
  .created_by = HOUBU_JOURNAL_ENROLMENT_CREATED,
  .state_from_word = seat_from_word,
  .may_become = seat_may_become,
  .is_alive = seat_is_alive,
};

static const Kind entries = {
  .name = "entry",
  .select_events = { "events-of-entries",
                     SELECT_EVENTS ("('entry_joined', 'entry_promoted', 'entry_cancelled',"
                                    " 'entry_failed')") },
  .select_rows = { "rows-of-entries",
                   "SELECT key, offering, registration, state, queue_number, joined_at AS"
                   " created_at, ended_at, reason, enrolment FROM entry ORDER BY key" },
  .fields = { { "reason", TRUE }, { "enrolment", FALSE } },
  .created_by = HOUBU_JOURNAL_ENTRY_JOINED,
  .state_from_word = wait_from_word,
  .may_become = wait_may_become,
  .is_alive = wait_is_alive,
};

static const Kind payments = {
  .name = "payment",
  .select_events = { "events-of-payments",
                     SELECT_EVENTS ("('payment_opened', 'payment_changed')") },
  .select_rows = { "rows-of-payments",
                   "SELECT key, 0 AS offering, registration, state, 0 AS queue_number, created_at,"
                   " ended_at, kind, amount_fen, expires_at, captured_fen, applied_fen,"
                   " refund_due_fen, refunded_fen, suspense_fen FROM payment_order ORDER BY key" },
  .fields = { { "kind", TRUE },
              { "amount_fen", FALSE },
              { "expires_at", FALSE },
              { "captured_fen", FALSE },
              { "applied_fen", FALSE },
              { "refund_due_fen", FALSE },
              { "refunded_fen", FALSE },
              { "suspense_fen", FALSE } },
  .created_by = HOUBU_JOURNAL_PAYMENT_OPENED,
  .state_from_word = payment_from_word,
  .may_become = payment_may_become,
  .is_alive = payment_is_alive,
};

/* --------------------------------------------------------------------------------------------- */
/* One item */

static void
item_start (Item *self, const Kind *kind, gint64 key)
{
  *self = (Item){ .kind = kind, .key = key, .ended_at = UNSET };
  for (guint i = 0; i < MOST_FIELDS; i++)
    self->numbers[i] = UNSET;
}

static void
item_clear (Item *self)
{
  for (guint i = 0; i < MOST_FIELDS; i++)
    g_clear_pointer (&self->texts[i], g_free);
}

static void
take_field (Item *self, guint i, const char *data)
{
  const Field *field = &self->kind->fields[i];
  gint64 number = UNSET;
  g_autofree char *text = NULL;

  if (houbu_journal_data_lookup (data, field->name, &number, &text) == HOUBU_JOURNAL_VALUE_ABSENT)
    return;
  self->numbers[i] = number;
  g_free (self->texts[i]);
  self->texts[i] = g_steal_pointer (&text);
}

static gint64
number_of (const Item *self, const char *name)
{
  for (guint i = 0; i < MOST_FIELDS && self->kind->fields[i].name != NULL; i++)
    if (g_str_equal (self->kind->fields[i].name, name))
      return self->numbers[i];
  return UNSET;
}

static void
check_step (const Item *self, HoubuCheck *check, const HoubuJournalEvent *event, int from, int to)
{
  gboolean begins = event->type == self->kind->created_by;

  if (from != self->state || begins != (self->state == 0))
    houbu_check_tell (check, "I-D5",
                      "journal row %" G_GINT64_FORMAT " does not follow the one before of %s"
                      " %" G_GINT64_FORMAT,
                      event->seq, self->kind->name, self->key);
  else if (from != to && !self->kind->may_become (from, to))
    houbu_check_tell (check, self->kind == &payments ? "I-P5" : "I-Q4",
                      "journal row %" G_GINT64_FORMAT " takes %s %" G_GINT64_FORMAT
                      " from %s to %s",
                      event->seq, self->kind->name, self->key,
                      event->from_state != NULL ? event->from_state : "nothing", event->to_state);
  if (self->kind == &enrolments && to == HOUBU_SEAT_EXPIRED &&
      event->at < number_of (self, "deadline"))
    houbu_check_tell (check, "I-H1",
                      "journal row %" G_GINT64_FORMAT " ends enrolment %" G_GINT64_FORMAT
                      " before its deadline",
                      event->seq, self->key);
}

static void
item_begin (Item *self, const HoubuJournalEvent *event)
{
  self->offering = event->offering;
  self->registration = event->registration;
  self->queue_number = event->queue_number;
  self->created_at = event->at;
}

static void
item_apply (Item *self, HoubuCheck *check, const HoubuJournalEvent *event)
{
  int from = self->kind->state_from_word (event->from_state);
  int to = self->kind->state_from_word (event->to_state);

  check_step (self, check, event, from, to);
  if (event->type == self->kind->created_by)
    item_begin (self, event);
  for (guint i = 0; i < MOST_FIELDS && self->kind->fields[i].name != NULL; i++)
    {
      if (from != to && self->kind->is_alive (to) &&
          g_str_equal (self->kind->fields[i].name, "reason"))
        g_clear_pointer (&self->texts[i], g_free);
      take_field (self, i, event->data);
    }
  if (from != to)
    self->ended_at = self->kind->is_alive (to) ? UNSET : event->at;
  self->state = to;
}

/* --------------------------------------------------------------------------------------------- */
/* Against the present */

static void
tell_difference (const Item *self, HoubuCheck *check, const char *what)
{
  houbu_check_tell (check, "I-D5", "%s %" G_GINT64_FORMAT " has another %s than the journal gives",
                    self->kind->name, self->key, what);
}

static void
compare_field (const Item *self, guint i, HoubuCheck *check, HoubuStatement *row)
{
  const Field *field = &self->kind->fields[i];
  gboolean same;

  if (field->is_text)
    same = g_strcmp0 (houbu_statement_get_text (row, field->name), self->texts[i]) == 0;
  else
    same = houbu_statement_get_int64_or (row, field->name, UNSET) == self->numbers[i];
  if (!same)
    tell_difference (self, check, field->name);
}

static void
item_compare (const Item *self, HoubuCheck *check, HoubuStatement *row)
{
  if (self->kind->state_from_word (houbu_statement_get_text (row, "state")) != self->state)
    tell_difference (self, check, "state");
  if (houbu_statement_get_int64 (row, "offering") != self->offering)
    tell_difference (self, check, "offering");
  if (houbu_statement_get_int64 (row, "registration") != self->registration)
    tell_difference (self, check, "registration");
  if (houbu_statement_get_int64 (row, "queue_number") != self->queue_number)
    tell_difference (self, check, "queue_number");
  if (houbu_statement_get_int64 (row, "created_at") != self->created_at)
    tell_difference (self, check, "created_at");
  if (houbu_statement_get_int64_or (row, "ended_at", UNSET) != self->ended_at)
    tell_difference (self, check, "ended_at");
  for (guint i = 0; i < MOST_FIELDS && self->kind->fields[i].name != NULL; i++)
    compare_field (self, i, check, row);
}

/* --------------------------------------------------------------------------------------------- */
/* The merge */

/* A statement and whether it stands at a row. */
typedef struct
{
  HoubuStatement *statement; /* (not owned) */
  const char *key_column;
  gboolean at_row;
  gint64 key;
} Cursor;

static gboolean
cursor_next (Cursor *self, GError **error)
{
  GError *failure = NULL;

  self->at_row = houbu_statement_step (self->statement, &failure);
  self->key = G_MAXINT64;
  if (self->at_row)
    self->key = houbu_statement_get_int64 (self->statement, self->key_column);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

/* Applies all the rows of one item; the cursor stands at the next one's first then. */
static gboolean
replay_item (Item *item, HoubuCheck *check, Cursor *events, GError **error)
{
  while (events->at_row && events->key == item->key)
    {
      HoubuJournalEvent event = { 0 };

      houbu_journal_event_peek (&event, events->statement);
      if (houbu_journal_type_from_string (houbu_statement_get_text (events->statement, "type"),
                                          &event.type))
        item_apply (item, check, &event);
      if (!cursor_next (events, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
settle_next (const Kind *kind, HoubuCheck *check, Cursor *events, Cursor *rows, GError **error)
{
  Item item;
  gboolean ok;

  if (rows->key < events->key)
    {
      houbu_check_tell (check, "I-D5", "%s %" G_GINT64_FORMAT " is not in the journal", kind->name,
                        rows->key);
      return cursor_next (rows, error);
    }
  item_start (&item, kind, events->key);
  ok = replay_item (&item, check, events, error);
  if (ok && rows->key == item.key)
    {
      item_compare (&item, check, rows->statement);
      ok = cursor_next (rows, error);
    }
  else if (ok)
    houbu_check_tell (check, "I-D5", "%s %" G_GINT64_FORMAT " of the journal is not there",
                      kind->name, item.key);
  item_clear (&item);
  return ok;
}

static gboolean
check_kind (HoubuCheck *self, const Kind *kind, GError **error)
{
  Cursor events = { .statement = houbu_tx_statement (self->tx, &kind->select_events),
                    .key_column = "item" };
  Cursor rows = { .statement = houbu_tx_statement (self->tx, &kind->select_rows),
                  .key_column = "key" };

  if (!cursor_next (&events, error) || !cursor_next (&rows, error))
    return FALSE;
  while (events.at_row || rows.at_row)
    if (!settle_next (kind, self, &events, &rows, error))
      return FALSE;
  return TRUE;
}

/**
 * houbu_check_items:
 * @self: a check
 * @error: return location for a HOUBU_STORE_FAILURE
 *
 * Replays each enrolment, entry and order from nothing and compares it with its row (I-D5, I-H1,
 * I-P5, I-Q4).
 *
 * Returns: whether they could be read
 */
gboolean
houbu_check_items (HoubuCheck *self, GError **error)
{
  return check_kind (self, &enrolments, error) && check_kind (self, &entries, error) &&
         check_kind (self, &payments, error);
}
