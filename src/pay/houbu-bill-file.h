/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A platform's bill of a day: CSV, UTF-8 or GBK, plain or in a ZIP archive. */
GPtrArray *houbu_bill_file_read (GBytes *file, GError **error);

G_END_DECLS
