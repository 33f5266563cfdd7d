/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-attempts.h"

G_BEGIN_DECLS

/* Messages are counted by whom they go to, by who asks, from where, and all of them. */
enum
{
  HOUBU_MESSAGES_BY_NUMBER,
  HOUBU_MESSAGES_BY_ACCOUNT,
  HOUBU_MESSAGES_BY_ADDRESS,
  HOUBU_MESSAGES_OF_ALL,
  HOUBU_N_MESSAGE_COUNTS,
};

/**
 * HoubuMessageLimits:
 *
 * What was sent today, as far as it concerns one request. End with houbu_message_limits_clear().
 */
typedef struct
{
  HoubuAttempts counts[HOUBU_N_MESSAGE_COUNTS];
} HoubuMessageLimits;

gboolean houbu_message_limits_load (
    HoubuMessageLimits *limits, HoubuTx *tx, HoubuCall *call, const char *target, GError **error);
void houbu_message_limits_clear (HoubuMessageLimits *limits);

gboolean
houbu_message_limits_check (const HoubuMessageLimits *limits, HoubuCall *call, GError **error);
gboolean
houbu_message_limits_add (HoubuMessageLimits *limits, HoubuTx *tx, HoubuCall *call, GError **error);

gboolean houbu_message_limits_load_number (
    HoubuAttempts *count, HoubuTx *tx, HoubuCall *call, const char *target, GError **error);
gint64 houbu_message_limits_number_wait (const HoubuAttempts *count, HoubuCall *call);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HoubuMessageLimits, houbu_message_limits_clear)

G_END_DECLS
