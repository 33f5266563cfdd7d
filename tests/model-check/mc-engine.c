/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-engine-private.h"

#include "houbu-operations-accounts.h"
#include "houbu-operations-admin.h"
#include "houbu-operations-payments.h"
#include "houbu-operations-queue.h"
#include "houbu-store-reviews.h"
#include "houbu-tickets.h"
#include "houbu-time.h"
#include "houbu-tx.h"

static const char *const campuses[MC_N_CAMPUSES] = { "993010", "993011", "993020" };

static const HoubuSql sql_forget_exam_time = {
  "mc_forget_exam_time",
  "UPDATE offering SET exam_starts_at = NULL, exam_ends_at = NULL WHERE key = $offering",
};

int
mc_engine_account_of_key (McEngine *e, gint64 key)
{
  for (int i = 0; i < MC_N_ACCOUNTS; i++)
    if (e->accounts[i] == key)
      return i;
  return -1;
}

int
mc_engine_offering_of_key (McEngine *e, gint64 key)
{
  for (int i = 0; i < e->world.n_offerings; i++)
    if (e->offerings[i] == key)
      return i;
  return -1;
}

char *
mc_engine_offering_id (McEngine *e, int offering)
{
  const McOffering *o = &e->world.offerings[offering];

  return g_strdup_printf ("%s-%c", campuses[o->campus], o->subject);
}

int
mc_engine_offering_of_id (McEngine *e, const char *id)
{
  for (int i = 0; i < e->world.n_offerings; i++)
    {
      g_autofree char *own = mc_engine_offering_id (e, i);
      if (g_str_equal (own, id))
        return i;
    }
  return -1;
}

/* ---- operations ----------------------------------------------------------------------------- */

char *
mc_engine_answer (McEngine *e, const GError *error)
{
  g_autofree char *label = NULL;

  if (error == NULL)
    return g_strdup ("ok");
  if (error->domain != HOUBU_ERROR)
    return g_strdup (error->message);
  label = mc_engine_label (e, houbu_error_get_conflict (error));
  return g_strjoin (label != NULL ? " " : NULL,
                    houbu_error_info ((HoubuErrorCode) error->code)->word, label, NULL);
}

static GBytes *
run (McEngine *e,
     const HoubuOperation *operation,
     HoubuCaller *caller,
     const char *id,
     GType type,
     const char *json,
     GError **error)
{
  g_autoptr (HoubuCall) call = test_call_new (caller, type, json);

  if (id != NULL)
    houbu_call_set_path (call, "id", id);
  return test_run_bytes (e->test->engine, operation, call, NULL, error);
}

char *
mc_engine_act (McEngine *e,
               const HoubuOperation *operation,
               HoubuCaller *caller,
               const char *id,
               GType type,
               const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = run (e, operation, caller, id, type, json, &error);

  return mc_engine_answer (e, error);
}

static char *
enrol (McEngine *e, const McCommand *c)
{
  g_autofree char *first = mc_engine_offering_id (e, c->offering);
  g_autofree char *second = c->other >= 0 ? mc_engine_offering_id (e, c->other) : NULL;
  g_autofree char *json = second == NULL
                              ? g_strdup_printf ("{\"offerings\":[\"%s\"]}", first)
                              : g_strdup_printf ("{\"offerings\":[\"%s\",\"%s\"]}", first, second);

  return mc_engine_act (e, &houbu_operation_enrol, e->callers[c->account], NULL,
                        HOUBU_TYPE_ENROLMENT_REQUEST, json);
}

static char *
join (McEngine *e, const McCommand *c)
{
  g_autofree char *offering = mc_engine_offering_id (e, c->offering);
  g_autofree char *json = g_strdup_printf ("{\"offering\":\"%s\"}", offering);

  return mc_engine_act (e, &houbu_operation_join, e->callers[c->account], NULL,
                        HOUBU_TYPE_WAITLIST_JOIN, json);
}

static char *
cancel_seat (McEngine *e, const McCommand *c)
{
  g_autofree char *id = mc_engine_newest_id (e, FALSE, c->other, c->offering);

  return mc_engine_act (e, &houbu_operation_cancel_enrolment, e->callers[c->account],
                        id != NULL ? id : "nothing", G_TYPE_NONE, NULL);
}

static char *
cancel_place (McEngine *e, const McCommand *c)
{
  static const char *const reasons[] = { "give_up", "other_campus", "other_subject",
                                         "waited_too_long", "other" };
  g_autofree char *id = mc_engine_newest_id (e, TRUE, c->other, c->offering);
  g_autofree char *json = g_strdup_printf ("{\"reason\":\"%s\"}", reasons[c->value]);

  return mc_engine_act (e, &houbu_operation_cancel_entry, e->callers[c->account],
                        id != NULL ? id : "nothing", HOUBU_TYPE_WAITLIST_CANCELLATION, json);
}

/* The steps of the manual: the query, then the confirmation. */
static char *
do_register (McEngine *e, const McCommand *c)
{
  int person = mc_world_person (c->account);
  HoubuCaller *caller = e->callers[c->account];
  g_autofree char *query = g_strdup_printf (
      "{\"id_type\":\"passport\",\"id_number\":\"E100%d\",\"name\":\"Person %d\"}", person, person);
  g_autofree char *confirmation = NULL;
  g_autoptr (HoubuRecord) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = run (e, &houbu_operation_query_qualification, caller, NULL,
                                  HOUBU_TYPE_QUALIFICATION_QUERY, query, &error);

  g_assert_no_error (error);
  found =
      houbu_record_from_bytes (HOUBU_TYPE_QUALIFICATION_RESULT, bytes, HOUBU_DECODE_STRICT, &error);
  g_assert_no_error (error);
  confirmation = g_strdup_printf (
      "{\"query_id\":\"%s\",\"phone_confirmed\":true,\"details_confirmed\":true}",
      houbu_qualification_result_get_query_id (HOUBU_QUALIFICATION_RESULT (found)));
  return mc_engine_act (e, &houbu_operation_create_registration, caller, NULL,
                        HOUBU_TYPE_REGISTRATION_REQUEST, confirmation);
}

static char *
ticket_of (int person, McTicket ticket)
{
  return g_strdup_printf ("99301000%d%d", ticket, person);
}

static char *
ask_for_review (McEngine *e, const McCommand *c)
{
  int person = mc_world_person (c->account);
  gboolean other = c->value == MC_TICKET_OF_OTHER;
  g_autofree char *ticket = ticket_of (other ? (person + 1) % MC_N_PERSONS : person,
                                       other ? MC_TICKET_PASSED : (McTicket) c->value);
  g_autofree char *json = g_strdup_printf ("{\"admission_ticket\":\"%s\"}", ticket);

  return mc_engine_act (e, &houbu_operation_ask_for_review, e->callers[c->account], NULL,
                        HOUBU_TYPE_REVIEW_REQUEST, json);
}

static char *
decide_review (McEngine *e, const McCommand *c)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      run (e, &houbu_operation_get_review, e->callers[c->account], NULL, G_TYPE_NONE, NULL, &error);
  g_autoptr (HoubuRecord) review = NULL;
  g_autofree char *json = g_strdup_printf ("{\"verdict\":\"%s\",\"reason\":\"seen\"}",
                                           c->value == 1 ? "approve" : "refuse");

  if (bytes == NULL)
    return mc_engine_answer (e, error);
  review = houbu_record_from_bytes (HOUBU_TYPE_REVIEW, bytes, HOUBU_DECODE_STRICT, &error);
  g_assert_no_error (error);
  return mc_engine_act (e, &houbu_operation_decide_review, e->staff,
                        houbu_review_get_id (HOUBU_REVIEW (review)), HOUBU_TYPE_REVIEW_DECISION,
                        json);
}

static char *
change_offering (McEngine *e, int offering, const char *json)
{
  g_autofree char *id = mc_engine_offering_id (e, offering);

  return mc_engine_act (e, &houbu_operation_change_offering, e->staff, id,
                        HOUBU_TYPE_OFFERING_CHANGE, json);
}

static char *
change_exam (McEngine *e, const char *json)
{
  return mc_engine_act (e, &houbu_operation_change_exam, e->staff, NULL, HOUBU_TYPE_EXAM_CHANGE,
                        json);
}

static char *
time_field (const char *name, gint64 time)
{
  g_autofree char *text = houbu_time_to_string (time);

  return g_strdup_printf ("{\"%s\":\"%s\"}", name, text);
}

static char *
set_parameter (McEngine *e, const McCommand *c)
{
  g_autofree char *json = NULL;

  switch (c->kind)
    {
    case MC_CAPACITY:
      json = g_strdup_printf ("{\"capacity\":%d,\"force\":%s}", (int) c->value,
                              c->other == 1 ? "true" : "false");
      return change_offering (e, c->offering, json);
    case MC_FEE:
      json = g_strdup_printf ("{\"fee_fen\":%d}", (int) MAX (c->value, 0));
      return change_offering (e, c->offering, json);
    case MC_WITHDRAW:
      json = g_strdup_printf ("{\"status\":\"%s\"}", c->value == 1 ? "withdrawn" : "open");
      return change_offering (e, c->offering, json);
    case MC_CAMPUS_OPENS:
      json = time_field ("registration_opens_at", MC_EPOCH + c->value);
      return change_offering (e, c->offering, json);
    case MC_CAMPUS_CLOSES:
      json = time_field ("registration_closes_at", MC_EPOCH + c->value);
      return change_offering (e, c->offering, json);
    case MC_HOLD:
      if (!mc_world_may_set (&e->world, c))
        return g_strdup ("invalid_field"); /* the contract's own limit */
      json = g_strdup_printf ("{\"hold_seconds\":%d}", (int) c->value);
      return change_exam (e, json);
    case MC_MIN_PAY:
      json = g_strdup_printf ("{\"min_pay_window_seconds\":%d}", (int) c->value);
      return change_exam (e, json);
    case MC_WAITLIST:
      json = time_field ("waitlist_closes_at", MC_EPOCH + c->value);
      return change_exam (e, json);
    default:
      g_assert_not_reached ();
    }
}

static char *
lock_seat (McEngine *e, const McCommand *c)
{
  g_autofree char *id = mc_engine_newest_id (e, c->other == 1, c->account, c->offering);
  g_autofree char *until = houbu_time_to_string (MC_EPOCH + c->value);
  g_autofree char *json =
      g_strdup_printf ("{\"owner\":\"%s\",\"until\":\"%s\"}", MC_LOCK_OWNER, until);

  return mc_engine_act (e, &houbu_operation_lock_enrolment, e->staff, id != NULL ? id : "nothing",
                        HOUBU_TYPE_ENROLMENT_LOCK, json);
}

static char *
unlock_seat (McEngine *e, const McCommand *c)
{
  g_autofree char *id = mc_engine_newest_id (e, c->other == 1, c->account, c->offering);
  g_autoptr (HoubuCall) call = test_call_new (e->staff, G_TYPE_NONE, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  houbu_call_set_path (call, "id", id != NULL ? id : "nothing");
  houbu_call_set_query (call, "outcome", c->value == 1 ? "paid" : "unpaid");
  bytes = test_run_bytes (e->test->engine, &houbu_operation_unlock_enrolment, call, NULL, &error);
  return mc_engine_answer (e, error);
}

static char *
do_command (McEngine *e, const McCommand *c)
{
  switch (c->kind)
    {
    case MC_REGISTER:
      return do_register (e, c);
    case MC_UNREGISTER:
      return mc_engine_act (e, &houbu_operation_delete_registration, e->callers[c->account], NULL,
                            G_TYPE_NONE, NULL);
    case MC_ENROL:
      return enrol (e, c);
    case MC_JOIN:
      return join (e, c);
    case MC_CANCEL_SEAT:
      return cancel_seat (e, c);
    case MC_CANCEL_PLACE:
      return cancel_place (e, c);
    case MC_REVIEW:
      return ask_for_review (e, c);
    case MC_DECIDE:
      return decide_review (e, c);
    case MC_LOCK:
      return lock_seat (e, c);
    case MC_UNLOCK:
      return unlock_seat (e, c);
    case MC_SWEEP:
      return g_strdup ("ok");
    default:
      return c->kind >= MC_FORM ? mc_engine_money_act (e->money, c) : set_parameter (e, c);
    }
}

static void
sweep (McEngine *e)
{
  g_autoptr (GError) error = NULL;

  houbu_sweeper_run (e->sweeper, &error);
  g_assert_no_error (error);
}

/* Before the command nothing is swept: what the clock has brought is the operation's to see (P2).
 * After it sweeper and payer come round only when the clock had moved, or when an exam's own change
 * left every queue to them; otherwise a seat that a command frees has to be given away by the
 * command itself (Q4). */
static void
bring_timers (McEngine *e)
{
  sweep (e);
  mc_engine_money_ask (e->money);
  sweep (e);
}

static char *
engine_apply (gpointer self, const McCommand *command, gint64 now)
{
  McEngine *e = self;
  gboolean clock_moved = now != e->swept_at;
  char *said = NULL;

  if (command->kind == MC_CLOCK)
    return g_strdup ("ok");
  houbu_clock_set (e->test->clock, now);
  if (mc_is_reading (command))
    return mc_engine_read (e, command);
  said = do_command (e, command);
  if (clock_moved || mc_wakes_timers (command))
    bring_timers (e);
  e->swept_at = now;
  return said;
}

/* ---- the world ------------------------------------------------------------------------------ */

static void
set_up_exam (McEngine *e)
{
  const McWorld *world = &e->world;
  g_autofree char *opens = houbu_time_to_string (world->opens);
  g_autofree char *closes = houbu_time_to_string (world->closes);
  g_autofree char *payment = houbu_time_to_string (world->payment_closes);
  g_autofree char *waitlist = houbu_time_to_string (world->waitlist_closes);
  g_autofree char *json = g_strdup_printf (
      "{\"registration_opens_at\":\"%s\",\"registration_closes_at\":\"%s\","
      "\"payment_closes_at\":\"%s\",\"waitlist_closes_at\":\"%s\",\"hold_seconds\":%d,"
      "\"min_pay_window_seconds\":%d}",
      opens, closes, payment, waitlist, world->hold_seconds, world->min_pay_seconds);
  g_autofree char *said = change_exam (e, json);

  g_assert_cmpstr (said, ==, "ok");
}

static gboolean
forget_exam_time (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuStatement *st = houbu_tx_statement (tx, &sql_forget_exam_time);

  houbu_statement_bind_int64 (st, "offering", *(gint64 *) data);
  return houbu_statement_run (st, error);
}

static void
set_up_window (McEngine *e, int offering, const char *field, gint64 time)
{
  g_autofree char *json = NULL;
  g_autofree char *said = NULL;

  if (time == MC_UNSET)
    return;
  json = time_field (field, time);
  said = change_offering (e, offering, json);
  g_assert_cmpstr (said, ==, "ok");
}

static void
set_up_offering (McEngine *e, int offering)
{
  const McOffering *o = &e->world.offerings[offering];
  char subject[] = { o->subject, '\0' };

  e->offerings[offering] = test_world_add_offering (e->test, campuses[o->campus], subject,
                                                    o->capacity, o->fee == MC_UNSET ? 0 : o->fee);
  if (!o->exam_time)
    test_world_write (e->test, forget_exam_time, &e->offerings[offering]);
  set_up_window (e, offering, "registration_opens_at", o->opens);
  set_up_window (e, offering, "registration_closes_at", o->closes);
}

static void
set_up_account (McEngine *e, int account)
{
  g_autofree char *phone = g_strdup_printf ("1390000000%d", account);
  g_autofree char *said = NULL;

  e->accounts[account] = test_world_add_account (e->test, phone, NULL);
  e->callers[account] = test_world_caller (e->test, e->accounts[account]);
  said = mc_engine_act (e, &houbu_operation_accept_agreement, e->callers[account], NULL,
                        HOUBU_TYPE_AGREEMENT_ACCEPTANCE, "{\"version\":\"2022-2\"}");
  g_assert_cmpstr (said, ==, "ok");
}

/* Each person has passed CET-4 once, long ago once, and failed it once. */
static gboolean
add_results (HoubuTx *tx, gpointer data, GError **error)
{
  static const struct
  {
    McTicket ticket;
    gint64 year, score;
  } results[] = { { MC_TICKET_PASSED, 2019, 500 },
                  { MC_TICKET_OLD, 2004, 500 },
                  { MC_TICKET_LOW, 2019, 424 } };
  HoubuVault *vault = houbu_engine_get_vault (((McEngine *) data)->test->engine);

  for (int person = 0; person < MC_N_PERSONS; person++)
    for (guint i = 0; i < G_N_ELEMENTS (results); i++)
      {
        g_autofree char *number = g_strdup_printf ("E100%d", person);
        g_autofree char *ticket = ticket_of (person, results[i].ticket);
        g_autoptr (GBytes) holder = houbu_vault_person_lookup (vault, "passport", number);
        g_autoptr (GBytes) lookup = houbu_ticket_lookup (vault, ticket);
        const HoubuResultRow row = { lookup, holder, (char *) "1", results[i].year,
                                     results[i].score };

        if (!houbu_store_result_set (tx, &row, error))
          return FALSE;
      }
  return TRUE;
}

static gpointer
engine_create (const McWorld *world)
{
  McEngine *e = g_new0 (McEngine, 1);

  e->world = *world;
  e->test = test_world_new ();
  /* The comparison asks the checker itself, so that what it finds can be shrunk. */
  e->test->unchecked = TRUE;
  e->sweeper = houbu_sweeper_new (e->test->engine);
  e->staff = test_world_operator (e->test, HOUBU_ROLE_NATIONAL, NULL);
  set_up_exam (e);
  for (int i = 0; i < world->n_offerings; i++)
    set_up_offering (e, i);
  for (int i = 0; i < MC_N_PERSONS; i++)
    {
      g_autofree char *number = g_strdup_printf ("E100%d", i);
      g_autofree char *name = g_strdup_printf ("Person %d", i);
      test_world_add_student (e->test, number, name, campuses[0], world->qualified[i]);
    }
  test_world_write (e->test, add_results, e);
  for (int i = 0; i < MC_N_ACCOUNTS; i++)
    set_up_account (e, i);
  e->money = mc_engine_money_new (e);
  return e;
}

static void
engine_destroy (gpointer self)
{
  McEngine *e = self;

  mc_engine_money_free (e->money);
  g_object_unref (e->sweeper);
  for (int i = 0; i < MC_N_ACCOUNTS; i++)
    houbu_caller_unref (e->callers[i]);
  houbu_caller_unref (e->staff);
  test_world_free (e->test);
  g_free (e);
}

const McSubject mc_engine_subject = {
  "engine", engine_create, engine_destroy, engine_apply, mc_engine_dump, mc_engine_check,
};
