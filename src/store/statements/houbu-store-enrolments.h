/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-offerings.h"

G_BEGIN_DECLS

/**
 * HoubuEnrolmentRow:
 * @key: key in the store
 * @id: (owned): what stands on the wire
 * @registration: key of its registration
 * @account: key of the account that registered
 * @person: key of the identity document
 * @offering: key of its offering
 * @exam: key of the offering's exam session
 * @subject: what is taken
 * @place: where
 * @obtained_by: `direct` or `waitlist`
 * @deadline: until when an unpaid seat is held, or %HOUBU_NONE
 * @report_form: (owned) (nullable): `paper` or `electronic`
 * @arrangement: (owned): `pending` or `arranged`
 * @lock_owner: (owned) (nullable): who pays for a group
 * @admission_ticket: (owned) (nullable): once it is arranged, like the three that follow
 * @exam_starts_at: when the exam is sat, or %HOUBU_NONE
 * @exam_ends_at: likewise
 * @lock_until: end of a school's lock, or %HOUBU_NONE
 * @ended_at: or %HOUBU_NONE
 * @ended_reason: (owned) (nullable): a word
 *
 * A seat.
 */
typedef struct
{
  gint64 key;
  char *id;
  gint64 registration;
  gint64 account;
  gint64 person;
  gint64 offering;
  gint64 exam;
  const HoubuSubjectInfo *subject;
  HoubuPlace place;
  HoubuSeatState state;
  const char *obtained_by;
  gint64 fee_fen;
  gint64 deadline;
  char *report_form;
  char *arrangement;
  char *lock_owner;
  char *admission_ticket;
  char *room;
  char *seat;
  char *ticket_printing;
  gint64 exam_starts_at;
  gint64 exam_ends_at;
  gint64 lock_until;
  gint64 created_at;
  gint64 ended_at;
  char *ended_reason;
} HoubuEnrolmentRow;

void houbu_enrolment_row_free (HoubuEnrolmentRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuEnrolmentRow, houbu_enrolment_row_free)

#define HOUBU_OBTAINED_DIRECT "direct"
#define HOUBU_OBTAINED_WAITLIST "waitlist"

/* A new seat; unpaid from the start. */
typedef struct
{
  const char *id;
  gint64 registration;
  gint64 offering;
  gint64 exam;
  gint64 person;
  const HoubuSubjectInfo *subject;
  const char *obtained_by;
  gint64 fee_fen;
  gint64 deadline;
  gint64 created_at;
} HoubuNewEnrolment;

gboolean houbu_store_enrolment_insert (HoubuTx *tx,
                                       const HoubuNewEnrolment *enrolment,
                                       gint64 *key,
                                       GError **error);
/* What a seat that is held from now on says of that. */
typedef struct
{
  HoubuSeatState state;
  gint64 deadline;        /* or HOUBU_NONE */
  const char *lock_owner; /* (nullable) */
  gint64 lock_until;      /* or HOUBU_NONE */
} HoubuSeatHold;

gboolean houbu_store_enrolment_hold (HoubuTx *tx,
                                     gint64 enrolment,
                                     const HoubuSeatHold *hold,
                                     GError **error);
gboolean houbu_store_enrolment_end (HoubuTx *tx,
                                    gint64 enrolment,
                                    HoubuSeatState state,
                                    HoubuEndReason reason,
                                    gint64 ended_at,
                                    GError **error);
gboolean houbu_store_enrolment_set_report_form (HoubuTx *tx,
                                                gint64 enrolment,
                                                const char *report_form,
                                                GError **error);

HoubuEnrolmentRow *houbu_store_enrolment_find (HoubuTx *tx, const char *id, GError **error);
HoubuEnrolmentRow *houbu_store_enrolment_load (HoubuTx *tx, gint64 enrolment, GError **error);
GPtrArray *
houbu_store_enrolment_list_of_account (HoubuTx *tx, gint64 exam, gint64 account, GError **error);
GPtrArray *
houbu_store_enrolment_list_of_registration (HoubuTx *tx, gint64 registration, GError **error);
GPtrArray *
houbu_store_enrolment_list_active_of_offering (HoubuTx *tx, gint64 offering, GError **error);
GPtrArray *houbu_store_enrolment_list_active_orals (
    HoubuTx *tx, gint64 exam, gint64 person, int level, GError **error);
GPtrArray *
houbu_store_enrolment_list_due (HoubuTx *tx, gint64 offering, gint64 now, GError **error);

GPtrArray *
houbu_store_enrolment_list_lock_over (HoubuTx *tx, gint64 offering, gint64 now, GError **error);
gboolean houbu_store_enrolment_list_due_offerings (
    HoubuTx *tx, gint64 now, gint64 limit, GArray *offerings, GError **error);
gboolean houbu_store_enrolment_list_fall_with_due (
    HoubuTx *tx, gint64 offering, gint64 now, GArray *offerings, GError **error);
gboolean houbu_store_enrolment_list_fall_with (HoubuTx *tx,
                                               gint64 offering,
                                               GArray *offerings,
                                               GError **error);
gboolean houbu_store_enrolment_list_due_carriers (
    HoubuTx *tx, gint64 offering, gint64 now, GArray *offerings, GError **error);
gboolean houbu_store_enrolment_next_deadline (
    HoubuTx *tx, gint64 offering, gint64 now, gint64 *deadline, GError **error);
gboolean
houbu_store_enrolment_any_deadline (HoubuTx *tx, gint64 now, gint64 *deadline, GError **error);

G_END_DECLS
