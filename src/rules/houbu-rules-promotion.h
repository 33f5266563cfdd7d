/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "houbu-item-reasons.h"
#include "houbu-rules-types.h"

G_BEGIN_DECLS

/**
 * HoubuHalt:
 *
 * Why nobody of a queue is promoted now, whoever stands at its head (Q4). The first one that
 * applies, in this order.
 */
typedef enum
{
  HOUBU_HALT_NONE = 0,
  HOUBU_HALT_QUEUE_EMPTY,
  HOUBU_HALT_WITHDRAWN,
  HOUBU_HALT_WINDOW_CLOSED,
  HOUBU_HALT_FEE_UNSET,
  HOUBU_HALT_EXAM_TIME_UNSET,
  HOUBU_HALT_PAY_WINDOW,
  HOUBU_HALT_NO_SEAT,
  HOUBU_HALT_OVER_CAPACITY,
} HoubuHalt;

#define HOUBU_N_HALTS (HOUBU_HALT_OVER_CAPACITY + 1)

HoubuHalt houbu_rules_check_promotion (const HoubuExamWindow *window,
                                       const HoubuOfferingState *offering,
                                       gint64 now);
HoubuFailReason houbu_rules_check_head (const HoubuExamWindow *window,
                                        const HoubuOfferingState *offering,
                                        const HoubuPersonState *person,
                                        const char *entry,
                                        gint64 now);
const char *houbu_halt_to_word (HoubuHalt halt);
const char *houbu_halt_get_sentence (HoubuHalt halt, const char *language);
const char *houbu_halt_get_rule (HoubuHalt halt);

G_END_DECLS
