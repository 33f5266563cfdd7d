/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Made at build time; sorted, lower case. */
extern const char *const houbu_common_passwords[];
extern const gsize houbu_n_common_passwords;

G_END_DECLS
