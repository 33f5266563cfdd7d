/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-candidate.h"

G_BEGIN_DECLS

gboolean houbu_closure_is_told (HoubuCandidate *candidate);
gboolean houbu_closure_was_by_itself (HoubuCandidate *candidate);
gboolean houbu_closure_can_return (HoubuCandidate *candidate);
char *houbu_closure_describe (HoubuCandidate *candidate);

G_END_DECLS
