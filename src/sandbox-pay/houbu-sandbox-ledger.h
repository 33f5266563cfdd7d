/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The platform's own books: orders, payments, refunds and what has still to be told, in an SQLite
 * file that nobody else opens.
 */
typedef struct _HoubuSandboxLedger HoubuSandboxLedger;

typedef enum
{
  HOUBU_SANDBOX_WAITING,
  HOUBU_SANDBOX_PAID,
  HOUBU_SANDBOX_CLOSED,
} HoubuSandboxState;

/**
 * HoubuSandboxTrade:
 * @number: (owned): the application's, of the order
 * @trade_no: (owned): the platform's
 * @page: (owned): what the address of its pay page ends with
 * @notify_url: (owned) (nullable): where the application wants to be told
 * @expires_at: from then on it cannot be paid, or 0
 * @paid_by: (owned) (nullable): the method that the payer chose
 */
typedef struct
{
  gint64 key;
  char *number;
  char *trade_no;
  char *page;
  char *subject;
  char *notify_url;
  gint64 amount_fen;
  gint64 refunded_fen;
  HoubuSandboxState state;
  gint64 expires_at;
  gint64 created_at;
  gint64 paid_at;
  char *paid_by;
} HoubuSandboxTrade;

void houbu_sandbox_trade_free (HoubuSandboxTrade *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuSandboxTrade, houbu_sandbox_trade_free)

/**
 * HoubuSandboxLine:
 *
 * A payment or a refund, for the bill of a day.
 */
typedef struct
{
  gboolean is_refund;
  char *trade_no; /* (owned) */
  char *number;   /* (owned) */
  char *request;  /* (owned) */
  char *subject;  /* (owned) */
  gint64 amount_fen;
  gint64 at;
} HoubuSandboxLine;

void houbu_sandbox_line_free (HoubuSandboxLine *self);

/**
 * HoubuSandboxNotice:
 * @trade: key of the order that it tells of
 * @attempts: how often it was sent in vain
 *
 * What the application has not acknowledged yet.
 */
typedef struct
{
  gint64 key;
  gint64 trade;
  guint attempts;
} HoubuSandboxNotice;

HoubuSandboxLedger *houbu_sandbox_ledger_open (const char *path, GError **error);
void houbu_sandbox_ledger_close (HoubuSandboxLedger *self);

/* What an order is known by. */
typedef enum
{
  HOUBU_SANDBOX_BY_NUMBER,
  HOUBU_SANDBOX_BY_TRADE_NO,
  HOUBU_SANDBOX_BY_PAGE,
} HoubuSandboxName;

/* NULL when there is none. */
HoubuSandboxTrade *
houbu_sandbox_ledger_find (HoubuSandboxLedger *self, HoubuSandboxName name, const char *value);
HoubuSandboxTrade *houbu_sandbox_ledger_load (HoubuSandboxLedger *self, gint64 key);

gboolean houbu_sandbox_ledger_add (HoubuSandboxLedger *self, const HoubuSandboxTrade *trade);
gboolean
houbu_sandbox_ledger_pay (HoubuSandboxLedger *self, gint64 key, const char *method, gint64 now);
gboolean houbu_sandbox_ledger_close_trade (HoubuSandboxLedger *self, gint64 key);
gboolean houbu_sandbox_ledger_refund (HoubuSandboxLedger *self,
                                      gint64 key,
                                      const char *request,
                                      gint64 amount_fen,
                                      gint64 now,
                                      gint64 *refunded_at);
GPtrArray *houbu_sandbox_ledger_list_lines (HoubuSandboxLedger *self, gint64 from, gint64 to);
void houbu_sandbox_ledger_sum (HoubuSandboxLedger *self, gint64 *captured, gint64 *refunded);

/* What is to be told. */
GArray *houbu_sandbox_ledger_list_due (HoubuSandboxLedger *self, gint64 now, gboolean newest_first);
void houbu_sandbox_ledger_set_told (HoubuSandboxLedger *self, gint64 notice);
void houbu_sandbox_ledger_postpone (HoubuSandboxLedger *self,
                                    gint64 notice,
                                    guint attempts,
                                    gint64 due_at);

G_END_DECLS
