/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-crowd-plan.h"
#include "houbu-crowd-report.h"
#include "houbu-server-address.h"

G_BEGIN_DECLS

/**
 * HoubuCrowdExit:
 * @HOUBU_CROWD_DONE: done, and the server kept its promises
 * @HOUBU_CROWD_VIOLATED: done, and it did not
 * @HOUBU_CROWD_USAGE: the command line is wrong, or a file that it names cannot be used
 * @HOUBU_CROWD_UNREACHABLE: the server cannot be reached or makes no sense
 * @HOUBU_CROWD_NO_REHEARSAL: the server does not declare a rehearsal, or took it back meanwhile
 *
 * How a run ends; the exit status of the program.
 */
typedef enum
{
  HOUBU_CROWD_DONE,
  HOUBU_CROWD_VIOLATED,
  HOUBU_CROWD_USAGE,
  HOUBU_CROWD_UNREACHABLE,
  HOUBU_CROWD_NO_REHEARSAL,
} HoubuCrowdExit;

/**
 * HoubuCrowdRunOptions:
 * @address: the server
 * @people: (element-type HoubuCrowdPerson): who comes
 * @temper: how they behave
 * @curve: how they arrive
 * @span: within how many seconds
 * @seed: of all decisions
 * @most_seconds: when to end at the latest; 0 for when everybody is done
 * @offering: (nullable): the only one that anybody wants
 * @pace: at the beginning
 * @control: whether commands come on standard input
 * @quiet: no progress on standard error
 *
 * What a run is to be.
 */
typedef struct
{
  HoubuServerAddress *address;
  GPtrArray *people;
  const HoubuCrowdTemper *temper;
  HoubuCrowdCurve curve;
  double span;
  guint32 seed;
  guint most_seconds;
  const char *offering;
  double pace;
  gboolean control;
  gboolean quiet;
} HoubuCrowdRunOptions;

/**
 * HoubuCrowdRun:
 *
 * A crowd on its way through a server, from the question whether it is a rehearsal to the report.
 */
typedef struct _HoubuCrowdRun HoubuCrowdRun;

HoubuCrowdRun *houbu_crowd_run_new (const HoubuCrowdRunOptions *options);
void houbu_crowd_run_free (HoubuCrowdRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuCrowdRun, houbu_crowd_run_free)

HoubuCrowdExit houbu_crowd_run_go (HoubuCrowdRun *self);
void houbu_crowd_run_get_report (HoubuCrowdRun *self, HoubuCrowdReport *report);
char *houbu_crowd_run_dup_decisions (HoubuCrowdRun *self);

G_END_DECLS
