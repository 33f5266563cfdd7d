/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-candidate.h"
#include "houbu-sheet.h"

G_BEGIN_DECLS

HoubuSheet *houbu_summary_new (HoubuCandidate *candidate);

G_END_DECLS
