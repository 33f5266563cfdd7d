/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The largest file of a ZIP archive; what is none comes back as it is. */
GBytes *houbu_bill_archive_unpack (GBytes *file, GError **error);

G_END_DECLS
