/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include "houbu-candidate.h"

G_BEGIN_DECLS

/**
 * HoubuCodeRow:
 *
 * Where the code from a message is typed, with the button that has one sent. After that the button
 * counts down, by the server's clock, until another one may be.
 *
 * Signal: `send ()`: a code is asked for.
 */
#define HOUBU_TYPE_CODE_ROW (houbu_code_row_get_type ())
G_DECLARE_FINAL_TYPE (HoubuCodeRow, houbu_code_row, HOUBU, CODE_ROW, AdwEntryRow)

void houbu_code_row_set_resend_at (HoubuCodeRow *self, HoubuCandidate *candidate, gint64 at);
gboolean houbu_code_row_can_send (HoubuCodeRow *self);
char *houbu_code_row_dup_code (HoubuCodeRow *self);

G_END_DECLS
