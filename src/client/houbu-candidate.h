/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-connection.h"
#include "houbu-keyring.h"
#include "houbu-wait.h"

G_BEGIN_DECLS

/**
 * HoubuCandidate:
 *
 * The one source of what the app shows: who is signed in, and the state of their registration, kept
 * live.
 *
 * Properties, read only unless said otherwise:
 * `connection` (HoubuConnection, construct only), `keyring` (HoubuKeyring, nullable, construct
 * only: NULL remembers nothing), `exam` (HoubuExam, nullable), `account` (HoubuAccountInfo,
 * nullable: signed out), `registration` (HoubuRegistration, nullable: not fetched yet), `status`
 * (HoubuRegistrationStatus), `live-state` (HoubuLiveState), `last-updated` (int64, µs since the
 * epoch on this computer's clock, 0 = never), `server-time-offset` (int64, µs to add to this
 * computer's clock), `refreshing` (boolean).
 *
 * List models, the same objects for the whole life of the candidate; rows are updated in place:
 * `enrolments` (HoubuEnrolment, newest first, ended ones too), `entries` (HoubuWait, waiting ones),
 * `completed-entries` (HoubuEntry, newest first), `offerings` (HoubuOffering, what
 * houbu_candidate_show_offerings_async() asked for), `notices` (HoubuNotice), `payments`
 * (HoubuPayment, newest first, ended ones too).
 *
 * Signals:
 * `promoted (entry: HoubuEntry, enrolment: HoubuEnrolment)`: a queue gave a seat, now or while the
 * app was away; once per entry. `signed-out (reason: HoubuSignedOutReason)`. `not-remembered
 * (error: GError)`: the session works, but the keyring did not take the token.
 */
#define HOUBU_TYPE_CANDIDATE (houbu_candidate_get_type ())
G_DECLARE_FINAL_TYPE (HoubuCandidate, houbu_candidate, HOUBU, CANDIDATE, GObject)

HoubuCandidate *houbu_candidate_new (HoubuConnection *connection, HoubuKeyring *keyring);

HoubuConnection *houbu_candidate_get_connection (HoubuCandidate *self);
HoubuExam *houbu_candidate_get_exam (HoubuCandidate *self);
HoubuAccountInfo *houbu_candidate_get_account (HoubuCandidate *self);
HoubuRegistration *houbu_candidate_get_registration (HoubuCandidate *self);
HoubuRegistrationStatus houbu_candidate_get_status (HoubuCandidate *self);
HoubuLiveState houbu_candidate_get_live_state (HoubuCandidate *self);
gint64 houbu_candidate_get_last_updated (HoubuCandidate *self);
gint64 houbu_candidate_get_server_now (HoubuCandidate *self);
GListModel *houbu_candidate_get_enrolments (HoubuCandidate *self);
GListModel *houbu_candidate_get_entries (HoubuCandidate *self);
GListModel *houbu_candidate_get_completed_entries (HoubuCandidate *self);
GListModel *houbu_candidate_get_offerings (HoubuCandidate *self);
GListModel *houbu_candidate_get_notices (HoubuCandidate *self);
GListModel *houbu_candidate_get_payments (HoubuCandidate *self);

void houbu_candidate_apply (HoubuCandidate *self, HoubuRecord *record);
void houbu_candidate_reconnect (HoubuCandidate *self);

G_END_DECLS
