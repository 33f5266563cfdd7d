/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "houbu-journal-data.h"
#include "houbu-sqlite-driver.h"
#include "houbu-store-captures.h"
#include "houbu-store-enrolments.h"
#include "houbu-store-payments.h"

#include <string.h>

/*
 * Money that lies where it should not is found, under the name of its invariant and in the words of
 * the check that is there for it; and the store's own guards refuse what they can see.
 */

#define FEE 3000
#define ORDERS 6

/* An order of person and enrolment of the same key, and how it ended. */
typedef struct
{
  HoubuOrderState state;
  HoubuSeatState seat;
  HoubuPaymentSums sums; /* at the end */
} Order;

/*
 * The world: in offering 1, 1 is paid for, 2 is being paid for, 3 was closed, 4 is on its way back,
 * 5 has gone back, and of 6 another sum came, which is in doubt. Refunds 1 and 2 are of captures 2
 * and 3. Person 7 has a seat without an order.
 */
static const Order orders[ORDERS + 1] = {
  [1] = { HOUBU_ORDER_PAID, HOUBU_SEAT_PAID, { .captured = FEE, .applied = FEE } },
  [2] = { HOUBU_ORDER_PAYING, HOUBU_SEAT_PAYING, { 0 } },
  [3] = { HOUBU_ORDER_CLOSED, HOUBU_SEAT_UNPAID, { 0 } },
  [4] = { HOUBU_ORDER_REFUND_DUE, HOUBU_SEAT_UNPAID, { .captured = FEE, .refund_due = FEE } },
  [5] = { HOUBU_ORDER_REFUNDED, HOUBU_SEAT_UNPAID, { .captured = FEE, .refunded = FEE } },
  [6] = { HOUBU_ORDER_REVIEW, HOUBU_SEAT_UNPAID, { .captured = 2000, .suspense = 2000 } },
};

typedef struct
{
  const char *name;
  const char *invariant;
  const char *says; /* a part of the sentence */
  const char *damage;
} Case;

/* --------------------------------------------------------------------------------------------- */
/* The world, made as the engine makes it */

static gboolean
journal_order (HoubuTx *tx,
               const HoubuPaymentRow *row,
               HoubuJournalType type,
               const char *from,
               GError **error)
{
  g_autoptr (HoubuJournalData) data = houbu_journal_data_new ();
  HoubuJournalRow journal = { .at = FIXTURE_NOW,
                              .type = type,
                              .actor = "provider:test",
                              .exam = 1,
                              .registration = row->registration,
                              .item = row->key,
                              .from_state = from,
                              .to_state = houbu_order_state_to_word (row->state) };

  if (type == HOUBU_JOURNAL_PAYMENT_OPENED)
    {
      houbu_journal_data_add_text (data, "kind", "written");
      houbu_journal_data_add_int64 (data, "amount_fen", row->amount_fen);
      houbu_journal_data_add_int64 (data, "expires_at", row->expires_at);
    }
  /* Money is told of when it comes, not when it has gone back. */
  if (row->sums.captured > 0 && row->sums.refunded == 0)
    {
      g_autofree char *transaction = g_strdup_printf ("t%" G_GINT64_FORMAT, row->key);

      houbu_journal_data_add_text (data, "transaction", transaction);
    }
  houbu_journal_data_add_int64 (data, "captured_fen", row->sums.captured);
  houbu_journal_data_add_int64 (data, "applied_fen", row->sums.applied);
  houbu_journal_data_add_int64 (data, "refund_due_fen", row->sums.refund_due);
  houbu_journal_data_add_int64 (data, "refunded_fen", row->sums.refunded);
  houbu_journal_data_add_int64 (data, "suspense_fen", row->sums.suspense);
  journal.data = houbu_journal_data_get_text (data);
  return houbu_journal_append (tx, &journal, error);
}

static gboolean
set_state (HoubuTx *tx, HoubuPaymentRow *row, HoubuOrderState state, GError **error)
{
  const char *from = houbu_order_state_to_word (row->state);

  row->state = state;
  row->ask_at = houbu_order_state_is_open (state) ? FIXTURE_NOW : HOUBU_NONE;
  row->ended_at = houbu_order_state_is_open (state) ? HOUBU_NONE : FIXTURE_NOW;
  return houbu_store_payment_update (tx, row, error) &&
         journal_order (tx, row, HOUBU_JOURNAL_PAYMENT_CHANGED, from, error);
}

static gboolean
move_seat (HoubuTx *tx, gint64 seat, HoubuSeatState from, HoubuSeatState to, GError **error)
{
  HoubuOfferingLock *lock = houbu_tx_lock_offering (tx, 1, error);
  g_autoptr (HoubuEnrolmentRow) row = houbu_store_enrolment_load (tx, seat, error);
  HoubuSeatHold hold = { .state = to, .lock_until = HOUBU_NONE };
  HoubuJournalRow journal = { .at = FIXTURE_NOW,
                              .type = HOUBU_JOURNAL_ENROLMENT_CHANGED,
                              .actor = "provider:test",
                              .exam = 1,
                              .lock = lock,
                              .registration = seat,
                              .item = seat,
                              .from_state = houbu_seat_state_to_word (from),
                              .to_state = houbu_seat_state_to_word (to) };

  if (lock == NULL || row == NULL)
    return FALSE;
  hold.deadline = row->deadline;
  return houbu_store_enrolment_hold (tx, seat, &hold, error) &&
         houbu_journal_append (tx, &journal, error);
}

static gboolean
add_money (HoubuTx *tx, HoubuPaymentRow *row, const HoubuPaymentSums *sums, GError **error)
{
  g_autofree char *transaction = g_strdup_printf ("t%" G_GINT64_FORMAT, row->key);
  HoubuCaptureRow capture = { .payment = row->key,
                              .provider = row->provider,
                              .transaction = transaction,
                              .amount_fen = sums->captured,
                              .captured_at = FIXTURE_NOW,
                              .noticed_at = FIXTURE_NOW };
  HoubuRefundRow refund = { .id = transaction,
                            .enrolment = row->key,
                            .amount_fen = sums->refund_due + sums->refunded,
                            .ask_at = FIXTURE_NOW,
                            .created_at = FIXTURE_NOW };

  if (sums->captured == 0)
    return TRUE;
  if (!houbu_store_capture_insert (tx, &capture, error) ||
      !houbu_store_payment_set_applied (tx, row->key, row->key, sums->applied > 0, error))
    return FALSE;
  if (refund.amount_fen == 0)
    return TRUE;
  refund.capture = capture.key;
  return houbu_store_refund_insert (tx, &refund, error) &&
         houbu_store_capture_add_returned (tx, capture.key, refund.amount_fen, error) &&
         (sums->refunded == 0 || houbu_store_refund_finish (tx, refund.key, FIXTURE_NOW, error));
}

static gboolean
make_order (HoubuTx *tx, gpointer data, GError **error)
{
  const gint64 key = *(gint64 *) data;
  const Order *order = &orders[key];
  g_autofree char *id = g_strdup_printf ("o%" G_GINT64_FORMAT, key);
  HoubuPaymentRow row = { .id = id,
                          .registration = key,
                          .exam = 1,
                          .kind = HOUBU_KIND_WRITTEN,
                          .provider = (char *) "test",
                          .state = HOUBU_ORDER_CREATED,
                          .amount_fen = FEE,
                          .ask_at = FIXTURE_NOW,
                          .expires_at = FIXTURE_NOW + G_TIME_SPAN_DAY,
                          .created_at = FIXTURE_NOW,
                          .ended_at = HOUBU_NONE };

  if (!houbu_store_payment_insert (tx, &row, error) ||
      !houbu_store_payment_add_line (tx, row.key, key, FEE, error) ||
      !journal_order (tx, &row, HOUBU_JOURNAL_PAYMENT_OPENED, NULL, error) ||
      !add_money (tx, &row, &order->sums, error))
    return FALSE;
  g_assert_cmpint (row.key, ==, key);
  if (order->state == HOUBU_ORDER_REFUNDED)
    {
      row.sums = (HoubuPaymentSums){ .captured = FEE, .refund_due = FEE };
      if (!set_state (tx, &row, HOUBU_ORDER_REFUND_DUE, error))
        return FALSE;
    }
  row.sums = order->sums;
  if (order->seat != HOUBU_SEAT_UNPAID &&
      !move_seat (tx, key, HOUBU_SEAT_UNPAID, HOUBU_SEAT_PAYING, error))
    return FALSE;
  if (order->seat == HOUBU_SEAT_PAID &&
      !move_seat (tx, key, HOUBU_SEAT_PAYING, HOUBU_SEAT_PAID, error))
    return FALSE;
  return set_state (tx, &row, order->state, error);
}

static void
build_world (StoreFixture *fixture)
{
  store_fixture_run (fixture, fixture_set_capacity, (FixtureChange){ .offering = 1, .item = 9 });
  for (gint64 person = 1; person <= ORDERS + 1; person++)
    store_fixture_run (fixture, fixture_enrol, (FixtureChange){ .offering = 1, .person = person });
  for (gint64 key = 1; key <= ORDERS; key++)
    {
      g_autoptr (GError) error = NULL;

      houbu_store_write (fixture->store, make_order, &key, &error);
      g_assert_no_error (error);
    }
}

/* --------------------------------------------------------------------------------------------- */
/* Damage */

static const char NO_GUARDS[] = "PRAGMA ignore_check_constraints = ON;"
                                "PRAGMA foreign_keys = OFF;"
                                "DROP TRIGGER journal_keeps_rows;"
                                "DROP TRIGGER journal_keeps_words;"
                                "DROP INDEX payment_line_once;"
                                "DROP INDEX payment_one_open;";

/* The table's own unique columns cannot be dropped: it is made anew without them. */
#define CAPTURES_UNGUARDED                                                                         \
  "CREATE TABLE bare (key INTEGER PRIMARY KEY, payment, provider, transaction_id, amount_fen,"     \
  " returned_fen, captured_at, noticed_at); INSERT INTO bare SELECT * FROM payment_capture;"       \
  "DROP TABLE payment_capture;"                                                                    \
  "ALTER TABLE bare RENAME TO payment_capture;"

/* A provider answers at NOW, and at NOW + so much once more. */
#define HEARD_AGAIN_AFTER(us_)                                                                     \
  "INSERT INTO journal (at, type, actor, exam, registration, item, from_state, to_state,"          \
  " chain_hash) SELECT at + " us_ ", type, actor, exam, registration, item, from_state, to_state," \
  " chain_hash FROM journal WHERE from_state = 'created' AND to_state = 'paying';"

static const Case cases[] = {
  { "money-from-nowhere", "I-P1", "knows where",
    "UPDATE payment_order SET applied_fen = 6000 WHERE key = 1" },
  { "money-gone", "I-P1", "knows where",
    "UPDATE payment_order SET refund_due_fen = 2999 WHERE key = 4" },
  { "less-than-nothing", "I-P1", "knows where",
    "UPDATE payment_order SET applied_fen = 4000, suspense_fen = -1000 WHERE key = 1" },
  { "sum-without-capture", "I-P1", "otherwise than its rows",
    "UPDATE payment_order SET captured_fen = 6000, applied_fen = 6000 WHERE key = 1" },
  { "capture-without-sum", "I-P1", "otherwise than its rows",
    "UPDATE payment_capture SET amount_fen = 3001 WHERE payment = 1" },
  { "applied-to-no-seat", "I-P1", "otherwise than its rows",
    "UPDATE payment_line SET applied = 0 WHERE payment = 1" },
  { "refund-done-too-soon", "I-P1", "otherwise than its rows",
    "UPDATE payment_refund SET state = 'done' WHERE id = 't4'" },
  { "refund-undone", "I-P1", "otherwise than its rows",
    "UPDATE payment_refund SET state = 'due' WHERE id = 't5'" },
  { "over-another-sum", "I-P1", "its seats cost",
    "UPDATE payment_line SET fee_fen = 2999 WHERE payment = 2" },
  { "counted-twice", "I-P2", "counts twice",
    CAPTURES_UNGUARDED "INSERT INTO payment_capture SELECT key + 10, payment, provider,"
                       " transaction_id, amount_fen, returned_fen, captured_at, noticed_at"
                       " FROM payment_capture WHERE payment = 1" },
  { "same-number-of-another-order", "I-P2", "counts twice",
    CAPTURES_UNGUARDED "UPDATE payment_capture SET transaction_id = 't1' WHERE payment = 4" },
  { "another-sum-taken", "I-P3", "fen for",
    "UPDATE payment_capture SET amount_fen = 2000 WHERE payment = 1" },
  { "doubt-forgotten", "I-P3", "fen for",
    "UPDATE payment_order SET suspense_fen = 0, applied_fen = 2000 WHERE key = 6" },
  { "money-of-another-platform", "I-P4", "its money came by other",
    "UPDATE payment_capture SET provider = 'other' WHERE payment = 1" },
  { "money-on-no-word", "I-P4", "was told of 0 times",
    "UPDATE payment_capture SET transaction_id = 't99' WHERE payment = 1" },
  { "money-on-a-stranger's-word", "I-P4", "was told of 0 times",
    "UPDATE journal SET actor = 'account:1' WHERE data LIKE '%\"t1\"%'" },
  { "told-twice", "I-P4", "was told of 2 times",
    "INSERT INTO journal (at, type, actor, exam, registration, item, from_state, to_state, data,"
    " chain_hash) SELECT at, type, actor, exam, registration, item, to_state, to_state, data,"
    " chain_hash FROM journal WHERE data LIKE '%\"t1\"%'" },
  { "paid-said-closed", "I-P5", "its money says otherwise",
    "UPDATE payment_order SET state = 'closed' WHERE key = 1" },
  { "closed-said-paid", "I-P5", "its money says otherwise",
    "UPDATE payment_order SET state = 'paid' WHERE key = 3" },
  { "due-said-refunded", "I-P5", "its money says otherwise",
    "UPDATE payment_order SET state = 'refunded' WHERE key = 4" },
  { "doubt-said-paid", "I-P5", "its money says otherwise",
    "UPDATE payment_order SET state = 'paid' WHERE key = 6" },
  { "open-with-money", "I-P5", "its money says otherwise",
    "UPDATE payment_order SET state = 'paying' WHERE key = 1" },
  { "open-and-forgotten", "I-P6", "nobody asks about it",
    "UPDATE payment_order SET ask_at = NULL WHERE key = 2" },
  { "left-behind", "I-P6", "payment 2 was not asked about",
    "UPDATE payment_order SET ask_at = ask_at - 1 WHERE key = 2;" HEARD_AGAIN_AFTER ("600000000") },
  { "refund-left-behind", "I-P6", "refund 1 was not asked for",
    "UPDATE payment_refund SET ask_at = ask_at - 1 WHERE id = 't4';" HEARD_AGAIN_AFTER (
        "600000000") },
  { "kept-and-returned", "I-P7", "used it 2 times",
    "UPDATE payment_line SET applied = 1 WHERE payment = 4" },
  { "neither-kept-nor-returned", "I-P7", "used it 0 times",
    "DELETE FROM payment_refund WHERE id = 't4'" },
  { "returned-though-none-came", "I-P7", "took in 0 times",
    "UPDATE payment_line SET applied = 1 WHERE payment = 3" },
  { "paid-twice", "I-P8", "is paid for 2 times",
    "INSERT INTO payment_line VALUES (3, 1, 3000, 1)" },
  { "seat-of-money-gone", "I-P8", "pays for it",
    "UPDATE enrolment SET state = 'unpaid' WHERE key = 1" },
  { "paid-by-nobody", "I-P9", "nobody paid for it",
    "UPDATE enrolment SET state = 'paid' WHERE key = 7" },
  { "paid-by-a-closed-order", "I-P9", "nobody paid for it",
    "UPDATE enrolment SET state = 'paid' WHERE key = 3" },
  { "paid-too-little", "I-P9", "nobody paid for it",
    "UPDATE enrolment SET fee_fen = 3001 WHERE key = 1" },
  { "more-back-than-came", "I-P10", "returns 3001",
    "UPDATE payment_refund SET amount_fen = 3001 WHERE id = 't5';"
    "UPDATE payment_capture SET returned_fen = 3001 WHERE payment = 5" },
  { "refund-unknown-to-capture", "I-P10", "its refunds are 3000",
    "UPDATE payment_capture SET returned_fen = 0 WHERE payment = 4" },
  { "returned-without-refund", "I-P10", "its refunds are 0",
    "DELETE FROM payment_refund WHERE id = 't5'" },
  { "answered-and-lost", "I-P11", "transaction t1 of payment 1 was taken in and is not there",
    "DELETE FROM payment_capture WHERE payment = 1" },
  { "paying-without-order", "P3", "without an open order",
    "UPDATE enrolment SET state = 'paying' WHERE key = 7" },
  { "paying-for-closed-order", "P3", "without an open order",
    "UPDATE enrolment SET state = 'paying' WHERE key = 3" },
  { "two-open-orders", "P3", "without an open order",
    "INSERT INTO payment_line VALUES (3, 2, 3000, 0);"
    "UPDATE payment_order SET state = 'paying', open = 1 WHERE key = 3" },
  { "seat-of-another", "P3", "another registration or kind",
    "UPDATE payment_line SET enrolment = 7 WHERE payment = 3" },
  { "of-another-kind", "P3", "another registration or kind",
    "UPDATE payment_order SET kind = 'oral' WHERE key = 3" },
  { "sum-not-told", "I-D5", "another captured_fen than the journal",
    "UPDATE payment_order SET captured_fen = 2999 WHERE key = 1" },
  { "state-not-told", "I-D5", "another state than the journal",
    "UPDATE payment_order SET state = 'refunded' WHERE key = 4" },
  { "deadline-not-told", "I-D5", "another expires_at than the journal",
    "UPDATE payment_order SET expires_at = expires_at + 1 WHERE key = 2" },
  { "order-not-told", "I-D5", "is not in the journal",
    "INSERT INTO payment_order (id, registration, exam, kind, provider, open, state, amount_fen,"
    " expires_at, created_at, ended_at) SELECT 'copy', registration, exam, kind, provider, open,"
    " state, amount_fen, expires_at, created_at, ended_at FROM payment_order WHERE key = 3" },
  { "vanished-order", "I-D5", "of the journal is not there",
    "DELETE FROM payment_order WHERE key = 3" },
};

/* The damage is found, under its name, by the check that is there for it. */
static void
test_found (gconstpointer data)
{
  const Case *what = data;
  StoreFixture fixture = { 0 };
  g_autoptr (GPtrArray) violations = NULL;
  g_autofree char *prefix = g_strconcat (what->invariant, ":", NULL);
  g_autofree char *damage = g_strconcat (NO_GUARDS, what->damage, NULL);
  gboolean found = FALSE;

  store_fixture_set_up (&fixture, &houbu_sqlite_driver);
  build_world (&fixture);
  store_fixture_assert_clean (&fixture);
  store_fixture_execute (&fixture, damage);
  violations = store_fixture_check (&fixture);
  for (guint i = 0; i < violations->len; i++)
    {
      const char *violation = g_ptr_array_index (violations, i);

      g_test_message ("%s", violation);
      found =
          found || (g_str_has_prefix (violation, prefix) && strstr (violation, what->says) != NULL);
    }
  g_assert_true (found);
  store_fixture_tear_down (&fixture, NULL);
}

/* What is due is not left behind as long as the provider may only just have been reached again. */
static void
test_just_heard (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) violations = NULL;

  build_world (fixture);
  store_fixture_execute (fixture, NO_GUARDS);
  store_fixture_execute (
      fixture, "UPDATE payment_order SET ask_at = ask_at - 1 WHERE key = 2;"
               "UPDATE payment_refund SET ask_at = ask_at - 1 WHERE id = 't4';" HEARD_AGAIN_AFTER (
                   "599999999"));
  violations = store_fixture_check (fixture);
  for (guint i = 0; i < violations->len; i++)
    g_assert_false (g_str_has_prefix (g_ptr_array_index (violations, i), "I-P6:"));
}

/* --------------------------------------------------------------------------------------------- */
/* Steps that no order takes */

static gboolean
append_step (HoubuTx *tx, gpointer data, GError **error)
{
  const HoubuJournalRow *row = data;

  return houbu_journal_append (tx, row, error);
}

/* From where money was, none leads back to where there was none (I-P5). */
static void
test_step (StoreFixture *fixture, gconstpointer data)
{
  static const struct
  {
    gint64 order;
    HoubuOrderState from;
    HoubuOrderState to;
  } steps[] = {
    { 1, HOUBU_ORDER_PAID, HOUBU_ORDER_CLOSED },
    { 3, HOUBU_ORDER_CLOSED, HOUBU_ORDER_PAYING },
    { 5, HOUBU_ORDER_REFUNDED, HOUBU_ORDER_CLOSED },
  };

  build_world (fixture);
  store_fixture_assert_clean (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const HoubuJournalRow row = { .at = FIXTURE_NOW,
                                    .type = HOUBU_JOURNAL_PAYMENT_CHANGED,
                                    .actor = "provider:test",
                                    .exam = 1,
                                    .registration = steps[i].order,
                                    .item = steps[i].order,
                                    .from_state = houbu_order_state_to_word (steps[i].from),
                                    .to_state = houbu_order_state_to_word (steps[i].to) };
      g_autofree char *said = g_strdup_printf ("takes payment %" G_GINT64_FORMAT " from %s to %s",
                                               steps[i].order, row.from_state, row.to_state);
      g_autoptr (GPtrArray) violations = NULL;
      g_autoptr (GError) error = NULL;
      gboolean found = FALSE;

      houbu_store_write (fixture->store, append_step, (gpointer) &row, &error);
      g_assert_no_error (error);
      violations = store_fixture_check (fixture);
      for (guint v = 0; v < violations->len; v++)
        found = found || (g_str_has_prefix (violations->pdata[v], "I-P5:") &&
                          strstr (violations->pdata[v], said) != NULL);
      g_assert_true (found);
    }
}

/* --------------------------------------------------------------------------------------------- */
/* The store's own guards */

static gboolean
lose_money (HoubuTx *tx, gpointer data, GError **error)
{
  g_autoptr (HoubuPaymentRow) row = houbu_store_payment_load (tx, 1, error);

  if (row == NULL)
    return FALSE;
  row->sums.applied -= 1;
  return houbu_store_payment_update (tx, row, error);
}

static gboolean
count_twice (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuCaptureRow capture = { .payment = 3,
                              .provider = (char *) "test",
                              .transaction = (char *) "t1",
                              .amount_fen = FEE,
                              .captured_at = FIXTURE_NOW,
                              .noticed_at = FIXTURE_NOW };

  return houbu_store_capture_insert (tx, &capture, error);
}

static gboolean
pay_twice (HoubuTx *tx, gpointer data, GError **error)
{
  return houbu_store_payment_add_line (tx, 3, 1, FEE, error) &&
         houbu_store_payment_set_applied (tx, 3, 1, TRUE, error);
}

static gboolean
return_twice (HoubuTx *tx, gpointer data, GError **error)
{
  return houbu_store_capture_add_returned (tx, 3, 1, error);
}

static gboolean
ask_for_a_refund_twice (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuRefundRow refund = { .id = (char *) "t5",
                            .capture = 1,
                            .amount_fen = 1,
                            .ask_at = FIXTURE_NOW,
                            .created_at = FIXTURE_NOW };

  return houbu_store_refund_insert (tx, &refund, error);
}

/* What a faulty program would do with money fails in the database (I-P1, I-P2, I-P8, I-P10). */
static void
test_guards (StoreFixture *fixture, gconstpointer data)
{
  static const HoubuStoreFunc faults[] = { lose_money, count_twice, pay_twice, return_twice,
                                           ask_for_a_refund_twice };

  build_world (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("fault %u", i);
      g_assert_false (houbu_store_write (fixture->store, faults[i], NULL, &error));
      g_assert_nonnull (error);
    }
  store_fixture_assert_clean (fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/store/check-money/%s/%s", cases[i].invariant, cases[i].name);

      g_test_add_data_func (path, &cases[i], test_found);
    }
  g_test_add ("/store/check-money/I-P6/just-heard", StoreFixture, &houbu_sqlite_driver,
              store_fixture_set_up, test_just_heard, store_fixture_tear_down);
  g_test_add ("/store/check-money/I-P5/step-back", StoreFixture, &houbu_sqlite_driver,
              store_fixture_set_up, test_step, store_fixture_tear_down);
  g_test_add ("/store/check-money/guards", StoreFixture, &houbu_sqlite_driver, store_fixture_set_up,
              test_guards, store_fixture_tear_down);
  return g_test_run ();
}
