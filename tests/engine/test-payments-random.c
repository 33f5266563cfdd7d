/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "payment-fixture.h"

#include "houbu-check.h"

#include <stdlib.h>

/*
 * Random schedules of everything that can happen to money, on the engine and on a platform with
 * books of its own. However they go, both books are equal to the fen at their end, no seat is
 * oversold, and nothing is paid without a seat or a refund. A schedule that ends otherwise is cut
 * down to the commands that it needs, and printed.
 */

#define N_PEOPLE 5
#define N_COMMANDS 60
#define MOST_ORDERS 64

/* More of them: HOUBU_SEEDS=3000. */
#define DEFAULT_SEEDS 40

typedef enum
{
  COMMAND_ENROL,
  COMMAND_JOIN,
  COMMAND_CANCEL,
  COMMAND_OPEN,
  COMMAND_PAY,
  COMMAND_NOTIFY,
  COMMAND_FORGE,
  COMMAND_REFRESH,
  COMMAND_CLOSE,
  COMMAND_SILENCE,
  COMMAND_ADVANCE,
  COMMAND_SETTLE,
  COMMAND_REFUND,
  COMMAND_LOCK,
  COMMAND_UNLOCK,
  COMMAND_REOPEN,
  N_COMMAND_KINDS,
} CommandKind;

static const char *const kind_words[N_COMMAND_KINDS] = {
  "enrol", "join",    "cancel",  "open",   "pay",    "notify", "forge",  "refresh",
  "close", "silence", "advance", "settle", "refund", "lock",   "unlock", "reopen",
};

/* How often each comes; what makes money move comes most. */
static const guint weights[N_COMMAND_KINDS] = { 8, 4, 1, 16, 18, 8, 3, 3, 6, 8, 12, 4, 9, 1, 1, 2 };

static const char *const offerings[] = { CET4, CET4_OTHER_CAMPUS, CET6, SET4 };

/* Short ones more often: after a day without anything a registration is closed. */
static const gint64 spans[] = {
  1,
  HOUBU_SECOND,
  HOUBU_MINUTE,
  6 * HOUBU_MINUTE,
  6 * HOUBU_MINUTE,
  15 * HOUBU_MINUTE,
  15 * HOUBU_MINUTE,
  HOUBU_HOUR,
  HOUBU_HOUR,
  11 * HOUBU_HOUR,
  HOUBU_DAY - 1,
  HOUBU_DAY,
};

typedef struct
{
  CommandKind kind;
  guint who;
  guint what;
} Command;

typedef struct
{
  PayWorld *world;
  HoubuCaller *people[N_PEOPLE];
  char *orders[MOST_ORDERS]; /* (owned): ids, oldest first */
  guint payers[MOST_ORDERS];
  guint n_orders;
} Run;

/* What all schedules together came to, so that they are known to be worth something. */
static struct
{
  gint64 captured;
  gint64 refunded;
  guint orders;
  guint closed;
} reached;

static CommandKind
draw_kind (GRand *rand)
{
  guint sum = 0;
  gint32 at;

  for (guint i = 0; i < N_COMMAND_KINDS; i++)
    sum += weights[i];
  at = g_rand_int_range (rand, 0, (gint32) sum);
  for (guint i = 0; i < N_COMMAND_KINDS; i++)
    {
      at -= (gint32) weights[i];
      if (at < 0)
        return (CommandKind) i;
    }
  return COMMAND_SETTLE;
}

static GArray *
draw_schedule (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  GArray *commands = g_array_new (FALSE, FALSE, sizeof (Command));

  for (guint i = 0; i < N_COMMANDS; i++)
    {
      const Command command = { draw_kind (rand), (guint) g_rand_int_range (rand, 0, N_PEOPLE),
                                g_rand_int (rand) };

      g_array_append_val (commands, command);
    }
  return commands;
}

/* A refusal is an answer; a mistake of ours is not. */
static HoubuRecord *
attempt (Run *self, const HoubuOperation *operation, HoubuCall *call, GType reply)
{
  g_autoptr (GError) error = NULL;
  HoubuRecord *record = test_run (self->world->world->engine, operation, call, reply, &error);

  g_assert_false (g_error_matches (error, HOUBU_ERROR, HOUBU_ERROR_INTERNAL));
  return record;
}

/* A call whose request has one field. */
static HoubuCall *
call_with (
    Run *self, guint who, GType type, const char *before, const char *value, const char *after)
{
  g_autofree char *json = g_strconcat (before, value, after, NULL);

  return test_call_new (self->people[who], type, json);
}

static void
enrol (Run *self, const Command *command)
{
  const char *offering = offerings[command->what % G_N_ELEMENTS (offerings)];
  g_autoptr (HoubuCall) call = call_with (self, command->who, HOUBU_TYPE_ENROLMENT_REQUEST,
                                          "{\"offerings\":[\"", offering, "\"]}");
  g_autoptr (HoubuRecord) record =
      attempt (self, &houbu_operation_enrol, call, HOUBU_TYPE_ENROLMENT_LIST);
}

static void
join (Run *self, const Command *command)
{
  const char *offering = offerings[command->what % G_N_ELEMENTS (offerings)];
  g_autoptr (HoubuCall) call =
      call_with (self, command->who, HOUBU_TYPE_WAITLIST_JOIN, "{\"offering\":\"", offering, "\"}");
  g_autoptr (HoubuRecord) record = attempt (self, &houbu_operation_join, call, HOUBU_TYPE_ENTRY);
}

/* One of the person's seats, whatever its state. */
static char *
choose_seat (Run *self, const Command *command)
{
  g_autoptr (HoubuRegistration) record =
      queue_registration (self->world->world, self->people[command->who]);
  GListModel *seats = G_LIST_MODEL (houbu_registration_get_enrolments (record));
  guint n_seats = g_list_model_get_n_items (seats);
  g_autoptr (HoubuEnrolment) seat = NULL;

  if (n_seats == 0)
    return NULL;
  seat = g_list_model_get_item (seats, command->what % n_seats);
  return g_strdup (houbu_enrolment_get_id (seat));
}

static void
run_on_seat (Run *self, const Command *command, const HoubuOperation *operation)
{
  g_autofree char *id = choose_seat (self, command);
  g_autoptr (HoubuCall) call = test_call_new (self->people[command->who], G_TYPE_NONE, NULL);
  g_autoptr (HoubuRecord) record = NULL;

  if (id == NULL)
    return;
  houbu_call_set_path (call, "id", id);
  record = attempt (self, operation, call, HOUBU_TYPE_ENROLMENT);
}

/* Every seat that has none gets its report form, as the page asks for before it pays. */
static void
choose_forms (Run *self, guint who)
{
  g_autoptr (HoubuRegistration) record = queue_registration (self->world->world, self->people[who]);
  GListModel *seats = G_LIST_MODEL (houbu_registration_get_enrolments (record));

  for (guint i = 0; i < g_list_model_get_n_items (seats); i++)
    {
      g_autoptr (HoubuEnrolment) seat = g_list_model_get_item (seats, i);
      g_autoptr (HoubuCall) call = test_call_new (self->people[who], HOUBU_TYPE_REPORT_FORM_CHOICE,
                                                  "{\"report_form\":\"paper\"}");
      g_autoptr (HoubuRecord) chosen = NULL;

      houbu_call_set_path (call, "id", houbu_enrolment_get_id (seat));
      chosen = attempt (self, &houbu_operation_choose_report_form, call, HOUBU_TYPE_ENROLMENT);
    }
}

static void
open_order (Run *self, const Command *command)
{
  g_autoptr (HoubuCall) call =
      call_with (self, command->who, HOUBU_TYPE_PAYMENT_REQUEST, "{\"kind\":\"",
                 command->what % 4 == 0 ? "oral" : "written", "\"}");
  g_autoptr (HoubuRecord) record = NULL;
  const char *id = NULL;

  enrol (self, command);
  choose_forms (self, command->who);
  record = attempt (self, &houbu_operation_open_payment, call, HOUBU_TYPE_PAYMENT);
  if (record == NULL || self->n_orders == MOST_ORDERS)
    return;
  id = houbu_payment_get_id (HOUBU_PAYMENT (record));
  for (guint i = 0; i < self->n_orders; i++)
    if (g_str_equal (self->orders[i], id))
      return;
  self->payers[self->n_orders] = command->who;
  self->orders[self->n_orders++] = g_strdup (id);
}

static void
notify (Run *self, const char *id)
{
  g_autoptr (GBytes) body =
      test_provider_notify (self->world->provider, id, pay_world_now (self->world));

  if (body != NULL)
    pay_notify (self->world, body);
}

/* Without the key, for another amount, long ago, or about nothing. */
static void
forge (Run *self, const Command *command, const char *id)
{
  gint64 now = pay_world_now (self->world);
  g_autoptr (GBytes) body = NULL;

  switch (command->what % 4)
    {
    case 0:
      body = test_provider_forge (id, QUEUE_FEE, "forged", now);
      break;
    case 1:
      body = test_provider_forge (id, 1, "signed", now);
      break;
    case 2:
      body = test_provider_forge (id, QUEUE_FEE, "signed", now - HOUBU_HOUR);
      break;
    default:
      body = test_provider_forge ("x-nothing", QUEUE_FEE, "signed", now);
    }
  g_assert_false (pay_notify (self->world, body));
}

static void
refresh (Run *self, guint payer, const char *id)
{
  g_autoptr (HoubuPayment) record = pay_refresh (self->world, self->people[payer], id, NULL);
}

/* What is closed for its payer is closed there, so that nobody pays it any more. */
static void
close_order (Run *self, guint payer, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuPayment) record = pay_close (self->world, self->people[payer], id, &error);

  if (record == NULL)
    {
      g_assert_error (error, HOUBU_ERROR, HOUBU_ERROR_PROVIDER_SILENT);
      return;
    }
  reached.closed += houbu_payment_get_state (record) == HOUBU_PAYMENT_STATE_CLOSED;
  g_assert_cmpint (houbu_payment_get_state (record), !=, HOUBU_PAYMENT_STATE_PAYING);
  g_assert_false (test_provider_pay (self->world->provider, id, pay_world_now (self->world)));
}

static void
run_on_order (Run *self, const Command *command)
{
  guint at;

  if (self->n_orders == 0)
    return;
  at = command->what % self->n_orders;
  if (command->kind == COMMAND_PAY)
    test_provider_pay (self->world->provider, self->orders[at], pay_world_now (self->world));
  else if (command->kind == COMMAND_NOTIFY)
    notify (self, self->orders[at]);
  else if (command->kind == COMMAND_FORGE)
    forge (self, command, self->orders[at]);
  else if (command->kind == COMMAND_CLOSE)
    close_order (self, self->payers[at], self->orders[at]);
  else
    refresh (self, self->payers[at], self->orders[at]);
}

static void
run_as_operator (Run *self, const Command *command)
{
  g_autofree char *id = choose_seat (self, command);
  g_autoptr (HoubuEnrolment) record = NULL;

  if (id == NULL)
    return;
  if (command->kind == COMMAND_REFUND)
    record = pay_refund (self->world, id, NULL);
  else if (command->kind == COMMAND_LOCK)
    record = pay_lock (self->world, id, "2022-09-03T00:00:00Z", NULL);
  else
    record = pay_unlock (self->world, id, NULL, NULL);
}

static void
run_command (Run *self, const Command *command)
{
  switch (command->kind)
    {
    case COMMAND_ENROL:
      enrol (self, command);
      break;
    case COMMAND_JOIN:
      join (self, command);
      break;
    case COMMAND_CANCEL:
      run_on_seat (self, command, &houbu_operation_cancel_enrolment);
      break;
    case COMMAND_OPEN:
      open_order (self, command);
      break;
    case COMMAND_PAY:
    case COMMAND_NOTIFY:
    case COMMAND_FORGE:
    case COMMAND_REFRESH:
    case COMMAND_CLOSE:
      run_on_order (self, command);
      break;
    case COMMAND_SILENCE:
      test_provider_set_silence (self->world->provider, (TestSilence) (command->what % 3));
      break;
    case COMMAND_ADVANCE:
      test_world_advance (self->world->world, spans[command->what % G_N_ELEMENTS (spans)]);
      /* As the timers do, unless they are late. */
      if (command->what % 4 != 0)
        pay_world_settle (self->world);
      break;
    case COMMAND_REFUND:
    case COMMAND_LOCK:
    case COMMAND_UNLOCK:
      run_as_operator (self, command);
      break;
    case COMMAND_REOPEN:
      pay_world_reopen (self->world);
      break;
    case COMMAND_SETTLE:
    case N_COMMAND_KINDS:
    default:
      pay_world_settle (self->world);
    }
}

/* The platform can be reached again: everything that is under way comes to its end, whether or not
 * it tells of anything by itself (I-P6). */
static void
come_to_rest (Run *self)
{
  test_provider_set_silence (self->world->provider, TEST_HEARS_ALL);
  for (guint i = 0; i < 3; i++)
    pay_world_advance (self->world, 5 * HOUBU_MINUTE);
  for (guint i = 0; i < 3; i++)
    pay_world_advance (self->world, HOUBU_DAY);
}

/* All that it could ever tell, once more: nothing changes by it (I-P2, I-P5). */
static void
tell_all_again (Run *self)
{
  for (guint i = 0; i < self->n_orders; i++)
    notify (self, self->orders[i]);
  pay_world_settle (self->world);
}

static void
note_violation (const HoubuViolation *violation, gpointer data)
{
  g_string_append_printf (data, "%s: %s\n", violation->invariant, violation->text);
}

static const HoubuSql sql_paid = {
  "test-paid",
  "SELECT coalesce (sum (fee_fen), 0) AS value FROM enrolment WHERE state = 'paid'",
};

static const HoubuSql sql_unfinished = {
  "test-unfinished",
  "SELECT count (*) AS value FROM payment_order WHERE open = 1 OR refund_due_fen > 0"
  " OR suspense_fen > 0",
};

/* What is not as it has to be, or nothing. */
static void
inspect (Run *self, GString *wrong)
{
  TestProvider *provider = self->world->provider;
  TestWorld *world = self->world->world;
  gint64 kept = test_provider_captured (provider) - test_provider_refunded (provider);
  gint64 paid = test_world_count (world, &sql_paid);
  g_autoptr (HoubuReconciliation) both = pay_reconcile (self->world);
  guint differences =
      g_list_model_get_n_items (G_LIST_MODEL (houbu_reconciliation_get_differences (both)));

  houbu_check_run (houbu_engine_get_store (world->engine), HOUBU_CHECK_FULL,
                   houbu_clock_now (world->clock), note_violation, wrong, NULL);
  if (differences > 0)
    g_string_append_printf (wrong, "the books differ in %u entries\n", differences);
  if (kept != paid)
    g_string_append_printf (wrong,
                            "the platform kept %" G_GINT64_FORMAT
                            " fen, seats for %" G_GINT64_FORMAT " are paid\n",
                            kept, paid);
  if (test_world_count (world, &sql_unfinished) > 0)
    g_string_append (wrong, "an order never came to its end\n");
}

/* Returns what went wrong, empty when nothing did. */
static char *
run_schedule (GArray *commands)
{
  Run run = { .world = pay_world_new (1) };
  g_autoptr (GPtrArray) crowd = queue_crowd (run.world->world, N_PEOPLE);
  GString *wrong = g_string_new (NULL);

  run.world->world->unchecked = TRUE;
  for (guint i = 0; i < N_PEOPLE; i++)
    run.people[i] = g_ptr_array_index (crowd, i);
  for (guint i = 0; i < commands->len; i++)
    run_command (&run, &g_array_index (commands, Command, i));
  come_to_rest (&run);
  inspect (&run, wrong);
  tell_all_again (&run);
  inspect (&run, wrong);
  reached.captured += test_provider_captured (run.world->provider);
  reached.refunded += test_provider_refunded (run.world->provider);
  reached.orders += run.n_orders;
  for (guint i = 0; i < run.n_orders; i++)
    g_free (run.orders[i]);
  pay_world_free (run.world);
  return g_string_free (wrong, FALSE);
}

static gboolean
fails (GArray *commands)
{
  g_autofree char *wrong = run_schedule (commands);

  return *wrong != '\0';
}

/* Leaves out whatever it fails without, in ever smaller pieces. */
static void
shrink (GArray *commands)
{
  for (guint size = commands->len / 2; size > 0; size /= 2)
    for (guint at = 0; at + size <= commands->len;)
      {
        g_autoptr (GArray) shorter = g_array_copy (commands);

        g_array_remove_range (shorter, at, size);
        if (fails (shorter))
          g_array_remove_range (commands, at, size);
        else
          at += size;
      }
}

static void
print_failure (guint32 seed, GArray *commands, const char *wrong)
{
  g_test_message ("seed %u: %s", seed, wrong);
  shrink (commands);
  for (guint i = 0; i < commands->len; i++)
    {
      const Command *command = &g_array_index (commands, Command, i);

      g_test_message ("  %s %u %u", kind_words[command->kind], command->who, command->what);
    }
}

/* Any order of anything ends with equal books. */
static void
test_random (void)
{
  const char *wanted = g_getenv ("HOUBU_SEEDS");
  guint32 first = wanted != NULL ? 100000 : 1;
  guint n_seeds = wanted != NULL ? (guint) atoi (wanted) : DEFAULT_SEEDS;

  for (guint32 seed = first; seed < first + n_seeds; seed++)
    {
      g_autoptr (GArray) commands = draw_schedule (seed);
      g_autofree char *wrong = run_schedule (commands);

      if (*wrong == '\0')
        continue;
      print_failure (seed, commands, wrong);
      g_test_fail ();
      return;
    }
  g_test_message ("%u orders, %u closings, %" G_GINT64_FORMAT " fen captured, %" G_GINT64_FORMAT
                  " refunded",
                  reached.orders, reached.closed, reached.captured, reached.refunded);
  g_assert_cmpuint (reached.closed, >, n_seeds / 8);
  g_assert_cmpint (reached.captured, >, (gint64) n_seeds * QUEUE_FEE);
  g_assert_cmpint (reached.refunded, >, (gint64) n_seeds * QUEUE_FEE / 8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* Forged notifications are warned of. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_test_add_func ("/payments/random", test_random);
  return g_test_run ();
}
