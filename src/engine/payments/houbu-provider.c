/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-provider.h"

G_DEFINE_INTERFACE (HoubuProvider, houbu_provider, G_TYPE_OBJECT)

static void
houbu_provider_default_init (HoubuProviderInterface *iface)
{
}

/**
 * houbu_trade_links_free:
 * @self: (transfer full) (nullable): links
 */
void
houbu_trade_links_free (HoubuTradeLinks *self)
{
  if (self == NULL)
    return;
  g_free (self->pay_url);
  g_free (self->qr_text);
  g_free (self);
}

/**
 * houbu_trade_free:
 * @self: (transfer full) (nullable): what the platform says
 */
void
houbu_trade_free (HoubuTrade *self)
{
  if (self == NULL)
    return;
  g_free (self->number);
  g_free (self->transaction);
  g_free (self);
}

/**
 * houbu_bill_line_free:
 * @self: (transfer full) (nullable): a line
 */
void
houbu_bill_line_free (HoubuBillLine *self)
{
  if (self == NULL)
    return;
  g_free (self->entry);
  g_free (self->number);
  g_free (self);
}

/**
 * houbu_bill_free:
 * @self: (transfer full) (nullable): a bill
 */
void
houbu_bill_free (HoubuBill *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self);
}

static GTask *
task_new (HoubuProvider *self, gpointer tag, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, tag);
  return task;
}

/**
 * houbu_provider_get_name:
 * @self: a platform
 *
 * Returns: (transfer none): its word in the configuration and in the ledger
 */
const char *
houbu_provider_get_name (HoubuProvider *self)
{
  g_return_val_if_fail (HOUBU_IS_PROVIDER (self), NULL);

  return HOUBU_PROVIDER_GET_IFACE (self)->get_name (self);
}

/**
 * houbu_provider_open_async:
 * @self: a platform
 * @order: (transfer none): what it shall take in
 * @callback: called when it has answered or has not in time
 * @user_data: for @callback
 */
void
houbu_provider_open_async (HoubuProvider *self,
                           const HoubuTradeOrder *order,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_PROVIDER (self) && order != NULL);

  HOUBU_PROVIDER_GET_IFACE (self)->open_async (
      self, order, task_new (self, houbu_provider_open_async, callback, user_data));
}

/**
 * houbu_provider_open_finish:
 * @self: a platform
 * @result: the result
 * @error: HOUBU_ERROR_PROVIDER_SILENT
 *
 * Returns: (transfer full): where it can be paid
 */
HoubuTradeLinks *
houbu_provider_open_finish (HoubuProvider *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * houbu_provider_query_async:
 * @self: a platform
 * @number: of an order
 * @callback: called when it has answered or has not in time
 * @user_data: for @callback
 */
void
houbu_provider_query_async (HoubuProvider *self,
                            const char *number,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_PROVIDER (self) && number != NULL);

  HOUBU_PROVIDER_GET_IFACE (self)->query_async (
      self, number, task_new (self, houbu_provider_query_async, callback, user_data));
}

/**
 * houbu_provider_query_finish:
 * @self: a platform
 * @result: the result
 * @error: HOUBU_ERROR_PROVIDER_SILENT
 *
 * Returns: (transfer full): what it says of the order
 */
HoubuTrade *
houbu_provider_query_finish (HoubuProvider *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * houbu_provider_close_async:
 * @self: a platform
 * @number: of an order
 * @callback: called when it has answered or has not in time
 * @user_data: for @callback
 */
void
houbu_provider_close_async (HoubuProvider *self,
                            const char *number,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_PROVIDER (self) && number != NULL);

  HOUBU_PROVIDER_GET_IFACE (self)->close_async (
      self, number, task_new (self, houbu_provider_close_async, callback, user_data));
}

/**
 * houbu_provider_close_finish:
 * @self: a platform
 * @result: the result
 * @error: HOUBU_ERROR_PROVIDER_SILENT
 *
 * Returns: whether nobody can pay it any more; %FALSE without an error when it was paid before
 */
gboolean
houbu_provider_close_finish (HoubuProvider *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * houbu_provider_refund_async:
 * @self: a platform
 * @refund: (transfer none): what it shall give back
 * @callback: called when it has answered or has not in time
 * @user_data: for @callback
 */
void
houbu_provider_refund_async (HoubuProvider *self,
                             const HoubuTradeRefund *refund,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_PROVIDER (self) && refund != NULL);

  HOUBU_PROVIDER_GET_IFACE (self)->refund_async (
      self, refund, task_new (self, houbu_provider_refund_async, callback, user_data));
}

/**
 * houbu_provider_refund_finish:
 * @self: a platform
 * @result: the result
 * @error: HOUBU_ERROR_PROVIDER_SILENT
 *
 * Returns: when it gave the money back, by its clock; -1 on error
 */
gint64
houbu_provider_refund_finish (HoubuProvider *self, GAsyncResult *result, GError **error)
{
  g_autofree gint64 *at = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  at = g_task_propagate_pointer (G_TASK (result), error);
  return at != NULL ? *at : -1;
}

/**
 * houbu_provider_get_bill_async:
 * @self: a platform
 * @day: such as 2022-08-30
 * @callback: called when it has answered or has not in time
 * @user_data: for @callback
 */
void
houbu_provider_get_bill_async (HoubuProvider *self,
                               const char *day,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (HOUBU_IS_PROVIDER (self) && day != NULL);

  HOUBU_PROVIDER_GET_IFACE (self)->get_bill_async (
      self, day, task_new (self, houbu_provider_get_bill_async, callback, user_data));
}

/**
 * houbu_provider_get_bill_finish:
 * @self: a platform
 * @result: the result
 * @error: HOUBU_ERROR_PROVIDER_SILENT; HOUBU_ERROR_INVALID_FIELD when there is no such day
 *
 * Returns: (transfer full): all that it did on that day
 */
HoubuBill *
houbu_provider_get_bill_finish (HoubuProvider *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * houbu_provider_read_notification:
 * @self: a platform
 * @body: what came, byte for byte
 * @now: the clock reading
 * @error: HOUBU_ERROR_FORBIDDEN when it is not the platform's, not for us, or too old
 *
 * Returns: (transfer full): what the platform says of an order
 */
HoubuTrade *
houbu_provider_read_notification (HoubuProvider *self, GBytes *body, gint64 now, GError **error)
{
  g_return_val_if_fail (HOUBU_IS_PROVIDER (self) && body != NULL, NULL);

  return HOUBU_PROVIDER_GET_IFACE (self)->read_notification (self, body, now, error);
}
