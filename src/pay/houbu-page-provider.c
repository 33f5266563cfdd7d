/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-page-provider.h"

#include "houbu-bill-file.h"
#include "houbu-error.h"

#include <string.h>

/* The platform's words. */
#define METHOD_PAGE "alipay.trade.page.pay"
#define METHOD_PRECREATE "alipay.trade.precreate"
#define METHOD_QUERY "alipay.trade.query"
#define METHOD_CLOSE "alipay.trade.close"
#define METHOD_REFUND "alipay.trade.refund"
#define METHOD_BILL "alipay.data.dataservice.bill.downloadurl.query"
#define CODE_DONE "10000"
#define NOT_THERE "ACQ.TRADE_NOT_EXIST"
#define WRONG_STATUS "ACQ.TRADE_STATUS_ERROR"
#define INVALID_STATUS "ACQ.REASON_TRADE_STATUS_INVALID"

/* A notification that is older is a replay, or its clock or ours is wrong (I-P4). It comes again.
 */
#define MOST_AGE (15 * G_TIME_SPAN_MINUTE)

struct _HoubuPageProvider
{
  GObject parent_instance;

  char *name;            /* (owned) */
  HoubuGateway *gateway; /* (owned) */
};

static void houbu_page_provider_iface_init (HoubuProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HoubuPageProvider,
                               houbu_page_provider,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (HOUBU_TYPE_PROVIDER,
                                                      houbu_page_provider_iface_init))

static const char *
member (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, NULL);
}

static gboolean
is_done (JsonObject *answer)
{
  return g_strcmp0 (member (answer, "code"), CODE_DONE) == 0;
}

static gboolean
is_refused_as (JsonObject *answer, const char *reason)
{
  return g_strcmp0 (member (answer, "sub_code"), reason) == 0;
}

static void
return_silent (GTask *task)
{
  GError *error = NULL;

  houbu_error_set (&error, HOUBU_ERROR_PROVIDER_SILENT, HOUBU_PROBLEM_NONE, NULL);
  g_task_return_error (task, error);
}

/* Names and values in turn, ended by NULL, as JSON. */
static char *
make_content (const char *name, ...)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  va_list args;

  json_builder_begin_object (builder);
  va_start (args, name);
  for (; name != NULL; name = va_arg (args, const char *))
    {
      json_builder_set_member_name (builder, name);
      json_builder_add_string_value (builder, va_arg (args, const char *));
    }
  va_end (args);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static const char *
get_name (HoubuProvider *provider)
{
  return HOUBU_PAGE_PROVIDER (provider)->name;
}

static void
call (HoubuProvider *provider,
      const char *method,
      const char *content,
      GAsyncReadyCallback callback,
      GTask *task)
{
  houbu_gateway_call_async (HOUBU_PAGE_PROVIDER (provider)->gateway, method, content, callback,
                            task);
}

/* The platform's answer, or the task has failed. */
static JsonObject *
finish_call (GObject *source, GAsyncResult *result, GTask *task)
{
  GError *error = NULL;
  JsonObject *answer = houbu_gateway_call_finish (HOUBU_GATEWAY (source), result, &error);

  if (answer == NULL)
    g_task_return_error (task, error);
  return answer;
}

/* --------------------------------------------------------------------------------------------- */
/* Opening */

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const char *content = g_task_get_task_data (task);
  g_autoptr (JsonObject) answer = finish_call (source, result, task);
  g_autoptr (HoubuTradeLinks) links = g_new0 (HoubuTradeLinks, 1);

  if (answer == NULL)
    return;
  links->qr_text = g_strdup (member (answer, "qr_code"));
  links->pay_url = houbu_gateway_make_url (HOUBU_GATEWAY (source), METHOD_PAGE, content);
  if (is_done (answer) && links->qr_text != NULL && links->pay_url != NULL)
    g_task_return_pointer (task, g_steal_pointer (&links), (GDestroyNotify) houbu_trade_links_free);
  else
    return_silent (task);
}

static void
open_async (HoubuProvider *provider, const HoubuTradeOrder *order, GTask *task)
{
  g_autofree char *amount = houbu_form_write_amount (order->amount_fen);
  g_autofree char *expires = houbu_form_write_time (order->expires_at);
  char *content =
      make_content ("out_trade_no", order->number, "total_amount", amount, "subject", order->title,
                    "product_code", "FAST_INSTANT_TRADE_PAY", "time_expire", expires, NULL);

  g_task_set_task_data (task, content, g_free);
  call (provider, METHOD_PRECREATE, content, on_opened, task);
}

/* --------------------------------------------------------------------------------------------- */
/* What became of an order */

static gboolean
read_status (const char *status, HoubuTradeAnswer *answer)
{
  static const struct
  {
    const char *word;
    HoubuTradeAnswer answer;
  } words[] = {
    { "WAIT_BUYER_PAY", HOUBU_TRADE_ANSWER_WAITING },
    { "TRADE_SUCCESS", HOUBU_TRADE_ANSWER_CAPTURED },
    { "TRADE_FINISHED", HOUBU_TRADE_ANSWER_CAPTURED },
    { "TRADE_CLOSED", HOUBU_TRADE_ANSWER_CLOSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (status, words[i].word) == 0)
      {
        *answer = words[i].answer;
        return TRUE;
      }
  return FALSE;
}

/* Fills in what was captured; an answer that leaves out what it has to say is none. */
static gboolean
fill_trade (HoubuTrade *trade,
            const char *number,
            const char *transaction,
            const char *amount,
            const char *paid_at)
{
  if (number == NULL)
    return FALSE;
  trade->number = g_strdup (number);
  if (trade->answer != HOUBU_TRADE_ANSWER_CAPTURED)
    return TRUE;
  trade->transaction = g_strdup (transaction);
  return transaction != NULL && *transaction != '\0' &&
         houbu_form_read_amount (amount, &trade->amount_fen) && trade->amount_fen > 0 &&
         houbu_form_read_time (paid_at, &trade->captured_at);
}

static HoubuTrade *
read_trade (JsonObject *answer, const char *number)
{
  g_autoptr (HoubuTrade) trade = g_new0 (HoubuTrade, 1);

  if (is_refused_as (answer, NOT_THERE))
    {
      trade->answer = HOUBU_TRADE_ANSWER_UNKNOWN;
      trade->number = g_strdup (number);
      return g_steal_pointer (&trade);
    }
  if (!is_done (answer) || g_strcmp0 (member (answer, "out_trade_no"), number) != 0 ||
      !read_status (member (answer, "trade_status"), &trade->answer) ||
      !fill_trade (trade, number, member (answer, "trade_no"), member (answer, "total_amount"),
                   member (answer, "send_pay_date")))
    return NULL;
  return g_steal_pointer (&trade);
}

static void
on_queried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (JsonObject) answer = finish_call (source, result, task);
  HoubuTrade *trade = NULL;

  if (answer == NULL)
    return;
  trade = read_trade (answer, g_task_get_task_data (task));
  if (trade != NULL)
    g_task_return_pointer (task, trade, (GDestroyNotify) houbu_trade_free);
  else
    return_silent (task);
}

static void
query_async (HoubuProvider *provider, const char *number, GTask *task)
{
  g_autofree char *content = make_content ("out_trade_no", number, NULL);

  g_task_set_task_data (task, g_strdup (number), g_free);
  call (provider, METHOD_QUERY, content, on_queried, task);
}

/* --------------------------------------------------------------------------------------------- */
/* Closing, giving back */

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (JsonObject) answer = finish_call (source, result, task);

  if (answer == NULL)
    return;
  if (is_done (answer) || is_refused_as (answer, NOT_THERE))
    g_task_return_boolean (task, TRUE);
  else if (is_refused_as (answer, WRONG_STATUS) || is_refused_as (answer, INVALID_STATUS))
    g_task_return_boolean (task, FALSE);
  else
    return_silent (task);
}

static void
close_async (HoubuProvider *provider, const char *number, GTask *task)
{
  g_autofree char *content = make_content ("out_trade_no", number, NULL);

  call (provider, METHOD_CLOSE, content, on_closed, task);
}

static void
on_refunded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (JsonObject) answer = finish_call (source, result, task);
  gint64 at = 0;

  if (answer == NULL)
    return;
  if (!is_done (answer))
    {
      g_message ("The platform refuses a refund: %s", member (answer, "sub_code"));
      return_silent (task);
      return;
    }
  if (!houbu_form_read_time (member (answer, "gmt_refund_pay"), &at))
    at = g_get_real_time ();
  g_task_return_pointer (task, g_memdup2 (&at, sizeof at), g_free);
}

static void
refund_async (HoubuProvider *provider, const HoubuTradeRefund *refund, GTask *task)
{
  g_autofree char *amount = houbu_form_write_amount (refund->amount_fen);
  g_autofree char *content =
      make_content ("out_trade_no", refund->number, "trade_no", refund->transaction,
                    "out_request_no", refund->request, "refund_amount", amount, NULL);

  call (provider, METHOD_REFUND, content, on_refunded, task);
}

/* --------------------------------------------------------------------------------------------- */
/* The bill of a day */

static gboolean
read_day (const char *day, gint64 *from)
{
  g_autofree char *midnight = g_strconcat (day, " 00:00:00", NULL);

  return houbu_form_read_time (midnight, from);
}

static void
on_bill_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GBytes) file = houbu_gateway_get_finish (HOUBU_GATEWAY (source), result, &error);
  g_autoptr (HoubuBill) bill = g_new0 (HoubuBill, 1);

  if (file == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  read_day (g_task_get_task_data (task), &bill->from);
  bill->to = bill->from + G_TIME_SPAN_DAY;
  bill->lines = houbu_bill_file_read (file, &error);
  if (bill->lines != NULL)
    {
      g_task_return_pointer (task, g_steal_pointer (&bill), (GDestroyNotify) houbu_bill_free);
      return;
    }
  g_warning ("the platform's bill cannot be read: %s", error->message);
  g_error_free (error);
  return_silent (task);
}

static void
on_bill_named (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (JsonObject) answer = finish_call (source, result, task);
  const char *url = NULL;

  if (answer == NULL)
    return;
  url = member (answer, "bill_download_url");
  if (is_done (answer) && url != NULL)
    houbu_gateway_get_async (HOUBU_GATEWAY (source), url, on_bill_fetched, g_steal_pointer (&task));
  else
    return_silent (task);
}

static void
get_bill_async (HoubuProvider *provider, const char *day, GTask *task)
{
  g_autofree char *content = NULL;
  GError *error = NULL;
  gint64 from = 0;

  if (!read_day (day, &from))
    {
      houbu_error_set (&error, HOUBU_ERROR_INVALID_FIELD, HOUBU_PROBLEM_BAD_FORMAT, "field", "day",
                       NULL);
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  content = make_content ("bill_type", "trade", "bill_date", day, NULL);
  g_task_set_task_data (task, g_strdup (day), g_free);
  call (provider, METHOD_BILL, content, on_bill_named, task);
}

/* --------------------------------------------------------------------------------------------- */
/* What comes by itself */

static gboolean
is_genuine (HoubuPageProvider *self, HoubuForm *form, gint64 now)
{
  g_autofree char *text = houbu_form_to_signed_text (form, FALSE);
  gint64 at = 0;

  if (g_strcmp0 (houbu_form_get (form, "sign_type"), "RSA2") != 0 ||
      !houbu_signer_verify (houbu_gateway_get_signer (self->gateway), text, -1,
                            houbu_form_get (form, "sign")))
    return FALSE;
  return g_strcmp0 (houbu_form_get (form, "app_id"), houbu_gateway_get_app_id (self->gateway)) ==
             0 &&
         houbu_form_read_time (houbu_form_get (form, "notify_time"), &at) &&
         ABS (now - at) <= MOST_AGE;
}

static HoubuTrade *
read_notification (HoubuProvider *provider, GBytes *body, gint64 now, GError **error)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data (body, &length);
  g_autoptr (HoubuForm) form = length > 0 ? houbu_form_parse (bytes, (gssize) length) : NULL;
  g_autoptr (HoubuTrade) trade = g_new0 (HoubuTrade, 1);

  if (form != NULL && is_genuine (HOUBU_PAGE_PROVIDER (provider), form, now) &&
      read_status (houbu_form_get (form, "trade_status"), &trade->answer) &&
      fill_trade (trade, houbu_form_get (form, "out_trade_no"), houbu_form_get (form, "trade_no"),
                  houbu_form_get (form, "total_amount"), houbu_form_get (form, "gmt_payment")))
    return g_steal_pointer (&trade);
  houbu_error_set (error, HOUBU_ERROR_FORBIDDEN, HOUBU_PROBLEM_NONE, NULL);
  return NULL;
}

static void
houbu_page_provider_iface_init (HoubuProviderInterface *iface)
{
  iface->get_name = get_name;
  iface->open_async = open_async;
  iface->query_async = query_async;
  iface->close_async = close_async;
  iface->refund_async = refund_async;
  iface->get_bill_async = get_bill_async;
  iface->read_notification = read_notification;
}

static void
houbu_page_provider_finalize (GObject *object)
{
  HoubuPageProvider *self = HOUBU_PAGE_PROVIDER (object);

  g_free (self->name);
  g_object_unref (self->gateway);
  G_OBJECT_CLASS (houbu_page_provider_parent_class)->finalize (object);
}

static void
houbu_page_provider_class_init (HoubuPageProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = houbu_page_provider_finalize;
}

static void
houbu_page_provider_init (HoubuPageProvider *self)
{
}

/**
 * houbu_page_provider_new:
 * @name: its word in the configuration
 * @gateway: (transfer none): how it is reached
 *
 * Returns: (transfer full): the platform
 */
HoubuProvider *
houbu_page_provider_new (const char *name, HoubuGateway *gateway)
{
  HoubuPageProvider *self = NULL;

  g_return_val_if_fail (name != NULL && HOUBU_IS_GATEWAY (gateway), NULL);

  self = g_object_new (HOUBU_TYPE_PAGE_PROVIDER, NULL);
  self->name = g_strdup (name);
  self->gateway = g_object_ref (gateway);
  return HOUBU_PROVIDER (self);
}
