/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-payer-private.h"

#include "houbu-error.h"
#include "houbu-rules-payment.h"

/* How many times a closing that was overtaken by the payer is followed by a question. */
#define MOST_QUERIES 3

/*
 * One order, from what the store says of it through what the provider says to what is written:
 *
 *   load ─┬─ created ── open ── links
 *         └─ else ───── query ─┬─ take, end, give up, postpone
 *                              └─ close ─┬─ end
 *                                        └─ paid meanwhile: query again
 */
struct _HoubuPayerLook
{
  HoubuPayer *payer; /* (owned) */
  gint64 payment;
  GPtrArray *tasks;     /* (owned) (element-type GTask): who waits for it */
  GPtrArray *closers;   /* (owned) (element-type GTask): who wants it closed, in a look after it */
  HoubuPaymentRow *row; /* (owned) (nullable) */
  HoubuExamWindow window;
  gboolean lost;
  gboolean forced;   /* asked about even if nothing is left to ask */
  gboolean unwanted; /* to be closed */
  char *closer;      /* (owned) (nullable): who wants that */
  gboolean silent;
  guint queries;
};

static void query (HoubuPayerLook *self);

/* What they want cannot come into a look that may have asked already. */
static void
start_closers (HoubuPayerLook *self)
{
  for (guint i = 0; i < self->closers->len; i++)
    houbu_payer_look (self->payer, self->payment, HOUBU_LOOK_CLOSE,
                      g_object_ref (g_ptr_array_index (self->closers, i)));
  g_ptr_array_unref (self->closers);
}

static void
look_end (HoubuPayerLook *self, const GError *error)
{
  HoubuPayer *payer = self->payer;

  g_hash_table_remove (payer->looks, &self->payment);
  start_closers (self);
  for (guint i = 0; i < self->tasks->len; i++)
    {
      GTask *task = g_ptr_array_index (self->tasks, i);

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else if (self->silent)
        {
          GError *silence = NULL;

          houbu_error_set (&silence, HOUBU_ERROR_PROVIDER_SILENT, HOUBU_PROBLEM_NONE, NULL);
          g_task_return_error (task, silence);
        }
      else
        g_task_return_boolean (task, TRUE);
    }
  g_ptr_array_unref (self->tasks);
  g_clear_pointer (&self->row, houbu_payment_row_free);
  g_free (self->closer);
  g_free (self);
  g_object_unref (payer);
}

/* What could not be written is due as before. */
static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuPayerLook *self = user_data;
  const HoubuPayerWrite *write = houbu_store_result_get_data (result);
  g_autoptr (GError) error = NULL;

  if (!houbu_store_write_finish (HOUBU_STORE (source), result, &error))
    g_debug ("an order stays as it was: %s", error->message);
  else if (write->deed == HOUBU_PAYER_TAKE && write->outcome == HOUBU_TAKE_MISMATCH)
    g_warning ("transaction %s belongs to another order than %s", write->trade->transaction,
               write->trade->number);
  look_end (self, error);
}

static void
write_deed (HoubuPayerLook *self, HoubuPayerDeed deed)
{
  houbu_payer_write_async (self->payer, houbu_payer_write_new (self->payer, deed, self->payment),
                           on_written, self);
}

/* Whoever wanted it closed closed it, unless its time was over or a seat was lost anyway. */
static void
write_closing (HoubuPayerLook *self)
{
  HoubuPayerWrite *write = houbu_payer_write_new (self->payer, HOUBU_PAYER_END, self->payment);

  if (!self->lost && houbu_payer_now (self->payer) < self->row->expires_at)
    write->closer = g_strdup (self->closer);
  houbu_payer_write_async (self->payer, write, on_written, self);
}

static HoubuTradeState
state_of (const HoubuTrade *trade)
{
  static const HoubuTradeState states[] = {
    [HOUBU_TRADE_ANSWER_UNKNOWN] = HOUBU_TRADE_UNKNOWN,
    [HOUBU_TRADE_ANSWER_WAITING] = HOUBU_TRADE_WAITING,
    [HOUBU_TRADE_ANSWER_CAPTURED] = HOUBU_TRADE_CAPTURED,
    [HOUBU_TRADE_ANSWER_CLOSED] = HOUBU_TRADE_CLOSED,
  };

  return trade != NULL ? states[trade->answer] : HOUBU_TRADE_SILENT;
}

static HoubuOrderStep
next_step (HoubuPayerLook *self, HoubuTradeState trade)
{
  const HoubuOrderSnapshot order = { self->row->state, self->row->expires_at, self->lost,
                                     self->unwanted };

  return houbu_rules_order_step (&self->window, &order, trade, houbu_payer_now (self->payer));
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuPayerLook *self = user_data;
  g_autoptr (GError) error = NULL;

  if (houbu_provider_close_finish (HOUBU_PROVIDER (source), result, &error))
    {
      write_closing (self);
      return;
    }
  if (error == NULL && self->queries < MOST_QUERIES)
    {
      query (self);
      return;
    }
  self->silent = TRUE;
  write_deed (self, next_step (self, HOUBU_TRADE_SILENT) == HOUBU_STEP_GIVE_UP
                        ? HOUBU_PAYER_GIVE_UP
                        : HOUBU_PAYER_POSTPONE);
}

static void
take (HoubuPayerLook *self, HoubuTrade *trade)
{
  HoubuPayerWrite *write = houbu_payer_write_new (self->payer, HOUBU_PAYER_TAKE, self->payment);

  write->trade = trade;
  write->certain = TRUE;
  houbu_payer_write_async (self->payer, write, on_written, self);
}

static void
on_queried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuPayerLook *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HoubuTrade) trade =
      houbu_provider_query_finish (HOUBU_PROVIDER (source), result, &error);

  self->silent = trade == NULL;
  switch (next_step (self, state_of (trade)))
    {
    case HOUBU_STEP_CAPTURE:
      take (self, g_steal_pointer (&trade));
      break;
    case HOUBU_STEP_CLOSE:
      houbu_provider_close_async (self->payer->provider, self->row->id, on_closed, self);
      break;
    case HOUBU_STEP_END:
      write_deed (self, HOUBU_PAYER_END);
      break;
    case HOUBU_STEP_GIVE_UP:
      write_deed (self, HOUBU_PAYER_GIVE_UP);
      break;
    case HOUBU_STEP_WAIT:
    default:
      write_deed (self, HOUBU_PAYER_POSTPONE);
    }
}

static void
query (HoubuPayerLook *self)
{
  self->queries++;
  houbu_provider_query_async (self->payer->provider, self->row->id, on_queried, self);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuPayerLook *self = user_data;
  HoubuPayerWrite *write = NULL;
  g_autoptr (GError) error = NULL;
  HoubuTradeLinks *links = houbu_provider_open_finish (HOUBU_PROVIDER (source), result, &error);

  if (links == NULL)
    {
      self->silent = TRUE;
      write_deed (self, HOUBU_PAYER_POSTPONE);
      return;
    }
  write = houbu_payer_write_new (self->payer, HOUBU_PAYER_SET_LINKS, self->payment);
  write->links = links;
  houbu_payer_write_async (self->payer, write, on_written, self);
}

static void
open_order (HoubuPayerLook *self)
{
  const HoubuTradeOrder order = {
    .number = self->row->id,
    .title = self->row->kind == HOUBU_KIND_ORAL ? "口试报名费" : "笔试报名费",
    .amount_fen = self->row->amount_fen,
    .expires_at = self->row->expires_at,
  };

  houbu_provider_open_async (self->payer->provider, &order, on_opened, self);
}

/* --------------------------------------------------------------------------------------------- */
/* What the store says of it */

typedef struct
{
  gint64 payment;
  HoubuPaymentRow *row; /* (owned) (nullable) */
  HoubuExamWindow window;
  gboolean lost;
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_clear_pointer (&loading->row, houbu_payment_row_free);
  g_free (loading);
}

static gboolean
load_in_store (HoubuTx *tx, gpointer data, GError **error)
{
  Loading *self = data;
  g_autoptr (HoubuExamRow) exam = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  g_clear_pointer (&self->row, houbu_payment_row_free);
  self->lost = FALSE;
  self->row = houbu_store_payment_load (tx, self->payment, error);
  if (self->row == NULL)
    return FALSE;
  exam = houbu_store_exam_load (tx, self->row->exam, error);
  if (exam == NULL)
    return FALSE;
  self->window = exam->window;
  lines = houbu_store_payment_list_lines (tx, self->payment, error);
  if (lines == NULL)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    self->lost |= ((HoubuPaymentLineRow *) lines->pdata[i])->state != HOUBU_SEAT_PAYING;
  return TRUE;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HoubuPayerLook *self = user_data;
  Loading *loading = houbu_store_result_get_data (result);
  g_autoptr (GError) error = NULL;

  if (!houbu_store_read_finish (HOUBU_STORE (source), result, &error))
    {
      look_end (self, error);
      return;
    }
  self->row = g_steal_pointer (&loading->row);
  self->window = loading->window;
  self->lost = loading->lost;
  if ((self->row->ask_at == HOUBU_NONE && !self->forced) ||
      g_strcmp0 (self->row->provider, houbu_provider_get_name (self->payer->provider)) != 0)
    look_end (self, NULL);
  else if (self->row->state == HOUBU_ORDER_CREATED && !self->lost && !self->unwanted &&
           houbu_payer_now (self->payer) < self->row->expires_at)
    open_order (self);
  else
    query (self);
}

static void
join (HoubuPayerLook *self, HoubuPayerWish wish, GTask *task)
{
  self->forced |= wish == HOUBU_LOOK_AGAIN;
  if (task != NULL)
    g_ptr_array_add (wish == HOUBU_LOOK_CLOSE && !self->unwanted ? self->closers : self->tasks,
                     task);
}

/* Looks at an order, or joins those who wait for somebody who does. Takes @task over. */
void
houbu_payer_look (HoubuPayer *self, gint64 payment, HoubuPayerWish wish, GTask *task)
{
  HoubuPayerLook *look = g_hash_table_lookup (self->looks, &payment);
  Loading *loading = NULL;

  if (look != NULL)
    {
      join (look, wish, task);
      return;
    }
  look = g_new0 (HoubuPayerLook, 1);
  look->payer = g_object_ref (self);
  look->payment = payment;
  look->forced = wish == HOUBU_LOOK_AGAIN;
  look->unwanted = wish == HOUBU_LOOK_CLOSE;
  look->closer = look->unwanted && task != NULL ? g_strdup (g_task_get_task_data (task)) : NULL;
  look->tasks = g_ptr_array_new_with_free_func (g_object_unref);
  look->closers = g_ptr_array_new_with_free_func (g_object_unref);
  if (task != NULL)
    g_ptr_array_add (look->tasks, task);
  g_hash_table_insert (self->looks, &look->payment, look);
  loading = g_new0 (Loading, 1);
  loading->payment = payment;
  houbu_store_read_async (houbu_engine_get_store (self->engine), load_in_store, loading,
                          loading_free, NULL, on_loaded, look);
}

/**
 * houbu_payer_look_async:
 * @self: a payer
 * @payment: key of an order
 * @wish: what for
 * @actor: (nullable): whose wish it is, as the journal names them
 * @callback: called when what the provider says is written down
 * @user_data: for @callback
 *
 * Asks the provider now, whenever it was to be asked next. An order that is to be closed before its
 * time ends here once the provider says that nobody can pay it any more; money that was quicker is
 * taken in instead.
 */
void
houbu_payer_look_async (HoubuPayer *self,
                        gint64 payment,
                        HoubuPayerWish wish,
                        const char *actor,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (HOUBU_IS_PAYER (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, houbu_payer_look_async);
  g_task_set_task_data (task, g_strdup (actor), g_free);
  houbu_payer_look (self, payment, wish, task);
}

/**
 * houbu_payer_look_finish:
 * @self: a payer
 * @result: the result
 * @error: HOUBU_ERROR_PROVIDER_SILENT when it is not known how the order stands
 *
 * Returns: whether the order is known to stand as the store now says
 */
gboolean
houbu_payer_look_finish (HoubuPayer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
