/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HoubuCancelReason:
 *
 * Why a candidate gives up waiting (Q6).
 */
typedef enum
{
  HOUBU_CANCEL_NONE = 0,
  HOUBU_CANCEL_GIVE_UP,
  HOUBU_CANCEL_OTHER_CAMPUS,
  HOUBU_CANCEL_OTHER_SUBJECT,
  HOUBU_CANCEL_WAITED_TOO_LONG,
  HOUBU_CANCEL_OTHER,
} HoubuCancelReason;

#define HOUBU_N_CANCEL_REASONS (HOUBU_CANCEL_OTHER + 1)

/**
 * HoubuFailReason:
 *
 * Why a waitlist entry ended as failed.
 */
typedef enum
{
  HOUBU_FAIL_NONE = 0,
  HOUBU_FAIL_WINDOW_CLOSED,
  HOUBU_FAIL_INELIGIBLE,
  HOUBU_FAIL_CONFLICT,
  HOUBU_FAIL_WRITTEN_LOST,
  HOUBU_FAIL_OFFERING_WITHDRAWN,
  HOUBU_FAIL_REGISTRATION_DELETED,
  HOUBU_FAIL_OPERATOR,
} HoubuFailReason;

#define HOUBU_N_FAIL_REASONS (HOUBU_FAIL_OPERATOR + 1)

/**
 * HoubuEndReason:
 *
 * Why an enrolment ended.
 */
typedef enum
{
  HOUBU_END_NONE = 0,
  HOUBU_END_CANDIDATE,
  HOUBU_END_DEADLINE,
  HOUBU_END_WRITTEN_LOST,
  HOUBU_END_OFFERING_WITHDRAWN,
  HOUBU_END_REGISTRATION_DELETED,
  HOUBU_END_OPERATOR,
  HOUBU_END_DUPLICATE_PAYMENT,
} HoubuEndReason;

#define HOUBU_N_END_REASONS (HOUBU_END_DUPLICATE_PAYMENT + 1)

/* The longest note that goes with a reason, in characters. */
#define HOUBU_CANCEL_NOTE_MAX_LENGTH 100

const char *houbu_cancel_reason_to_word (HoubuCancelReason reason);
HoubuCancelReason houbu_cancel_reason_from_word (const char *word);
const char *houbu_cancel_reason_get_name (HoubuCancelReason reason, const char *language);

const char *houbu_fail_reason_to_word (HoubuFailReason reason);
HoubuFailReason houbu_fail_reason_from_word (const char *word);
const char *houbu_fail_reason_get_name (HoubuFailReason reason, const char *language);

const char *houbu_end_reason_to_word (HoubuEndReason reason);
HoubuEndReason houbu_end_reason_from_word (const char *word);
const char *houbu_end_reason_get_name (HoubuEndReason reason, const char *language);

G_END_DECLS
