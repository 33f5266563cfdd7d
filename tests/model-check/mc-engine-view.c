/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-engine-private.h"

#include "houbu-check.h"
#include "houbu-tx.h"

#define NONE G_MININT64

/* The N-th of an offering is a matter of the order of making, which is that of the keys. */
#define SEAT_NUMBER                                                                                \
  "(SELECT COUNT(*) FROM enrolment x WHERE x.offering = e.offering AND x.key <= e.key)"

static const HoubuSql sql_newest_seat = {
  "mc_newest_seat",
  "SELECT e.id AS id FROM enrolment e JOIN registration r ON r.key = e.registration"
  " WHERE r.account = $account AND e.offering = $offering ORDER BY e.key DESC LIMIT 1",
};

static const HoubuSql sql_newest_place = {
  "mc_newest_place",
  "SELECT e.id AS id FROM entry e JOIN registration r ON r.key = e.registration"
  " WHERE r.account = $account AND e.offering = $offering ORDER BY e.key DESC LIMIT 1",
};

static const HoubuSql sql_label = {
  "mc_label",
  "SELECT 'seat' AS kind, e.offering AS offering, " SEAT_NUMBER " AS number"
  " FROM enrolment e WHERE e.id = $id"
  " UNION ALL SELECT 'place', n.offering, n.queue_number FROM entry n WHERE n.id = $id",
};

static const HoubuSql sql_offerings = {
  "mc_offerings",
  "SELECT key, capacity, seats_in_use, waiting, last_queue_number, withdrawn FROM offering",
};

static const HoubuSql sql_registrations = {
  "mc_registrations",
  "SELECT (SELECT COUNT(*) FROM registration x WHERE x.key <= r.key) AS number, account, state,"
  " empty_since FROM registration r",
};

static const HoubuSql sql_seats = {
  "mc_seats",
  "SELECT e.offering AS offering, " SEAT_NUMBER " AS number, r.account AS account,"
  " e.state AS state, e.obtained_by AS obtained_by, e.fee_fen AS fee_fen,"
  " e.report_form AS form, e.ended_reason AS reason, e.deadline AS deadline, e.created_at AS made,"
  " e.lock_owner AS lock_owner, e.lock_until AS lock_until,"
  " e.ended_at AS ended FROM enrolment e JOIN registration r ON r.key = e.registration",
};

static const HoubuSql sql_places = {
  "mc_places",
  "SELECT n.offering AS offering, n.queue_number AS number, r.account AS account,"
  " n.state AS state, n.reason AS reason, n.joined_at AS made, n.ended_at AS ended,"
  " (SELECT COUNT(*) FROM enrolment x WHERE x.offering = n.offering AND x.key <= n.enrolment)"
  " AS seat FROM entry n JOIN registration r ON r.key = n.registration",
};

/* The N-th order, likewise. */
#define ORDER_NUMBER "(SELECT COUNT(*) FROM payment_order y WHERE y.key <= p.key)"

static const HoubuSql sql_orders = {
  "mc_orders",
  "SELECT " ORDER_NUMBER " AS number, r.account AS account, (SELECT COUNT(*) FROM registration x"
  " WHERE x.key <= r.key) AS registration, p.kind AS kind, p.state AS state, p.amount_fen AS sum,"
  " p.captured_fen AS captured, p.applied_fen AS applied, p.refund_due_fen AS due,"
  " p.refunded_fen AS refunded, p.suspense_fen AS suspense, p.created_at AS made,"
  " p.expires_at AS expires, p.ended_at AS ended, p.ask_at AS ask_at"
  " FROM payment_order p JOIN registration r ON r.key = p.registration",
};

static const HoubuSql sql_lines = {
  "mc_lines",
  "SELECT " ORDER_NUMBER " AS number, e.offering AS offering, " SEAT_NUMBER " AS seat,"
  " l.fee_fen AS fee, l.applied AS applied FROM payment_line l JOIN payment_order p"
  " ON p.key = l.payment JOIN enrolment e ON e.key = l.enrolment",
};

static const HoubuSql sql_refunds = {
  "mc_refunds",
  "SELECT (SELECT COUNT(*) FROM payment_refund x WHERE x.key <= f.key) AS refund, " ORDER_NUMBER
  " AS number, f.amount_fen AS sum, f.state AS state FROM payment_refund f"
  " JOIN payment_capture c ON c.key = f.capture JOIN payment_order p ON p.key = c.payment",
};

typedef struct
{
  McEngine *e;
  gboolean place;
  int account;
  int offering;
  const char *id;
  char *text;
  GString *out;
} Question;

static gboolean
find_newest (HoubuTx *tx, gpointer data, GError **error)
{
  Question *q = data;
  HoubuStatement *st = houbu_tx_statement (tx, q->place ? &sql_newest_place : &sql_newest_seat);

  houbu_statement_bind_int64 (st, "account", q->e->accounts[q->account]);
  houbu_statement_bind_int64 (st, "offering", q->e->offerings[q->offering]);
  if (houbu_statement_step (st, error))
    q->text = houbu_statement_dup_text (st, "id");
  houbu_statement_reset (st);
  return TRUE;
}

char *
mc_engine_newest_id (McEngine *e, gboolean place, int account, int offering)
{
  Question q = { .e = e, .place = place, .account = account, .offering = offering };

  test_world_read (e->test, find_newest, &q);
  return q.text;
}

static gboolean
find_label (HoubuTx *tx, gpointer data, GError **error)
{
  Question *q = data;
  HoubuStatement *st = houbu_tx_statement (tx, &sql_label);

  houbu_statement_bind_text (st, "id", q->id);
  if (houbu_statement_step (st, error))
    q->text = g_strdup_printf (
        "%s %d.%d", houbu_statement_get_text (st, "kind"),
        mc_engine_offering_of_key (q->e, houbu_statement_get_int64 (st, "offering")),
        (int) houbu_statement_get_int64 (st, "number"));
  houbu_statement_reset (st);
  return TRUE;
}

/* Registrations stand in the way too, but have no name here. */
char *
mc_engine_label (McEngine *e, const char *id)
{
  Question q = { .e = e, .id = id };

  if (id != NULL)
    test_world_read (e->test, find_label, &q);
  return q.text;
}

static int
number (HoubuStatement *st, const char *column)
{
  return (int) houbu_statement_get_int64_or (st, column, 0);
}

static gint64
since_epoch (HoubuStatement *st, const char *column, gint64 absent)
{
  gint64 time = houbu_statement_get_int64_or (st, column, NONE);

  return time == NONE ? absent : time - MC_EPOCH;
}

static const char *
word (HoubuStatement *st, const char *column)
{
  return houbu_statement_is_null (st, column) ? "-" : houbu_statement_get_text (st, column);
}

static void
print_offering (Question *q, HoubuStatement *st)
{
  g_string_append_printf (q->out, "offering %d capacity %d used %d waiting %d last %d%s\n",
                          mc_engine_offering_of_key (q->e, houbu_statement_get_int64 (st, "key")),
                          number (st, "capacity"), number (st, "seats_in_use"),
                          number (st, "waiting"), number (st, "last_queue_number"),
                          number (st, "withdrawn") != 0 ? " withdrawn" : "");
}

static void
print_registration (Question *q, HoubuStatement *st)
{
  gboolean active = g_str_equal (word (st, "state"), "active");

  g_string_append_printf (
      q->out, "registration %d account %d %s empty %" G_GINT64_FORMAT "\n", number (st, "number"),
      mc_engine_account_of_key (q->e, houbu_statement_get_int64 (st, "account")),
      active ? "active" : "closed", active ? since_epoch (st, "empty_since", -1) : -1);
}

static void
print_item (Question *q, HoubuStatement *st, const char *kind)
{
  g_string_append_printf (
      q->out, "%s %d.%d account %d %s ", kind,
      mc_engine_offering_of_key (q->e, houbu_statement_get_int64 (st, "offering")),
      number (st, "number"),
      mc_engine_account_of_key (q->e, houbu_statement_get_int64 (st, "account")),
      word (st, "state"));
}

static void
print_times (Question *q, HoubuStatement *st)
{
  g_string_append_printf (q->out, " made %" G_GINT64_FORMAT " ended %" G_GINT64_FORMAT "\n",
                          since_epoch (st, "made", 0), since_epoch (st, "ended", 0));
}

static void
print_seat (Question *q, HoubuStatement *st)
{
  print_item (q, st, "seat");
  g_string_append_printf (q->out, "%s fee %d form %s ", word (st, "obtained_by"),
                          number (st, "fee_fen"), word (st, "form"));
  g_string_append_printf (q->out, "%s deadline %" G_GINT64_FORMAT, word (st, "reason"),
                          since_epoch (st, "deadline", 0));
  g_string_append_printf (q->out, " lock %s %" G_GINT64_FORMAT, word (st, "lock_owner"),
                          since_epoch (st, "lock_until", 0));
  print_times (q, st);
}

static void
print_place (Question *q, HoubuStatement *st)
{
  print_item (q, st, "place");
  g_string_append_printf (q->out, "%s seat %d", word (st, "reason"), number (st, "seat"));
  print_times (q, st);
}

static void
print_order (Question *q, HoubuStatement *st)
{
  static const char *const sums[] = { "sum", "captured", "applied", "due", "refunded", "suspense" };

  g_string_append_printf (
      q->out, "order %d account %d registration %d %s %s", number (st, "number"),
      mc_engine_account_of_key (q->e, houbu_statement_get_int64 (st, "account")),
      number (st, "registration"), word (st, "kind"), word (st, "state"));
  for (gsize i = 0; i < G_N_ELEMENTS (sums); i++)
    g_string_append_printf (q->out, " %s %d", sums[i], number (st, sums[i]));
  g_string_append_printf (
      q->out,
      " made %" G_GINT64_FORMAT " expires %" G_GINT64_FORMAT " ended %" G_GINT64_FORMAT "%s\n",
      since_epoch (st, "made", 0), since_epoch (st, "expires", 0), since_epoch (st, "ended", 0),
      houbu_statement_is_null (st, "ask_at") ? "" : " asked");
}

static void
print_line (Question *q, HoubuStatement *st)
{
  g_string_append_printf (
      q->out, "line of %d seat %d.%d fee %d%s\n", number (st, "number"),
      mc_engine_offering_of_key (q->e, houbu_statement_get_int64 (st, "offering")),
      number (st, "seat"), number (st, "fee"), number (st, "applied") != 0 ? " applied" : "");
}

static void
print_refund (Question *q, HoubuStatement *st)
{
  g_string_append_printf (q->out, "refund %d order %d sum %d %s\n", number (st, "refund"),
                          number (st, "number"), number (st, "sum"), word (st, "state"));
}

static gboolean
dump_store (HoubuTx *tx, gpointer data, GError **error)
{
  const struct
  {
    const HoubuSql *sql;
    void (*print) (Question *q, HoubuStatement *st);
  } tables[] = {
    { &sql_offerings, print_offering }, { &sql_registrations, print_registration },
    { &sql_seats, print_seat },         { &sql_places, print_place },
    { &sql_orders, print_order },       { &sql_lines, print_line },
    { &sql_refunds, print_refund },
  };
  GError *failure = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      HoubuStatement *st = houbu_tx_statement (tx, tables[i].sql);
      while (houbu_statement_step (st, &failure))
        tables[i].print (data, st);
      houbu_statement_reset (st);
    }
  g_assert_no_error (failure);
  return TRUE;
}

char *
mc_engine_dump (gpointer self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Question q = { .e = self, .out = out };

  test_world_read (q.e->test, dump_store, &q);
  mc_engine_money_print (q.e->money, out);
  return mc_sort_lines (out->str);
}

static void
on_violation (const HoubuViolation *violation, gpointer data)
{
  g_string_append_printf (data, "  %s: %s\n", violation->invariant, violation->text);
}

/* What `houbud check` would say: every invariant, the chains and the journal's replay. */
char *
mc_engine_check (gpointer self, gint64 now)
{
  McEngine *e = self;
  GString *found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (!houbu_check_run (houbu_engine_get_store (e->test->engine), HOUBU_CHECK_FULL, now,
                        on_violation, found, &error))
    g_assert_no_error (error);
  if (found->len > 0)
    return g_string_free (g_string_prepend (found, "the checker says:\n"), FALSE);
  g_string_free (found, TRUE);
  return NULL;
}
