/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"
#include "houbu-store-notices.h"

G_BEGIN_DECLS

HoubuNotice *houbu_notice_record_new (const HoubuNoticeRow *row);
gboolean houbu_notice_records_add (HoubuTx *tx,
                                   gint64 exam,
                                   const char *school,
                                   const char *province,
                                   GListStore *items,
                                   GError **error);

G_END_DECLS
