/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HoubuCrowdKind:
 *
 * What candidates ask for, in the order in which they do.
 */
typedef enum
{
  HOUBU_CROWD_EXAM,
  HOUBU_CROWD_CAPTCHA,
  HOUBU_CROWD_SIGN_IN,
  HOUBU_CROWD_STATE,
  HOUBU_CROWD_AGREEMENT,
  HOUBU_CROWD_ACCEPT,
  HOUBU_CROWD_QUERY,
  HOUBU_CROWD_REGISTER,
  HOUBU_CROWD_BOARD,
  HOUBU_CROWD_ENROL,
  HOUBU_CROWD_JOIN,
  HOUBU_CROWD_REPORT_FORM,
  HOUBU_CROWD_ORDER,
  HOUBU_CROWD_PAY_PAGE,
  HOUBU_CROWD_PAYMENT,
  HOUBU_CROWD_CANCEL_ENTRY,
  HOUBU_CROWD_CANCEL_SEAT,
  HOUBU_CROWD_SIGN_OUT,
  HOUBU_CROWD_N_KINDS,
} HoubuCrowdKind;

/**
 * HoubuCrowdTimes:
 * @asked: how often
 * @p50: half of the answers took no longer, µs
 * @p90: nine of ten
 * @p99: all but one of a hundred
 * @most: the slowest
 *
 * What a kind of request was like for those who asked, with the waits and repetitions that it took.
 */
typedef struct
{
  guint asked;
  gint64 p50;
  gint64 p90;
  gint64 p99;
  gint64 most;
} HoubuCrowdTimes;

/**
 * HoubuCrowdTally:
 *
 * Counts requests, their times and their refusals.
 */
typedef struct _HoubuCrowdTally HoubuCrowdTally;

HoubuCrowdTally *houbu_crowd_tally_new (void);
void houbu_crowd_tally_free (HoubuCrowdTally *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuCrowdTally, houbu_crowd_tally_free)

void houbu_crowd_tally_add (HoubuCrowdTally *self,
                            HoubuCrowdKind kind,
                            gint64 took,
                            const GError *error);
void
houbu_crowd_tally_get_times (HoubuCrowdTally *self, HoubuCrowdKind kind, HoubuCrowdTimes *times);
guint houbu_crowd_tally_get_asked (HoubuCrowdTally *self);
GPtrArray *houbu_crowd_tally_list_refusals (HoubuCrowdTally *self);
guint houbu_crowd_tally_get_refused (HoubuCrowdTally *self, const char *code);
const char *houbu_crowd_kind_to_word (HoubuCrowdKind kind);

G_END_DECLS
