/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "houbu-candidate.h"

G_BEGIN_DECLS

/**
 * HoubuCountdown:
 *
 * How long something is still kept, by the server's clock: the moment and the time that is left.
 */
#define HOUBU_TYPE_COUNTDOWN (houbu_countdown_get_type ())
G_DECLARE_FINAL_TYPE (HoubuCountdown, houbu_countdown, HOUBU, COUNTDOWN, AdwBin)

void houbu_countdown_set (HoubuCountdown *self, HoubuCandidate *candidate, gint64 deadline);

G_END_DECLS
