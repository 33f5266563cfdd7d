/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HoubuPracticeCrowd:
 *
 * The others in practice: sample accounts that join, wait and give up by themselves, so that the
 * queue moves. They end when this object does, and with the app, however that ends.
 *
 * Properties: `running` (boolean, read only), `paused` (boolean), `slow` (boolean).
 */
#define HOUBU_TYPE_PRACTICE_CROWD (houbu_practice_crowd_get_type ())
G_DECLARE_FINAL_TYPE (HoubuPracticeCrowd, houbu_practice_crowd, HOUBU, PRACTICE_CROWD, GObject)

HoubuPracticeCrowd *houbu_practice_crowd_new (const char *address, GError **error);
gboolean houbu_practice_crowd_get_running (HoubuPracticeCrowd *self);
void houbu_practice_crowd_stop (HoubuPracticeCrowd *self);

G_END_DECLS
