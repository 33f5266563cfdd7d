/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "houbu-candidate.h"

G_BEGIN_DECLS

/**
 * HoubuLiveMark:
 *
 * Whether what one sees follows the server by itself: a mark and a word for the header bar.
 */
#define HOUBU_TYPE_LIVE_MARK (houbu_live_mark_get_type ())
G_DECLARE_FINAL_TYPE (HoubuLiveMark, houbu_live_mark, HOUBU, LIVE_MARK, AdwBin)

void houbu_live_mark_set_candidate (HoubuLiveMark *self, HoubuCandidate *candidate);

G_END_DECLS
