/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine.h"
#include "houbu-provider.h"

G_BEGIN_DECLS

/*
 * Speaks with the payment provider for the engine: opens what was ordered, asks what became of it,
 * closes what is over, gives back what has to go back, and takes notifications. What it has to do
 * stands in the store, so that a restart changes nothing; the provider is called between
 * transactions, never inside one (P4). All of it in the main context in which it was made.
 */
#define HOUBU_TYPE_PAYER (houbu_payer_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPayer, houbu_payer, HOUBU, PAYER, GObject)

HoubuPayer *houbu_payer_new (HoubuEngine *engine, HoubuProvider *provider);
void houbu_payer_start (HoubuPayer *self);
void houbu_payer_stop (HoubuPayer *self);
HoubuPayer *houbu_payer_get (HoubuEngine *engine);
HoubuProvider *houbu_payer_get_provider (HoubuPayer *self);
void houbu_payer_wake (HoubuPayer *self);

/**
 * HoubuPayerWish:
 * @HOUBU_LOOK_DUE: asks what is left to ask
 * @HOUBU_LOOK_AGAIN: asks even if nothing is left to ask
 * @HOUBU_LOOK_CLOSE: whoever opened it wants it closed
 *
 * What a look at an order is for.
 */
typedef enum
{
  HOUBU_LOOK_DUE,
  HOUBU_LOOK_AGAIN,
  HOUBU_LOOK_CLOSE,
} HoubuPayerWish;

void houbu_payer_look_async (HoubuPayer *self,
                             gint64 payment,
                             HoubuPayerWish wish,
                             const char *actor,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean houbu_payer_look_finish (HoubuPayer *self, GAsyncResult *result, GError **error);

void houbu_payer_notify_async (HoubuPayer *self,
                               GBytes *body,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean houbu_payer_notify_finish (HoubuPayer *self, GAsyncResult *result);

G_END_DECLS
