/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-captcha.h"
#include "houbu-engine-types.h"
#include "houbu-limiter.h"

G_BEGIN_DECLS

/* What the configuration file may set. Times are in microseconds. */
struct _HoubuEngineOptions
{
  HoubuCaptchaMode captcha_mode;
  guint captcha_failures;   /* failures of an account before AFTER_FAILURES asks */
  guint captcha_difficulty; /* leading zero bits of a proof of work */

  guint hasher_threads;
  guint hasher_waiting; /* more than these are told to come back */

  gint64 session_idle;
  gint64 session_length;
  gint64 refresh_length;

  guint sign_in_failures_free;     /* failures before the delay begins */
  guint sign_in_failures_per_hour; /* then the account rests until the hour is over */

  guint query_failures_account; /* a day, by one account */
  guint query_failures_number;  /* a day, at one document number */
  guint query_failures_name;    /* a day, at one name */

  /* where messages to phones go; borrowed, looked at when the engine is opened */
  const char *const *message_command; /* (nullable): a program and its arguments */
  const char *message_outbox;         /* (nullable): a file, for practice */
  guint message_seconds;              /* that the program may take */

  guint messages_per_number;  /* a day, to one phone or about one document */
  guint messages_per_account; /* a day, for one account */
  guint messages_per_address; /* a day, asked for from one address */
  guint messages_per_day;     /* then it stops for everyone */

  guint review_pass_mark; /* score from which CET-4 is passed */

  HoubuRate rates[HOUBU_N_BUCKETS];
  guint limiter_keys; /* buckets kept at most */

  guint store_batch; /* changes that may share one commit */
};

void houbu_engine_options_init (HoubuEngineOptions *options);

G_END_DECLS
