/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"
#include "houbu-store-exam.h"
#include "houbu-store-pages.h"

G_BEGIN_DECLS

HoubuNewsItem *houbu_news_record_new (const HoubuNewsRow *row);
HoubuExam *houbu_exam_record_load (
    HoubuTx *tx, const HoubuExamRow *row, gint64 now, const char *language, GError **error);

G_END_DECLS
