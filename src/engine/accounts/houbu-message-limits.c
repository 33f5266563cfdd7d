/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-message-limits.h"

#include "houbu-engine.h"
#include "houbu-error.h"
#include "houbu-limits.h"
#include "houbu-vault.h"

#define GAP (HOUBU_LIMIT_MESSAGE_GAP_SECONDS * HOUBU_SECOND)

static gboolean
load (HoubuAttempts *count,
      HoubuTx *tx,
      HoubuCall *call,
      const char *kind,
      const char *target,
      GError **error)
{
  count->kind = kind;
  count->window = HOUBU_DAY;
  count->target = houbu_vault_hash (houbu_engine_get_vault (call->engine), HOUBU_VAULT_COUNTER,
                                    kind, target, NULL);
  return houbu_attempts_load (count, tx, call->now, error);
}

/**
 * houbu_message_limits_load_number:
 * @count: (out caller-allocates): an empty count
 * @tx: a transaction
 * @call: the call
 * @target: number of a phone, or what stands for one
 * @error: return location
 *
 * Returns: whether it was read
 */
gboolean
houbu_message_limits_load_number (
    HoubuAttempts *count, HoubuTx *tx, HoubuCall *call, const char *target, GError **error)
{
  return load (count, tx, call, "messages_number", target, error);
}

/**
 * houbu_message_limits_number_wait:
 * @count: a count of messages to one number
 * @call: the call
 *
 * Returns: seconds until the number may get another message; 0 when it may now
 */
gint64
houbu_message_limits_number_wait (const HoubuAttempts *count, HoubuCall *call)
{
  gint64 left = count->row.last_at + GAP - call->now;

  if (count->row.count >= houbu_engine_get_options (call->engine)->messages_per_number)
    return houbu_attempts_seconds_left (count, call->now);
  if (count->row.count == 0 || left <= 0)
    return 0;
  return (left + HOUBU_SECOND - 1) / HOUBU_SECOND;
}

/**
 * houbu_message_limits_load:
 * @limits: (out caller-allocates): empty
 * @tx: a transaction
 * @call: who asks, and from where
 * @target: whom the message is for: a number, or a document
 * @error: return location
 *
 * Returns: whether everything was read
 */
gboolean
houbu_message_limits_load (
    HoubuMessageLimits *limits, HoubuTx *tx, HoubuCall *call, const char *target, GError **error)
{
  HoubuAttempts *counts = limits->counts;
  g_autofree char *actor = NULL;

  if (call->caller->kind != HOUBU_CALLER_NONE)
    {
      actor = houbu_caller_dup_actor (call->caller);
      if (!load (&counts[HOUBU_MESSAGES_BY_ACCOUNT], tx, call, "messages_account", actor, error))
        return FALSE;
    }
  if (call->address != NULL && !load (&counts[HOUBU_MESSAGES_BY_ADDRESS], tx, call,
                                      "messages_address", call->address, error))
    return FALSE;
  return houbu_message_limits_load_number (&counts[HOUBU_MESSAGES_BY_NUMBER], tx, call, target,
                                           error) &&
         load (&counts[HOUBU_MESSAGES_OF_ALL], tx, call, "messages", "all", error);
}

/**
 * houbu_message_limits_clear:
 * @limits: counts whose fields are freed
 */
void
houbu_message_limits_clear (HoubuMessageLimits *limits)
{
  for (gsize i = 0; i < HOUBU_N_MESSAGE_COUNTS; i++)
    houbu_attempts_clear (&limits->counts[i]);
}

static gboolean
refuse (GError **error, HoubuProblem problem, gint64 seconds)
{
  houbu_error_set (error, HOUBU_ERROR_TOO_MANY_REQUESTS, problem, "retry-after", seconds, NULL);
  return FALSE;
}

/**
 * houbu_message_limits_check:
 * @limits: loaded counts
 * @call: the call
 * @error: HOUBU_ERROR_TOO_MANY_REQUESTS with a retry-after
 *
 *   one to this number within the last minute       wait for the rest of it
 *   as many as a day may have to the number, by     wait for the end of the day that began with
 *   the account, from the address, or at all        the first of them
 *
 * Returns: whether another message may be sent
 */
gboolean
houbu_message_limits_check (const HoubuMessageLimits *limits, HoubuCall *call, GError **error)
{
  const HoubuEngineOptions *options = houbu_engine_get_options (call->engine);
  const HoubuAttempts *number = &limits->counts[HOUBU_MESSAGES_BY_NUMBER];
  gint64 wait = houbu_message_limits_number_wait (number, call);
  const guint most[HOUBU_N_MESSAGE_COUNTS] = {
    [HOUBU_MESSAGES_BY_NUMBER] = options->messages_per_number,
    [HOUBU_MESSAGES_BY_ACCOUNT] = options->messages_per_account,
    [HOUBU_MESSAGES_BY_ADDRESS] = options->messages_per_address,
    [HOUBU_MESSAGES_OF_ALL] = options->messages_per_day,
  };

  for (gsize i = 0; i < HOUBU_N_MESSAGE_COUNTS; i++)
    {
      const HoubuAttempts *count = &limits->counts[i];

      if (count->target != NULL && count->row.count >= most[i])
        return refuse (error,
                       i == HOUBU_MESSAGES_OF_ALL ? HOUBU_PROBLEM_MESSAGES_USED_UP
                                                  : HOUBU_PROBLEM_CODES_USED_UP,
                       houbu_attempts_seconds_left (count, call->now));
    }
  return wait == 0 || refuse (error, HOUBU_PROBLEM_CODE_JUST_SENT, wait);
}

/**
 * houbu_message_limits_add:
 * @limits: loaded counts
 * @tx: the writing transaction they were loaded in
 * @call: the call
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
houbu_message_limits_add (HoubuMessageLimits *limits, HoubuTx *tx, HoubuCall *call, GError **error)
{
  for (gsize i = 0; i < HOUBU_N_MESSAGE_COUNTS; i++)
    if (limits->counts[i].target != NULL &&
        !houbu_attempts_add (&limits->counts[i], tx, call->now, error))
      return FALSE;
  return TRUE;
}
