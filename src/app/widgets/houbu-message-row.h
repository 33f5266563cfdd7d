/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-practice-phone.h"

G_BEGIN_DECLS

/**
 * HoubuMessageRow:
 *
 * In practice, the newest message to a phone; it is not there without one.
 */
#define HOUBU_TYPE_MESSAGE_ROW (houbu_message_row_get_type ())
G_DECLARE_FINAL_TYPE (HoubuMessageRow, houbu_message_row, HOUBU, MESSAGE_ROW, AdwActionRow)

void houbu_message_row_set_phone (HoubuMessageRow *self, HoubuPracticePhone *phone);

G_END_DECLS
