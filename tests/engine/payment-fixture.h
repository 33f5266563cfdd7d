/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-operations-payments.h"
#include "houbu-payer-private.h"

#include "queue-fixture.h"
#include "scripted-provider.h"

G_BEGIN_DECLS

/* The world of the queue tests with a payment platform beside it, which outlives the engine. */
typedef struct
{
  TestWorld *world;       /* (owned) */
  TestProvider *provider; /* (owned) */
  HoubuPayer *payer;      /* (owned) */
} PayWorld;

PayWorld *pay_world_new (gint64 capacity);
void pay_world_free (PayWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PayWorld, pay_world_free)

/* The engine is closed and opened again; the platform goes on. */
void pay_world_reopen (PayWorld *self);
/* The clock moves on and everything that is due happens. */
void pay_world_advance (PayWorld *self, gint64 by);
void pay_world_settle (PayWorld *self);
gint64 pay_world_now (PayWorld *self);

/* A seat with its report form chosen. */
HoubuEnrolment *pay_enrol (PayWorld *self, HoubuCaller *caller, const char *offering);

HoubuPayment *pay_open (PayWorld *self, HoubuCaller *caller, const char *kind);
HoubuPayment *
pay_open_with (PayWorld *self, HoubuCaller *caller, const char *kind, const char *key);
void pay_open_refused (PayWorld *self, HoubuCaller *caller, const char *kind, HoubuErrorCode code);
HoubuPayment *pay_get (PayWorld *self, HoubuCaller *caller, const char *id);
HoubuPayment *pay_refresh (PayWorld *self, HoubuCaller *caller, const char *id, GError **error);
HoubuPayment *pay_close (PayWorld *self, HoubuCaller *caller, const char *id, GError **error);
gboolean pay_notify (PayWorld *self, GBytes *body);
gboolean pay_notify_of (PayWorld *self, const char *id);

void
pay_assert_seat (PayWorld *self, HoubuCaller *caller, const char *id, HoubuEnrolmentState state);
void
pay_assert_state (PayWorld *self, HoubuCaller *caller, const char *id, HoubuPaymentState state);

/* What an operator does. */
HoubuEnrolment *pay_refund (PayWorld *self, const char *enrolment, GError **error);
HoubuEnrolment *pay_lock (PayWorld *self, const char *enrolment, const char *until, GError **error);
HoubuEnrolment *
pay_unlock (PayWorld *self, const char *enrolment, const char *outcome, GError **error);
HoubuReconciliation *pay_reconcile (PayWorld *self);
HoubuAdminPayment *pay_admin_get (PayWorld *self, const char *id);

/* Both ledgers agree to the fen. */
void pay_assert_reconciled (PayWorld *self);

G_END_DECLS
