/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "houbu-engine-options.h"

#include "houbu-clock.h"
#include "houbu-store-limits.h"

/**
 * houbu_engine_options_init:
 * @options: (out caller-allocates): filled with the defaults
 */
void
houbu_engine_options_init (HoubuEngineOptions *options)
{
  g_return_if_fail (options != NULL);

  *options = (HoubuEngineOptions) {
    .captcha_mode = HOUBU_CAPTCHA_AFTER_FAILURES,
    .captcha_failures = 3,
    .captcha_difficulty = 18,
    .hasher_threads = 2,
    .hasher_waiting = 200,
    .session_idle = 30 * HOUBU_MINUTE,
    .session_length = 12 * HOUBU_HOUR,
    .refresh_length = 30 * HOUBU_DAY,
    .sign_in_failures_free = 5,
    .sign_in_failures_per_hour = 100,
    .query_failures_account = 5,
    .query_failures_number = 5,
    .query_failures_name = 20,
    .message_seconds = 30,
    .messages_per_number = 5,
    .messages_per_account = 5,
    .messages_per_address = 2000,
    .messages_per_day = 20000,
    .review_pass_mark = 425,
    /* A school's thousands share one address: its ceilings only stop a flood. */
    .rates = {
      [HOUBU_BUCKET_ACCOUNT] = { .per_second = 10, .burst = 60 },
      [HOUBU_BUCKET_ADDRESS] = { .per_second = 2000, .burst = 10000 },
      [HOUBU_BUCKET_SIGN_IN] = { .per_second = 50, .burst = 1000 },
      [HOUBU_BUCKET_CAPTCHA] = { .per_second = 50, .burst = 1000 },
    },
    .limiter_keys = 200000,
    .store_batch = HOUBU_STORE_MOST_MEMBERS,
  };
}
