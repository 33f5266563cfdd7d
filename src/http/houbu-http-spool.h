/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a body that may be large lies meanwhile, so that its size costs no memory. */
int houbu_http_spool_open (void);

G_END_DECLS
