/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "houbu-item-states.h"
#include "houbu-refusal.h"
#include "houbu-subject-info.h"

G_BEGIN_DECLS

/* An optional time or amount that is not set. Times are microseconds since the Unix epoch, UTC. */
#define HOUBU_NONE G_MININT64

/* A registration without any live item is closed after this time (P9). */
#define HOUBU_EMPTY_REGISTRATION_US (24 * G_TIME_SPAN_HOUR)

/* How many entries one transaction promotes or ends at most (Q4). */
#define HOUBU_PROMOTION_CHUNK 128

/**
 * HoubuOralScope:
 *
 * At which campuses a candidate may take oral subjects (R8).
 */
typedef enum
{
  HOUBU_ORAL_SCOPE_PROVINCE,
  HOUBU_ORAL_SCOPE_SCHOOL,
} HoubuOralScope;

/**
 * HoubuExamWindow:
 * @registration_opens_at: the first moment at which an offering can be taken
 * @registration_closes_at: the first moment at which it no longer can
 * @payment_closes_at: no hold lasts beyond this
 * @waitlist_closes_at: from here on nobody waits (Q7)
 * @hold_us: how long an unpaid seat is kept (Q5)
 * @min_pay_window_us: nobody is promoted with less time to pay than this (Q4)
 * @grace_us: how long a seat outlives its deadline while an order is open (P6)
 *
 * The times and limits of an exam session.
 */
typedef struct
{
  gint64 registration_opens_at;
  gint64 registration_closes_at;
  gint64 payment_closes_at;
  gint64 waitlist_closes_at;
  gint64 hold_us;
  gint64 min_pay_window_us;
  gint64 grace_us;
  HoubuOralScope oral_scope;
} HoubuExamWindow;

/**
 * HoubuOfferingState:
 * @key: tells offerings apart
 * @seats_in_use: unpaid, paying, locked and paid enrolments
 * @waiting: waiting entries
 * @fee_fen: %HOUBU_NONE while it is not set
 * @exam_starts_at: %HOUBU_NONE while it is not set
 * @opens_at: the campus's own window, or %HOUBU_NONE for the exam's
 * @closes_at: likewise
 * @school: (nullable): code of the school whose campus this is
 * @province: (nullable): code of its province
 *
 * What the rules need to know of an offering. Whoever fills it has ended the holds that are due
 * (P2) or leaves them out of the count.
 */
typedef struct
{
  gint64 key;
  const HoubuSubjectInfo *subject;
  gint64 capacity;
  gint64 seats_in_use;
  gint64 waiting;
  gint64 fee_fen;
  gint64 exam_starts_at;
  gint64 opens_at;
  gint64 closes_at;
  gboolean withdrawn;
  const char *school;
  const char *province;
} HoubuOfferingState;

/**
 * HoubuItem:
 * @id: id of the enrolment or entry
 * @offering: key of its offering
 * @subject: its subject
 * @is_entry: %TRUE for a waiting entry, %FALSE for an enrolment
 * @state: state of the enrolment; %HOUBU_SEAT_NONE for an entry
 * @deadline: of an unpaid enrolment, or %HOUBU_NONE
 * @lock_until: end of a school's lock, or %HOUBU_NONE
 *
 * Something that a person has: a seat, or a place in a queue.
 */
typedef struct
{
  const char *id;
  gint64 offering;
  const HoubuSubjectInfo *subject;
  gboolean is_entry;
  HoubuSeatState state;
  gint64 deadline;
  gint64 lock_until;
} HoubuItem;

/**
 * HoubuPersonState:
 * @registration: (nullable): id of the active registration through which the person acts
 * @school: (nullable): code of the person's own school
 * @province: (nullable): code of its province
 * @qualified: the qualified subjects of the student record
 * @review_approved: whether a CET-6 review was approved
 * @items: (array length=n_items) (nullable): what the person has, over all accounts
 *
 * What the rules need to know of a person, that is, of an identity document.
 */
typedef struct
{
  const char *registration;
  const char *school;
  const char *province;
  HoubuSubjectSet qualified;
  gboolean review_approved;
  const HoubuItem *items;
  gsize n_items;
} HoubuPersonState;

G_END_DECLS
