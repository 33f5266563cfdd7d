/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mc-history.h"

G_BEGIN_DECLS

/* Environment: HOUBU_SEEDS=N runs N fresh seeds instead of the short run; HOUBU_SEED=S runs that
 * one alone; HOUBU_REPLAY=FILE runs that history alone. */
void mc_run_seeds (const McSubject *left, const McSubject *right, guint n_seeds, guint n_commands);
void mc_run_replays (const McSubject *left, const McSubject *right);
void mc_run_coverage (const char *const *words, gsize n_words, guint n_seeds, guint n_commands);

G_END_DECLS
