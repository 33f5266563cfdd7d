/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-payer.h"
#include "houbu-payment-changes.h"
#include "houbu-store.h"

G_BEGIN_DECLS

/* How long the timer waits between two looks at what is due. */
#define HOUBU_PAYER_INTERVAL G_TIME_SPAN_SECOND

typedef struct _HoubuPayerLook HoubuPayerLook;

struct _HoubuPayer
{
  GObject parent_instance;

  /* owned */
  HoubuEngine *engine;
  HoubuProvider *provider;
  GMainContext *context;
  GSource *timer; /* (nullable): while it runs */

  GHashTable *looks;   /* (owned) (element-type gint64 HoubuPayerLook): orders that are looked at */
  GHashTable *refunds; /* (owned) (element-type gint64): refunds that are asked for */
  guint n_finding;     /* readings of what is due */
  guint n_searching;   /* readings of what a notification names */
};

gint64 houbu_payer_now (HoubuPayer *self);
gboolean houbu_payer_is_busy (HoubuPayer *self);

/* For tests and the command line: does, blocking, what is due now. */
void houbu_payer_run (HoubuPayer *self);

/* One order; @task may be %NULL. */
void houbu_payer_look (HoubuPayer *self, gint64 payment, HoubuPayerWish wish, GTask *task);
void houbu_payer_ask_refund (HoubuPayer *self, gint64 refund);

/* One thing to write about an order after the provider has spoken. */
typedef enum
{
  HOUBU_PAYER_SET_LINKS,
  HOUBU_PAYER_TAKE,
  HOUBU_PAYER_END,
  HOUBU_PAYER_GIVE_UP,
  HOUBU_PAYER_POSTPONE,
} HoubuPayerDeed;

typedef struct
{
  HoubuEngine *engine; /* (owned) */
  HoubuPayerDeed deed;
  gint64 payment;         /* but for TAKE */
  HoubuTradeLinks *links; /* (owned) (nullable) */
  HoubuTrade *trade;      /* (owned) (nullable) */
  char *provider;         /* (owned) */
  char *closer;           /* (owned) (nullable): who wanted it closed, as the journal names them */
  gboolean certain;
  HoubuTakeOutcome outcome;
} HoubuPayerWrite;

HoubuPayerWrite *houbu_payer_write_new (HoubuPayer *self, HoubuPayerDeed deed, gint64 payment);
void houbu_payer_write_async (HoubuPayer *self,
                              HoubuPayerWrite *write,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

G_END_DECLS
