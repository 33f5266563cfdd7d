/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "houbu-services.h"

G_BEGIN_DECLS

/**
 * HoubuCampusDialog:
 *
 * Looks for a campus among those that may be chosen, by a part of its name or its school's, or by
 * the beginning of a code.
 */
#define HOUBU_TYPE_CAMPUS_DIALOG (houbu_campus_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HoubuCampusDialog, houbu_campus_dialog, HOUBU, CAMPUS_DIALOG, AdwWindow)

void houbu_campus_dialog_ask_async (GtkWidget *parent,
                                    GListModel *campuses,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
HoubuCampusChoice *houbu_campus_dialog_ask_finish (GAsyncResult *result);

G_END_DECLS
