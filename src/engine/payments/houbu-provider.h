/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * A payment platform as the engine sees it. Every call is asynchronous, ends in a time of its own
 * and is made while no transaction is open (P4). Each may be made again: the platform knows an
 * order by its number and a refund by the number of its request. What is not a clear answer is
 * HOUBU_ERROR_PROVIDER_SILENT.
 */

/**
 * HoubuTradeOrder:
 * @number: of the order
 * @title: what is paid for, in the candidate's country's words
 * @expires_at: from then on the platform refuses to take money
 *
 * What the platform is asked to take in.
 */
typedef struct
{
  const char *number;
  const char *title;
  gint64 amount_fen;
  gint64 expires_at;
} HoubuTradeOrder;

/**
 * HoubuTradeLinks:
 * @pay_url: (owned): the platform's page
 * @qr_text: (owned): what a QR code for its app holds
 *
 * Where an order can be paid.
 */
typedef struct
{
  char *pay_url;
  char *qr_text;
} HoubuTradeLinks;

/**
 * HoubuTradeAnswer:
 * @HOUBU_TRADE_ANSWER_UNKNOWN: the platform has no such order
 * @HOUBU_TRADE_ANSWER_WAITING: it waits for the payer
 * @HOUBU_TRADE_ANSWER_CAPTURED: it has the money
 * @HOUBU_TRADE_ANSWER_CLOSED: nobody can pay it any more
 */
typedef enum
{
  HOUBU_TRADE_ANSWER_UNKNOWN,
  HOUBU_TRADE_ANSWER_WAITING,
  HOUBU_TRADE_ANSWER_CAPTURED,
  HOUBU_TRADE_ANSWER_CLOSED,
} HoubuTradeAnswer;

/**
 * HoubuTrade:
 * @number: (owned): of the order
 * @transaction: (owned) (nullable): the platform's own number, when it has the money
 * @captured_at: when it got it, by its own clock
 *
 * What the platform says of an order.
 */
typedef struct
{
  HoubuTradeAnswer answer;
  char *number;
  char *transaction;
  gint64 amount_fen;
  gint64 captured_at;
} HoubuTrade;

/**
 * HoubuTradeRefund:
 * @number: of the order
 * @transaction: the platform's own number
 * @request: number of the refund, used once
 *
 * What the platform is asked to give back.
 */
typedef struct
{
  const char *number;
  const char *transaction;
  const char *request;
  gint64 amount_fen;
} HoubuTradeRefund;

/**
 * HoubuBillLine:
 * @is_refund: a refund and not a payment
 * @entry: (owned): the platform's number of the payment, or the number of the refund's request
 * @number: (owned): of the order
 *
 * A line of what the platform did on a day.
 */
typedef struct
{
  gboolean is_refund;
  char *entry;
  char *number;
  gint64 amount_fen;
} HoubuBillLine;

/**
 * HoubuBill:
 * @from: the first moment of its day
 * @to: the first moment after it
 * @lines: (owned) (element-type HoubuBillLine)
 *
 * A day of the platform, as the platform counts days.
 */
typedef struct
{
  gint64 from;
  gint64 to;
  GPtrArray *lines;
} HoubuBill;

void houbu_trade_links_free (HoubuTradeLinks *self);
void houbu_trade_free (HoubuTrade *self);
void houbu_bill_line_free (HoubuBillLine *self);
void houbu_bill_free (HoubuBill *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuTradeLinks, houbu_trade_links_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuTrade, houbu_trade_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuBillLine, houbu_bill_line_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuBill, houbu_bill_free)

#define HOUBU_TYPE_PROVIDER (houbu_provider_get_type ())
G_DECLARE_INTERFACE (HoubuProvider, houbu_provider, HOUBU, PROVIDER, GObject)

/**
 * HoubuProviderInterface:
 * @get_name: its word in the configuration, in the path of its notifications and in the ledger
 * @open_async: has it take an order on; finishes with a HoubuTradeLinks
 * @query_async: asks what became of an order; finishes with a HoubuTrade
 * @close_async: has it refuse money for an order from now on; finishes with whether that is so. An
 *   order that it does not know is closed
 * @refund_async: has it give money back; finishes with when it did, by its clock
 * @get_bill_async: asks for all it did on a day; finishes with a HoubuBill
 * @read_notification: verifies what came to the notification address, on its bytes; finishes
 *   nothing by itself
 *
 * Each takes its task over. That of @close_async returns a boolean, that of @refund_async a gint64
 * to be freed, the others what they finish with.
 */
struct _HoubuProviderInterface
{
  GTypeInterface parent_interface;

  const char *(*get_name) (HoubuProvider *self);
  void (*open_async) (HoubuProvider *self, const HoubuTradeOrder *order, GTask *task);
  void (*query_async) (HoubuProvider *self, const char *number, GTask *task);
  void (*close_async) (HoubuProvider *self, const char *number, GTask *task);
  void (*refund_async) (HoubuProvider *self, const HoubuTradeRefund *refund, GTask *task);
  void (*get_bill_async) (HoubuProvider *self, const char *day, GTask *task);
  HoubuTrade *(*read_notification) (HoubuProvider *self, GBytes *body, gint64 now, GError **error);
};

const char *houbu_provider_get_name (HoubuProvider *self);
void houbu_provider_open_async (HoubuProvider *self,
                                const HoubuTradeOrder *order,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
HoubuTradeLinks *
houbu_provider_open_finish (HoubuProvider *self, GAsyncResult *result, GError **error);
void houbu_provider_query_async (HoubuProvider *self,
                                 const char *number,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
HoubuTrade *houbu_provider_query_finish (HoubuProvider *self, GAsyncResult *result, GError **error);
void houbu_provider_close_async (HoubuProvider *self,
                                 const char *number,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean houbu_provider_close_finish (HoubuProvider *self, GAsyncResult *result, GError **error);
void houbu_provider_refund_async (HoubuProvider *self,
                                  const HoubuTradeRefund *refund,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gint64 houbu_provider_refund_finish (HoubuProvider *self, GAsyncResult *result, GError **error);
void houbu_provider_get_bill_async (HoubuProvider *self,
                                    const char *day,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
HoubuBill *
houbu_provider_get_bill_finish (HoubuProvider *self, GAsyncResult *result, GError **error);
HoubuTrade *
houbu_provider_read_notification (HoubuProvider *self, GBytes *body, gint64 now, GError **error);

G_END_DECLS
