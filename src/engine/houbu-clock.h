/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine-types.h"

G_BEGIN_DECLS

#define HOUBU_SECOND G_TIME_SPAN_SECOND
#define HOUBU_MINUTE G_TIME_SPAN_MINUTE
#define HOUBU_HOUR G_TIME_SPAN_HOUR
#define HOUBU_DAY G_TIME_SPAN_DAY

HoubuClock *houbu_clock_new (void);
HoubuClock *houbu_clock_new_manual (gint64 now);
HoubuClock *houbu_clock_ref (HoubuClock *clock);
void houbu_clock_unref (HoubuClock *clock);

gint64 houbu_clock_now (HoubuClock *clock);
void houbu_clock_set (HoubuClock *clock, gint64 now);
void houbu_clock_advance (HoubuClock *clock, gint64 by);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuClock, houbu_clock_unref)

G_END_DECLS
