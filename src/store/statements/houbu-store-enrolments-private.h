/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-enrolments.h"

G_BEGIN_DECLS

#define HOUBU_SELECT_ENROLMENT                                                                     \
  "SELECT e.key AS key, e.id AS id, e.registration AS registration, r.account AS account,"         \
  " e.person AS person, e.offering AS offering, e.exam AS exam, o.subject AS "                     \
  "subject, " HOUBU_PLACE_COLUMNS                                                                  \
  ", e.state AS state, e.obtained_by AS obtained_by, e.fee_fen AS fee_fen,"                        \
  " e.deadline AS deadline, e.report_form AS report_form, e.arrangement AS arrangement,"           \
  " e.admission_ticket AS admission_ticket, e.room AS room, e.seat AS seat,"                       \
  " e.ticket_printing AS ticket_printing, o.exam_starts_at AS exam_starts_at,"                     \
  " o.exam_ends_at AS exam_ends_at,"                                                               \
  " e.lock_owner AS lock_owner, e.lock_until AS lock_until, e.created_at AS created_at, "          \
  "e.ended_at AS ended_at,"                                                                        \
  " e.ended_reason AS ended_reason"                                                                \
  " FROM enrolment e JOIN registration r ON r.key = e.registration"                                \
  " JOIN offering o ON o.key = e.offering" HOUBU_PLACE_JOINS

/* R7 in a statement, of the enrolment e in the exam session x. */
#define HOUBU_DEADLINE_AFTER_LOCK "(e.lock_until + x.hold_seconds * 1000000)"

/* The rows of a statement that begins so. */
GPtrArray *houbu_enrolment_read_rows (HoubuStatement *st, GError **error);

/* A hold or lock from now on that ends then. */
void houbu_enrolment_note_deadline (HoubuTx *tx, gint64 deadline);

G_END_DECLS
