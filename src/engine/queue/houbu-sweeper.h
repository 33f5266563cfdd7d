/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-engine.h"

G_BEGIN_DECLS

/*
 * Lets happen what only the clock asks for, at most HOUBU_SWEEPER_INTERVAL after its time: holds
 * that are due end, queues close, freed seats are given away in chunks, empty registrations close,
 * what has outlived its use is forgotten.
 */
#define HOUBU_SWEEPER_INTERVAL (4 * G_TIME_SPAN_SECOND)

#define HOUBU_TYPE_SWEEPER (houbu_sweeper_get_type ())
G_DECLARE_FINAL_TYPE (HoubuSweeper, houbu_sweeper, HOUBU, SWEEPER, GObject)

HoubuSweeper *houbu_sweeper_new (HoubuEngine *engine);
void houbu_sweeper_start (HoubuSweeper *self);
void houbu_sweeper_stop (HoubuSweeper *self);
gboolean houbu_sweeper_run (HoubuSweeper *self, GError **error);

gboolean houbu_sweeper_get_halted (HoubuSweeper *self);
void houbu_sweeper_confirm_clock (HoubuSweeper *self);

/* From any thread. */
void houbu_sweeper_wake (HoubuEngine *engine);
gboolean houbu_sweeper_is_halted (HoubuEngine *engine);

G_END_DECLS
