/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-pages.h"

G_BEGIN_DECLS

/* The text beside the public pages; its kind is not one of theirs. */
#define HOUBU_TEXT_AGREEMENT "agreement"

HoubuPageRow *houbu_text_load (HoubuTx *tx, const char *kind, const char *language, GError **error);

G_END_DECLS
