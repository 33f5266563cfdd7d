/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * HoubuLinkRow:
 *
 * A row that leads somewhere.
 *
 * Signal: `chosen ()`.
 */
#define HOUBU_TYPE_LINK_ROW (houbu_link_row_get_type ())
G_DECLARE_FINAL_TYPE (HoubuLinkRow, houbu_link_row, HOUBU, LINK_ROW, AdwActionRow)

GtkWidget *houbu_link_row_new (const char *title);

G_END_DECLS
