/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-driver.h"

G_BEGIN_DECLS

/**
 * HoubuFreshness:
 *
 * Since when each thing that can be asked for is as it is, so that whoever keeps an answer knows
 * whether the store would still give it. The writer says what a commit is about to change before
 * it commits and again when that is over; in between nothing about it holds. What other processes
 * commit is found by counting commits. May be asked from any thread.
 */
typedef struct _HoubuFreshness HoubuFreshness;

HoubuFreshness *
houbu_freshness_new (const HoubuDriver *driver, const char *location, GError **error);
void houbu_freshness_free (HoubuFreshness *self);

void houbu_freshness_announce (HoubuFreshness *self, const HoubuTouched *touched);
void houbu_freshness_count (HoubuFreshness *self, gboolean committed);
void houbu_freshness_settle (HoubuFreshness *self, const HoubuTouched *touched);

HoubuPresent houbu_freshness_look (HoubuFreshness *self);
gboolean houbu_freshness_holds (HoubuFreshness *self,
                                guint64 mark,
                                const HoubuTopic *topics,
                                gsize n_topics);

G_END_DECLS
