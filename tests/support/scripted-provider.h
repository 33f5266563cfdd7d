/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-provider.h"

G_BEGIN_DECLS

/*
 * A payment platform inside the test, with a ledger of its own that the engine knows nothing of but
 * what the platform says. It says what it is told to, or nothing.
 */
#define TEST_TYPE_PROVIDER (test_provider_get_type ())
G_DECLARE_FINAL_TYPE (TestProvider, test_provider, TEST, PROVIDER, GObject)

/* What of a call is lost. */
typedef enum
{
  TEST_HEARS_ALL,      /* nothing */
  TEST_ANSWER_IS_LOST, /* it does what it is asked, nobody hears of it */
  TEST_CALL_IS_LOST,   /* it never hears of it */
} TestSilence;

TestProvider *test_provider_new (void);
void test_provider_set_silence (TestProvider *self, TestSilence silence);

/* What happens there. The payer pays only what is open there, and in time by the platform's clock.
 */
gboolean test_provider_pay (TestProvider *self, const char *number, gint64 now);
gboolean test_provider_knows (TestProvider *self, const char *number);
/* Another sum than was asked for. */
gboolean
test_provider_pay_sum (TestProvider *self, const char *number, gint64 amount_fen, gint64 now);
char *test_provider_pay_again (TestProvider *self, const char *number, gint64 now);

/* Its ledger, in fen. */
gint64 test_provider_captured (TestProvider *self);
gint64 test_provider_refunded (TestProvider *self);
gint64 test_provider_kept_of (TestProvider *self, const char *number);
guint test_provider_count_calls (TestProvider *self);
GPtrArray *test_provider_list_paid (TestProvider *self);

/* What it would send for an order that was paid; NULL when it was not. */
GBytes *test_provider_notify (TestProvider *self, const char *number, gint64 now);
/* That an order was closed, whether or not it was. */
GBytes *test_provider_notify_closed (const char *number, gint64 now);
GBytes *
test_provider_forge (const char *number, gint64 amount_fen, const char *signature, gint64 now);

G_END_DECLS
