/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mc-engine-private.h"

#include <string.h>

#include "houbu-operations-admin.h"
#include "houbu-operations-payments.h"
#include "houbu-operations-queue.h"
#include "houbu-payer-private.h"
#include "houbu-time.h"
#include "houbu-tx.h"
#include "scripted-provider.h"

/* Orders at the engine, and the platform of the payment tests beside it. Nothing here happens by a
 * timer: the payer is told when to come round, and asks for one thing after the other, so that a
 * history has one outcome. */

typedef struct
{
  char *id; /* (owned) */
  int account;
  gint64 sum;
} Order;

struct _McEngineMoney
{
  McEngine *engine;
  TestProvider *provider; /* (owned) */
  HoubuPayer *payer;      /* (owned) */
  GSource *timer;         /* (owned): the payer's, taken from it */
  GArray *orders;         /* (owned) (element-type Order): oldest first */
};

static const HoubuSql sql_orders_to_ask = {
  "mc_orders_to_ask",
  "SELECT key FROM payment_order WHERE ask_at IS NOT NULL ORDER BY key",
};

static const HoubuSql sql_refunds_to_ask = {
  "mc_refunds_to_ask",
  "SELECT key FROM payment_refund WHERE state = 'due' ORDER BY key",
};

static void
order_clear (gpointer data)
{
  g_free (((Order *) data)->id);
}

static void
wait_for_payer (McEngineMoney *self)
{
  while (houbu_payer_is_busy (self->payer))
    g_main_context_iteration (NULL, TRUE);
}

McEngineMoney *
mc_engine_money_new (McEngine *engine)
{
  McEngineMoney *self = g_new0 (McEngineMoney, 1);

  self->engine = engine;
  self->provider = test_provider_new ();
  self->payer = houbu_payer_new (engine->test->engine, HOUBU_PROVIDER (self->provider));
  houbu_payer_start (self->payer);
  wait_for_payer (self);
  self->timer = g_steal_pointer (&self->payer->timer);
  self->orders = g_array_new (FALSE, TRUE, sizeof (Order));
  g_array_set_clear_func (self->orders, order_clear);
  return self;
}

void
mc_engine_money_free (McEngineMoney *self)
{
  wait_for_payer (self);
  self->payer->timer = g_steal_pointer (&self->timer);
  houbu_payer_stop (self->payer);
  g_assert_finalize_object (self->payer);
  g_object_unref (self->provider);
  g_array_unref (self->orders);
  g_free (self);
}

static const Order *
find_order (McEngineMoney *self, const McCommand *c)
{
  int back = c->other;

  for (guint i = self->orders->len; i > 0; i--)
    {
      const Order *order = &g_array_index (self->orders, Order, i - 1);
      if (order->account == c->account && back-- == 0)
        return order;
    }
  return NULL;
}

/* ---- the payer comes round ------------------------------------------------------------------ */

typedef struct
{
  const HoubuSql *sql;
  GArray *keys; /* (element-type gint64) */
} Listing;

static gboolean
list_keys (HoubuTx *tx, gpointer data, GError **error)
{
  Listing *listing = data;
  HoubuStatement *st = houbu_tx_statement (tx, listing->sql);
  GError *failure = NULL;

  while (houbu_statement_step (st, &failure))
    {
      gint64 key = houbu_statement_get_int64 (st, "key");
      g_array_append_val (listing->keys, key);
    }
  houbu_statement_reset (st);
  g_assert_no_error (failure);
  return TRUE;
}

static GArray *
find_keys (McEngineMoney *self, const HoubuSql *sql)
{
  Listing listing = { sql, g_array_new (FALSE, FALSE, sizeof (gint64)) };

  test_world_read (self->engine->test, list_keys, &listing);
  return listing.keys;
}

void
mc_engine_money_ask (McEngineMoney *self)
{
  g_autoptr (GArray) orders = find_keys (self, &sql_orders_to_ask);
  g_autoptr (GArray) refunds = NULL;

  for (guint i = 0; i < orders->len; i++)
    {
      houbu_payer_look (self->payer, g_array_index (orders, gint64, i), HOUBU_LOOK_DUE, NULL);
      wait_for_payer (self);
    }
  refunds = find_keys (self, &sql_refunds_to_ask);
  for (guint i = 0; i < refunds->len; i++)
    {
      houbu_payer_ask_refund (self->payer, g_array_index (refunds, gint64, i));
      wait_for_payer (self);
    }
}

/* ---- commands ------------------------------------------------------------------------------- */

static char *
choose_form (McEngine *e, const McCommand *c)
{
  g_autofree char *id = mc_engine_newest_id (e, FALSE, c->other, c->offering);
  g_autofree char *json =
      g_strdup_printf ("{\"report_form\":\"%s\"}", c->value == 1 ? "electronic" : "paper");

  return mc_engine_act (e, &houbu_operation_choose_report_form, e->callers[c->account],
                        id != NULL ? id : "nothing", HOUBU_TYPE_REPORT_FORM_CHOICE, json);
}

static gboolean
is_known (McEngineMoney *self, const char *id)
{
  for (guint i = 0; i < self->orders->len; i++)
    if (g_str_equal (g_array_index (self->orders, Order, i).id, id))
      return TRUE;
  return FALSE;
}

static char *
open_order (McEngineMoney *self, const McCommand *c)
{
  McEngine *e = self->engine;
  g_autoptr (HoubuCall) call =
      test_call_new (e->callers[c->account], HOUBU_TYPE_PAYMENT_REQUEST,
                     c->value == 1 ? "{\"kind\":\"oral\"}" : "{\"kind\":\"written\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuRecord) record =
      test_run (e->test->engine, &houbu_operation_open_payment, call, HOUBU_TYPE_PAYMENT, &error);
  HoubuPayment *payment = (HoubuPayment *) record;
  Order order = { NULL, c->account, 0 };

  if (payment == NULL || is_known (self, houbu_payment_get_id (payment)))
    return mc_engine_answer (e, error);
  order.id = g_strdup (houbu_payment_get_id (payment));
  order.sum = houbu_payment_get_amount_fen (payment);
  g_array_append_val (self->orders, order);
  return mc_engine_answer (e, NULL);
}

static char *
look_for_candidate (McEngineMoney *self, const McCommand *c, const Order *order)
{
  McEngine *e = self->engine;
  int caller = (c->account + (c->value == 1 ? 1 : 0)) % MC_N_ACCOUNTS;

  return mc_engine_act (e,
                        c->kind == MC_CLOSE_ORDER ? &houbu_operation_close_payment
                                                  : &houbu_operation_refresh_payment,
                        e->callers[caller], order->id, G_TYPE_NONE, NULL);
}

static char *
notify (McEngineMoney *self, GBytes *body)
{
  GAsyncResult *result = NULL;
  g_autoptr (GAsyncResult) owned = NULL;
  g_autoptr (GError) error = NULL;
  gboolean taken;

  houbu_engine_notify_async (self->engine->test->engine, "scripted", body, test_keep_result,
                             &result);
  test_wait_result (&result);
  owned = result;
  taken = houbu_engine_notify_finish (self->engine->test->engine, owned, &error);
  g_assert_no_error (error);
  wait_for_payer (self);
  return g_strdup (taken ? "ok" : "fail");
}

static GBytes *
write_notice (McEngineMoney *self, McNotice notice, const Order *order)
{
  gint64 now = houbu_clock_now (self->engine->test->clock);

  switch (notice)
    {
    case MC_NOTICE_OTHER_SUM:
      return test_provider_forge (order->id, order->sum + 1, "signed", now);
    case MC_NOTICE_FORGED:
      return test_provider_forge (order->id, order->sum, "forged", now);
    case MC_NOTICE_STALE:
      return test_provider_forge (order->id, order->sum, "signed", now - G_TIME_SPAN_HOUR);
    case MC_NOTICE_CLOSED:
      return test_provider_notify_closed (order->id, now);
    case MC_NOTICE_TRUE:
    default:
      return test_provider_notify (self->provider, order->id, now);
    }
}

static char *
send_notice (McEngineMoney *self, const McCommand *c, const Order *order)
{
  g_autoptr (GBytes) body = write_notice (self, (McNotice) c->value, order);

  return body != NULL ? notify (self, body) : g_strdup ("nothing");
}

/* Whether it took in what was asked for and can take in the same once more. */
static gboolean
was_paid (McEngineMoney *self, const Order *order)
{
  g_autoptr (GBytes) body = test_provider_notify (self->provider, order->id, 0);
  g_autofree char *sum = g_strdup_printf ("|%" G_GINT64_FORMAT "|", order->sum);

  return body != NULL && g_strstr_len (g_bytes_get_data (body, NULL),
                                       (gssize) g_bytes_get_size (body), sum) != NULL;
}

static char *
pay (McEngineMoney *self, const McCommand *c, const Order *order)
{
  gint64 now = houbu_clock_now (self->engine->test->clock);
  g_autoptr (GBytes) body = NULL;
  char *text = NULL;

  if (c->value != MC_PAY_AGAIN)
    {
      if (!test_provider_pay_sum (self->provider, order->id,
                                  order->sum + (c->value == MC_PAY_OTHER_SUM ? 1 : 0), now))
        return g_strdup ("nothing");
      return g_strdup ("ok");
    }
  if (!was_paid (self, order))
    return g_strdup ("nothing");
  text = test_provider_pay_again (self->provider, order->id, now);
  body = g_bytes_new_take (text, strlen (text));
  return notify (self, body);
}

static char *
return_suspense (McEngine *e, const Order *order)
{
  return mc_engine_act (e, &houbu_operation_return_payment, e->staff, order->id, G_TYPE_NONE, NULL);
}

static char *
refund_seat (McEngine *e, const McCommand *c)
{
  g_autofree char *id = mc_engine_newest_id (e, FALSE, c->account, c->offering);

  return mc_engine_act (e, &houbu_operation_refund_enrolment, e->staff, id != NULL ? id : "nothing",
                        HOUBU_TYPE_REFUND_REQUEST, "{\"reason\":\"by the school\"}");
}

static char *
close_forms (McEngine *e, const McCommand *c)
{
  g_autofree char *time = houbu_time_to_string (MC_EPOCH + c->value);
  g_autofree char *json = g_strdup_printf ("{\"report_form_closes_at\":\"%s\"}", time);

  return mc_engine_act (e, &houbu_operation_change_exam, e->staff, NULL, HOUBU_TYPE_EXAM_CHANGE,
                        json);
}

static char *
act_on_order (McEngineMoney *self, const McCommand *c)
{
  const Order *order = find_order (self, c);

  if (order == NULL)
    return g_strdup ("nothing");
  switch (c->kind)
    {
    case MC_PAY:
      return pay (self, c, order);
    case MC_NOTICE:
      return send_notice (self, c, order);
    case MC_RETURN:
      return return_suspense (self->engine, order);
    default:
      return look_for_candidate (self, c, order);
    }
}

char *
mc_engine_money_act (McEngineMoney *self, const McCommand *c)
{
  static const TestSilence silences[MC_N_SILENCES] = {
    [MC_HEARS_ALL] = TEST_HEARS_ALL,
    [MC_ANSWER_IS_LOST] = TEST_ANSWER_IS_LOST,
    [MC_CALL_IS_LOST] = TEST_CALL_IS_LOST,
  };

  switch (c->kind)
    {
    case MC_FORM:
      return choose_form (self->engine, c);
    case MC_FORMS_CLOSE:
      return close_forms (self->engine, c);
    case MC_ORDER:
      return open_order (self, c);
    case MC_REFUND:
      return refund_seat (self->engine, c);
    case MC_SILENCE:
      test_provider_set_silence (self->provider, silences[c->value]);
      return g_strdup ("ok");
    default:
      return act_on_order (self, c);
    }
}

void
mc_engine_money_print (McEngineMoney *self, GString *out)
{
  g_string_append_printf (
      out, "platform captured %" G_GINT64_FORMAT " refunded %" G_GINT64_FORMAT "\n",
      test_provider_captured (self->provider), test_provider_refunded (self->provider));
}
