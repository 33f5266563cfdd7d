/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payer-private.h"

#include "houbu-clock.h"

/* A refund that the provider is asked for. The provider knows its number, so that asking twice
 * gives nothing back twice. */
typedef struct
{
  HoubuPayer *payer; /* (owned) */
  gint64 refund;
  HoubuRefundRow *row; /* (owned) (nullable) */
} Asking;

/* What is read or written of it in the store. */
typedef struct
{
  HoubuClock *clock; /* (owned) */
  gint64 refund;
  HoubuRefundRow *row; /* (owned) (nullable) */
  gint64 refunded_at;  /* -1 when it was asked for in vain */
} Deed;

static void
deed_free (gpointer data)
{
  Deed *deed = data;

  houbu_clock_unref (deed->clock);
  g_clear_pointer (&deed->row, houbu_refund_row_free);
  g_free (deed);
}

static Deed *
deed_new (Asking *asking, gint64 refunded_at)
{
  Deed *deed = g_new0 (Deed, 1);

  deed->clock = houbu_clock_ref (houbu_engine_get_clock (asking->payer->engine));
  deed->refund = asking->refund;
  deed->refunded_at = refunded_at;
  return deed;
}

static void
asking_end (Asking *self)
{
  g_hash_table_remove (self->payer->refunds, &self->refund);
  g_clear_pointer (&self->row, houbu_refund_row_free);
  g_object_unref (self->payer);
  g_free (self);
}

static gboolean
write_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Deed *deed = data;
  gint64 now = houbu_clock_now (deed->clock);

  if (deed->refunded_at < 0)
    return houbu_payment_postpone_refund (tx, deed->refund, now, error);
  return houbu_payment_finish_refund (tx, deed->refund, deed->refunded_at, now, error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!houbu_store_write_finish (HOUBU_STORE (source), result, &error))
    g_debug ("a refund stays due: %s", error->message);
  asking_end (user_data);
}

static void
on_refunded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asking *self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 at = houbu_provider_refund_finish (HOUBU_PROVIDER (source), result, &error);

  if (at < 0)
    g_message ("Refund %s is asked for again later: %s", self->row->id, error->message);
  houbu_store_write_async (houbu_engine_get_store (self->payer->engine), write_in_store,
                           deed_new (self, at), deed_free, NULL, on_written, self);
}

static gboolean
load_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Deed *deed = data;

  g_clear_pointer (&deed->row, houbu_refund_row_free);
  deed->row = houbu_store_refund_load (tx, deed->refund, error);
  return deed->row != NULL;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Asking *self = user_data;
  Deed *deed = houbu_store_result_get_data (result);

  if (!houbu_store_read_finish (HOUBU_STORE (source), result, NULL) ||
      deed->row->ask_at == HOUBU_NONE)
    {
      asking_end (self);
      return;
    }
  self->row = g_steal_pointer (&deed->row);
  houbu_provider_refund_async (self->payer->provider,
                               &(HoubuTradeRefund){
                                   .number = self->row->payment_id,
                                   .transaction = self->row->transaction,
                                   .request = self->row->id,
                                   .amount_fen = self->row->amount_fen,
                               },
                               on_refunded, self);
}

/* Asks for a refund unless that is under way. */
void
houbu_payer_ask_refund (HoubuPayer *self, gint64 refund)
{
  Asking *asking = NULL;

  if (!g_hash_table_add (self->refunds, g_memdup2 (&refund, sizeof refund)))
    return;
  asking = g_new0 (Asking, 1);
  asking->payer = g_object_ref (self);
  asking->refund = refund;
  houbu_store_read_async (houbu_engine_get_store (self->engine), load_in_store,
                          deed_new (asking, -1), deed_free, NULL, on_loaded, asking);
}
