/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-crowd-tally.h"
#include "houbu-crowd-witness.h"

G_BEGIN_DECLS

/**
 * HoubuCrowdReport:
 * @candidates: how many there were
 * @seed: of the crowd
 * @seconds: how long it took
 * @paid: orders that they paid
 * @tally: what they asked
 * @findings: what they saw
 *
 * What came of a run.
 */
typedef struct
{
  guint candidates;
  guint32 seed;
  double seconds;
  guint paid;
  HoubuCrowdTally *tally;
  HoubuCrowdFindings findings;
} HoubuCrowdReport;

char *houbu_crowd_report_to_table (const HoubuCrowdReport *report);
char *houbu_crowd_report_to_json (const HoubuCrowdReport *report);
gboolean houbu_crowd_report_is_clean (const HoubuCrowdReport *report);

G_END_DECLS
