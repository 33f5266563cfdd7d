/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-call.h"
#include "houbu-offering-lock.h"
#include "houbu-store-enrolments.h"
#include "houbu-store-entries.h"
#include "houbu-store-exam.h"
#include "houbu-store-offerings.h"
#include "houbu-store-persons.h"

G_BEGIN_DECLS

/*
 * A change of seats and queues under way, inside one writing transaction:
 *
 *   begin     knows the exam session, who acts and when
 *   settle    locks the offerings that it touches, in the order of their keys, ends the holds that
 *             are due there, closes queues whose time is over and promotes, so that what follows
 *             sees what the clock has done already (P2, Q7)
 *   …         decide, then end, take, join
 *   finish    promotes wherever a seat was freed (Q4) and notes which registrations are empty (P9)
 */
typedef struct _HoubuChange HoubuChange;

/* Who stands in the journal for what nobody asked for. */
#define HOUBU_ACTOR_TIMER "timer"
#define HOUBU_ACTOR_SYSTEM "system"

HoubuChange *houbu_change_begin (HoubuTx *tx, HoubuCall *call, GError **error);
HoubuChange *houbu_change_begin_timer (
    HoubuTx *tx, HoubuEngine *engine, gint64 exam, gint64 now, GError **error);
HoubuChange *houbu_change_begin_for (
    HoubuTx *tx, HoubuEngine *engine, gint64 exam, const char *actor, gint64 now, GError **error);
void houbu_change_free (HoubuChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuChange, houbu_change_free)

HoubuTx *houbu_change_get_tx (HoubuChange *self);
HoubuEngine *houbu_change_get_engine (HoubuChange *self);
const HoubuExamRow *houbu_change_get_exam (HoubuChange *self);
const HoubuExamWindow *houbu_change_get_window (HoubuChange *self);
gint64 houbu_change_get_now (HoubuChange *self);
const char *houbu_change_get_actor (HoubuChange *self);
const char *houbu_change_get_request (HoubuChange *self);

/* Offerings of the change; locked when they are asked for. */
HoubuOfferingRow *houbu_change_get_offering (HoubuChange *self, gint64 offering, GError **error);
HoubuOfferingLock *houbu_change_get_lock (HoubuChange *self, gint64 offering, GError **error);
void houbu_change_mark_freed (HoubuChange *self, gint64 offering);
void houbu_change_mark_gain (HoubuChange *self, gint64 registration);
void houbu_change_mark_loss (HoubuChange *self, gint64 registration);
void houbu_change_mark_written (HoubuChange *self);
gboolean houbu_change_has_written (HoubuChange *self);

gboolean
houbu_change_settle (HoubuChange *self, GArray *offerings, HoubuPerson *person, GError **error);
gboolean
houbu_change_settle_one (HoubuChange *self, gint64 offering, HoubuPerson *person, GError **error);
gboolean houbu_change_finish (HoubuChange *self, GError **error);

G_END_DECLS
