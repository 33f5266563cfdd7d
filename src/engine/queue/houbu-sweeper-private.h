/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-sweeper.h"

G_BEGIN_DECLS

/* Reads a clock, in microseconds. */
typedef gint64 (*HoubuReadClock) (void);

void houbu_sweeper_set_interval (HoubuSweeper *self, gint64 interval);
void houbu_sweeper_set_clocks (HoubuSweeper *self, HoubuReadClock wall, HoubuReadClock boot);

G_END_DECLS
