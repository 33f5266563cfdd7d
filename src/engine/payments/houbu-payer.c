/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payer-private.h"

#include "houbu-clock.h"

/* How many orders and refunds are asked for at a time; the rest comes next. */
#define FIND_LIMIT 32

G_DEFINE_FINAL_TYPE (HoubuPayer, houbu_payer, G_TYPE_OBJECT)

static G_DEFINE_QUARK (houbu - payer, payer);

/* What is due. */
typedef struct
{
  gint64 now;
  GArray *payments; /* (owned) (element-type gint64) */
  GArray *refunds;  /* (owned) (element-type gint64) */
} Due;

static Due *
due_new (HoubuPayer *self)
{
  Due *due = g_new0 (Due, 1);

  due->now = houbu_payer_now (self);
  due->payments = g_array_new (FALSE, FALSE, sizeof (gint64));
  due->refunds = g_array_new (FALSE, FALSE, sizeof (gint64));
  return due;
}

static void
due_free (gpointer data)
{
  Due *due = data;

  g_array_unref (due->payments);
  g_array_unref (due->refunds);
  g_free (due);
}

static gboolean
find_due (HoubuTx *tx, gpointer data, GError **error)
{
  Due *due = data;

  g_array_set_size (due->payments, 0);
  g_array_set_size (due->refunds, 0);
  return houbu_store_payment_list_to_ask (tx, due->now, FIND_LIMIT, due->payments, error) &&
         houbu_store_refund_list_to_ask (tx, due->now, FIND_LIMIT, due->refunds, error);
}

static void
start_due (HoubuPayer *self, const Due *due)
{
  for (guint i = 0; i < due->payments->len; i++)
    houbu_payer_look (self, g_array_index (due->payments, gint64, i), HOUBU_LOOK_DUE, NULL);
  for (guint i = 0; i < due->refunds->len; i++)
    houbu_payer_ask_refund (self, g_array_index (due->refunds, gint64, i));
}

/* What cannot be read now is found by the next timer. */
static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPayer) self = user_data;
  g_autoptr (GError) error = NULL;

  self->n_finding--;
  if (!houbu_store_read_finish (HOUBU_STORE (source), result, &error))
    g_debug ("nothing found to ask: %s", error->message);
  else if (self->timer != NULL)
    start_due (self, houbu_store_result_get_data (result));
}

static void
find (HoubuPayer *self)
{
  if (self->timer == NULL || self->n_finding > 0)
    return;
  self->n_finding++;
  houbu_store_read_async (houbu_engine_get_store (self->engine), find_due, due_new (self), due_free,
                          NULL, on_found, g_object_ref (self));
}

static gboolean
on_timer (gpointer user_data)
{
  find (user_data);
  return G_SOURCE_CONTINUE;
}

static void
houbu_payer_dispose (GObject *object)
{
  HoubuPayer *self = HOUBU_PAYER (object);

  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_clear_object (&self->provider);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->context, g_main_context_unref);
  G_OBJECT_CLASS (houbu_payer_parent_class)->dispose (object);
}

static void
houbu_payer_finalize (GObject *object)
{
  HoubuPayer *self = HOUBU_PAYER (object);

  g_hash_table_unref (self->looks);
  g_hash_table_unref (self->refunds);
  G_OBJECT_CLASS (houbu_payer_parent_class)->finalize (object);
}

static void
houbu_payer_class_init (HoubuPayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = houbu_payer_dispose;
  object_class->finalize = houbu_payer_finalize;
}

static void
houbu_payer_init (HoubuPayer *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->looks = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->refunds = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * houbu_payer_new:
 * @engine: an engine
 * @provider: the platform that it is to speak with
 *
 * Returns: (transfer full): a payer that does not run yet
 */
HoubuPayer *
houbu_payer_new (HoubuEngine *engine, HoubuProvider *provider)
{
  HoubuPayer *self = NULL;

  g_return_val_if_fail (HOUBU_IS_ENGINE (engine) && HOUBU_IS_PROVIDER (provider), NULL);

  self = g_object_new (HOUBU_TYPE_PAYER, NULL);
  self->engine = g_object_ref (engine);
  self->provider = g_object_ref (provider);
  return self;
}

/**
 * houbu_payer_start:
 * @self: a payer
 *
 * Goes on with what the store says is to be done, and does so until houbu_payer_stop(). The engine
 * keeps it meanwhile, and its operations find it there.
 */
void
houbu_payer_start (HoubuPayer *self)
{
  g_return_if_fail (HOUBU_IS_PAYER (self));
  g_return_if_fail (self->timer == NULL);

  g_object_set_qdata_full (G_OBJECT (self->engine), payer_quark (), g_object_ref (self),
                           g_object_unref);
  self->timer = g_timeout_source_new (HOUBU_PAYER_INTERVAL / G_TIME_SPAN_MILLISECOND);
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, self->context);
  find (self);
}

/**
 * houbu_payer_stop:
 * @self: a payer
 *
 * Begins nothing more. What the provider was asked already is still written down.
 */
void
houbu_payer_stop (HoubuPayer *self)
{
  g_return_if_fail (HOUBU_IS_PAYER (self));

  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_object_set_qdata (G_OBJECT (self->engine), payer_quark (), NULL);
}

/**
 * houbu_payer_get:
 * @engine: an engine
 *
 * Returns: (transfer none) (nullable): the payer that runs for it; main thread only
 */
HoubuPayer *
houbu_payer_get (HoubuEngine *engine)
{
  return g_object_get_qdata (G_OBJECT (engine), payer_quark ());
}

/**
 * houbu_payer_get_provider:
 * @self: a payer
 *
 * Returns: (transfer none): the platform that it speaks with
 */
HoubuProvider *
houbu_payer_get_provider (HoubuPayer *self)
{
  g_return_val_if_fail (HOUBU_IS_PAYER (self), NULL);

  return self->provider;
}

/**
 * houbu_payer_wake:
 * @self: a payer
 *
 * Something is due now: it is looked for without waiting for the timer.
 */
void
houbu_payer_wake (HoubuPayer *self)
{
  g_return_if_fail (HOUBU_IS_PAYER (self));

  find (self);
}

gint64
houbu_payer_now (HoubuPayer *self)
{
  return houbu_clock_now (houbu_engine_get_clock (self->engine));
}

gboolean
houbu_payer_is_busy (HoubuPayer *self)
{
  return self->n_finding > 0 || self->n_searching > 0 || g_hash_table_size (self->looks) > 0 ||
         g_hash_table_size (self->refunds) > 0;
}

static void
wait_until_idle (HoubuPayer *self)
{
  while (houbu_payer_is_busy (self))
    g_main_context_iteration (self->context, TRUE);
}

/* What fails stays due, so the rounds are counted. */
void
houbu_payer_run (HoubuPayer *self)
{
  wait_until_idle (self);
  for (guint round = 0; round < 4; round++)
    {
      Due *due = due_new (self);
      gboolean found =
          houbu_store_read (houbu_engine_get_store (self->engine), find_due, due, NULL) &&
          due->payments->len + due->refunds->len > 0;

      if (found)
        start_due (self, due);
      due_free (due);
      if (!found)
        return;
      wait_until_idle (self);
    }
}

/* --------------------------------------------------------------------------------------------- */
/* What is written when the provider has spoken */

static void
write_free (gpointer data)
{
  HoubuPayerWrite *write = data;

  g_object_unref (write->engine);
  g_clear_pointer (&write->links, houbu_trade_links_free);
  g_clear_pointer (&write->trade, houbu_trade_free);
  g_free (write->provider);
  g_free (write->closer);
  g_free (write);
}

HoubuPayerWrite *
houbu_payer_write_new (HoubuPayer *self, HoubuPayerDeed deed, gint64 payment)
{
  HoubuPayerWrite *write = g_new0 (HoubuPayerWrite, 1);

  write->engine = g_object_ref (self->engine);
  write->deed = deed;
  write->payment = payment;
  write->provider = g_strdup (houbu_provider_get_name (self->provider));
  return write;
}

static gboolean
take (HoubuTx *tx, HoubuPayerWrite *write, gint64 now, GError **error)
{
  const HoubuMoneyTaken money = {
    .provider = write->provider,
    .number = write->trade->number,
    .transaction = write->trade->transaction,
    .amount_fen = write->trade->amount_fen,
    .captured_at = write->trade->captured_at,
    .certain = write->certain,
  };

  return houbu_payment_take (tx, write->engine, &money, now, &write->outcome, error);
}

static gboolean
write_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  HoubuPayerWrite *write = data;
  gint64 now = houbu_clock_now (houbu_engine_get_clock (write->engine));

  switch (write->deed)
    {
    case HOUBU_PAYER_SET_LINKS:
      return houbu_payment_set_links (tx, write->payment, write->links->pay_url,
                                      write->links->qr_text, now, error);
    case HOUBU_PAYER_TAKE:
      return take (tx, write, now, error);
    case HOUBU_PAYER_END:
      return houbu_payment_end (tx, write->engine, write->payment, TRUE, write->closer, now, error);
    case HOUBU_PAYER_GIVE_UP:
      return houbu_payment_end (tx, write->engine, write->payment, FALSE, NULL, now, error);
    case HOUBU_PAYER_POSTPONE:
    default:
      return houbu_payment_postpone (tx, write->payment, now, error);
    }
}

/* Takes @write over; the callback finds it as the result's data. */
void
houbu_payer_write_async (HoubuPayer *self,
                         HoubuPayerWrite *write,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  houbu_store_write_async (houbu_engine_get_store (self->engine), write_in_store, write, write_free,
                           NULL, callback, user_data);
}
