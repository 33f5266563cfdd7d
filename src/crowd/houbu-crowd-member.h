/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-crowd-clock.h"
#include "houbu-crowd-people.h"
#include "houbu-crowd-plan.h"
#include "houbu-crowd-tally.h"
#include "houbu-crowd-witness.h"
#include "houbu-server-address.h"

G_BEGIN_DECLS

/**
 * HoubuCrowdStage:
 * @address: the server
 * @clock: the time that they live by
 * @tally: what they ask
 * @witness: what they see
 * @offering: (nullable): the only one that anybody wants
 * @changed: called when somebody is done or learnt that this is no rehearsal
 * @user_data: for @changed
 * @present: how many use the app now
 * @waiting: how many of them wait in a queue
 * @seated: how many of them hold a seat
 * @paid: how many orders were seen paid
 * @done: how many will not come back
 * @is_live: the server took back that it is a rehearsal
 *
 * What all candidates of a crowd share.
 */
typedef struct
{
  HoubuServerAddress *address;
  HoubuCrowdClock *clock;
  HoubuCrowdTally *tally;
  HoubuCrowdWitness *witness;
  const char *offering;
  void (*changed) (gpointer user_data);
  gpointer user_data;
  guint present;
  guint waiting;
  guint seated;
  guint paid;
  guint done;
  gboolean is_live;
} HoubuCrowdStage;

/**
 * HoubuCrowdMember:
 *
 * A virtual candidate: uses the app as its plan says, visit by visit.
 */
#define HOUBU_TYPE_CROWD_MEMBER (houbu_crowd_member_get_type ())
G_DECLARE_FINAL_TYPE (HoubuCrowdMember, houbu_crowd_member, HOUBU, CROWD_MEMBER, GObject)

HoubuCrowdMember *houbu_crowd_member_new (HoubuCrowdStage *stage,
                                          const HoubuCrowdPerson *person,
                                          HoubuCrowdPlan *plan);
void houbu_crowd_member_begin (HoubuCrowdMember *self);
void houbu_crowd_member_finish (HoubuCrowdMember *self);
const char *houbu_crowd_member_get_log (HoubuCrowdMember *self);

G_END_DECLS
