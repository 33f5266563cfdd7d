/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HoubuSeatState:
 *
 * States of an enrolment (P1). The first one stands for "there is none yet".
 */
typedef enum
{
  HOUBU_SEAT_NONE = 0,
  HOUBU_SEAT_UNPAID,
  HOUBU_SEAT_PAYING,
  HOUBU_SEAT_LOCKED,
  HOUBU_SEAT_PAID,
  HOUBU_SEAT_CANCELLED,
  HOUBU_SEAT_EXPIRED,
  HOUBU_SEAT_REVOKED,
  HOUBU_SEAT_REFUNDED,
} HoubuSeatState;

#define HOUBU_N_SEAT_STATES (HOUBU_SEAT_REFUNDED + 1)

/**
 * HoubuWaitState:
 *
 * States of a waitlist entry. The first one stands for "there is none yet".
 */
typedef enum
{
  HOUBU_WAIT_NONE = 0,
  HOUBU_WAIT_WAITING,
  HOUBU_WAIT_PROMOTED,
  HOUBU_WAIT_CANCELLED,
  HOUBU_WAIT_FAILED,
} HoubuWaitState;

#define HOUBU_N_WAIT_STATES (HOUBU_WAIT_FAILED + 1)

/**
 * HoubuCause:
 * @HOUBU_BY_CANDIDATE: the candidate asked for it
 * @HOUBU_BY_PROMOTION: the head of a queue got a freed seat
 * @HOUBU_BY_CLOCK: a deadline or a window passed
 * @HOUBU_BY_CONSEQUENCE: the written one was lost, the registration deleted, the offering withdrawn
 * @HOUBU_BY_PAYMENT: an order was opened or closed, money arrived
 * @HOUBU_BY_OPERATOR: an operator acted, a school's group payment included
 *
 * What moves a state.
 */
typedef enum
{
  HOUBU_BY_CANDIDATE,
  HOUBU_BY_PROMOTION,
  HOUBU_BY_CLOCK,
  HOUBU_BY_CONSEQUENCE,
  HOUBU_BY_PAYMENT,
  HOUBU_BY_OPERATOR,
} HoubuCause;

#define HOUBU_N_CAUSES (HOUBU_BY_OPERATOR + 1)

const char *houbu_seat_state_to_word (HoubuSeatState state);
HoubuSeatState houbu_seat_state_from_word (const char *word);
const char *houbu_seat_state_get_name (HoubuSeatState state, const char *language);
gboolean houbu_seat_state_holds (HoubuSeatState state);
gboolean houbu_seat_may_change (HoubuSeatState from, HoubuSeatState to, HoubuCause cause);
gboolean houbu_seat_may_become (HoubuSeatState from, HoubuSeatState to);

const char *houbu_wait_state_to_word (HoubuWaitState state);
HoubuWaitState houbu_wait_state_from_word (const char *word);
const char *houbu_wait_state_get_name (HoubuWaitState state, const char *language);
gboolean houbu_wait_may_change (HoubuWaitState from, HoubuWaitState to, HoubuCause cause);
gboolean houbu_wait_may_become (HoubuWaitState from, HoubuWaitState to);

G_END_DECLS
