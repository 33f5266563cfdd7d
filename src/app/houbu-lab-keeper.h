/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "houbu-lab.h"
#include "houbu-services.h"

G_BEGIN_DECLS

/**
 * HoubuLabKeeper:
 *
 * Keeps a window as lab mode wants it: forgets what the keyring remembers, signs out who has gone
 * away, and leaves nothing behind of who has signed out.
 *
 * Signal: `signed-out-idle`: it has signed somebody out who had gone away.
 */
#define HOUBU_TYPE_LAB_KEEPER (houbu_lab_keeper_get_type ())
G_DECLARE_FINAL_TYPE (HoubuLabKeeper, houbu_lab_keeper, HOUBU, LAB_KEEPER, GObject)

HoubuLabKeeper *houbu_lab_keeper_new (HoubuLab *lab, GtkWindow *window);
void houbu_lab_keeper_set_services (HoubuLabKeeper *self, HoubuServices *services);
void houbu_lab_keeper_touch (HoubuLabKeeper *self);
gboolean houbu_lab_keeper_has_somebody (HoubuLabKeeper *self);
void houbu_lab_keeper_sign_out_async (HoubuLabKeeper *self,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

G_END_DECLS
