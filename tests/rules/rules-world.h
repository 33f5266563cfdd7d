/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "houbu-rules-promotion.h"
#include "houbu-rules-time.h"
#include "houbu-rules.h"

G_BEGIN_DECLS

#define WORLD_MAX_ITEMS 8

/* A small world in which a direct enrolment succeeds at 1500. Times are plain numbers, so that the
 * edges of a window can be read in a table:
 *
 *   registration 1000–2000, payment until 3000, waitlist until 2000, hold 500, shortest time to
 *   pay 200; offering 7: CET-4 at school S in province P, 2 of 10 seats taken, nobody waits, fee
 *   1, exam at 9000; the candidate is of S and P, registered, qualified for 1;3;F.
 *
 * A case changes it by words such as "capacity=2", "fee=-" (not set) or
 * "item=e1,1,waiting,7" (id, subject, state, offering, deadline, end of lock). */
typedef struct
{
  HoubuExamWindow window;
  HoubuOfferingState offering;
  HoubuPersonState person;
  HoubuItem items[WORLD_MAX_ITEMS];
  gsize n_items;
  char **words;     /* (owned): what the strings above point into */
  GPtrArray *parts; /* (owned) (element-type GStrv) */
} World;

/* A case: what differs from that world, the clock, and what the rule must say. */
typedef struct
{
  const char *name;
  const char *changes;
  gint64 now;
  const char *refusal;
  const char *rule;
  const char *conflict;
} Case;

World *world_new (const char *changes);
void world_free (World *world);
const HoubuItem *world_find (World *world, const char *id);
void assert_decision (const Case *row, HoubuDecision decision);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

G_END_DECLS
