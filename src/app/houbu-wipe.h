/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void houbu_wipe_set_on (gboolean on);
gboolean houbu_wipe_can (void);

G_END_DECLS
