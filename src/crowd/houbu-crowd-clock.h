/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HoubuCrowdClock:
 *
 * The time that candidates live by: it can stand still, and run slower or faster than ours. Only
 * what they think and wait for goes by it; the server has its own.
 */
typedef struct _HoubuCrowdClock HoubuCrowdClock;

typedef void (*HoubuCrowdFunc) (gpointer user_data);

HoubuCrowdClock *houbu_crowd_clock_new (void);
void houbu_crowd_clock_free (HoubuCrowdClock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuCrowdClock, houbu_crowd_clock_free)

guint64 houbu_crowd_clock_after (HoubuCrowdClock *self,
                                 double seconds,
                                 HoubuCrowdFunc func,
                                 gpointer user_data);
void houbu_crowd_clock_forget (HoubuCrowdClock *self, guint64 id);
void houbu_crowd_clock_set_paused (HoubuCrowdClock *self, gboolean paused);
void houbu_crowd_clock_set_pace (HoubuCrowdClock *self, double pace);
double houbu_crowd_clock_get_pace (HoubuCrowdClock *self);
double houbu_crowd_clock_get_seconds (HoubuCrowdClock *self);

G_END_DECLS
