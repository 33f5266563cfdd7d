/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payer-private.h"

#include "houbu-store-payments.h"

/* A notification that asks us to look: the order's key is found first. */
typedef struct
{
  char *number; /* (owned) */
  gint64 payment;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_free (search->number);
  g_free (search);
}

static gboolean
search_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Search *search = data;
  g_autoptr (HoubuPaymentRow) row = houbu_store_payment_find (tx, search->number, error);

  search->payment = row != NULL ? row->key : 0;
  return row != NULL;
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HoubuPayer) self = user_data;
  const Search *search = houbu_store_result_get_data (result);

  self->n_searching--;
  if (houbu_store_read_finish (HOUBU_STORE (source), result, NULL))
    houbu_payer_look (self, search->payment, HOUBU_LOOK_AGAIN, NULL);
}

static void
look_at_number (HoubuPayer *self, const char *number)
{
  Search *search = g_new0 (Search, 1);

  search->number = g_strdup (number);
  self->n_searching++;
  houbu_store_read_async (houbu_engine_get_store (self->engine), search_in_store, search,
                          search_free, NULL, on_searched, g_object_ref (self));
}

/* The provider hears "success" only after the commit (I-P11), and nothing of why not (I-P4). */
static void
on_taken (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HoubuPayer *self = g_task_get_source_object (task);
  const HoubuPayerWrite *write = houbu_store_result_get_data (result);
  g_autoptr (GError) error = NULL;
  gboolean written = houbu_store_write_finish (HOUBU_STORE (source), result, &error);

  if (written && write->outcome == HOUBU_TAKE_MISMATCH)
    {
      g_warning ("a notification does not fit order %s: the provider is asked",
                 write->trade->number);
      look_at_number (self, write->trade->number);
    }
  if (written && write->outcome == HOUBU_TAKE_UNKNOWN)
    g_warning ("a notification names order %s, which is not ours", write->trade->number);
  if (written && write->outcome == HOUBU_TAKE_DONE)
    houbu_payer_wake (self);
  g_task_return_boolean (
      task, written && (write->outcome == HOUBU_TAKE_DONE || write->outcome == HOUBU_TAKE_KNOWN));
}

/**
 * houbu_payer_notify_async:
 * @self: a payer
 * @body: what came to the notification address, byte for byte
 * @callback: called when what it says is durable, or it was turned down
 * @user_data: for @callback
 *
 * Takes a notification of the provider: verified, checked against the order, with one effect
 * however often it comes (P5).
 */
void
houbu_payer_notify_async (HoubuPayer *self,
                          GBytes *body,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuTrade) trade = NULL;
  HoubuPayerWrite *write = NULL;

  g_return_if_fail (HOUBU_IS_PAYER (self) && body != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, houbu_payer_notify_async);
  trade = houbu_provider_read_notification (self->provider, body, houbu_payer_now (self), &error);
  if (trade == NULL)
    {
      g_message ("A notification was turned down: %s", error->message);
      g_task_return_boolean (task, FALSE);
      return;
    }
  if (trade->answer != HOUBU_TRADE_ANSWER_CAPTURED)
    {
      /* That an order was closed is looked up rather than believed. */
      look_at_number (self, trade->number);
      g_task_return_boolean (task, TRUE);
      return;
    }
  write = houbu_payer_write_new (self, HOUBU_PAYER_TAKE, 0);
  write->trade = g_steal_pointer (&trade);
  houbu_payer_write_async (self, write, on_taken, g_steal_pointer (&task));
}

/**
 * houbu_payer_notify_finish:
 * @self: a payer
 * @result: the result
 *
 * Returns: whether the provider need not tell it again
 */
gboolean
houbu_payer_notify_finish (HoubuPayer *self, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
