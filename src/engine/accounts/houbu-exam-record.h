/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-records.h"
#include "houbu-store-exam.h"

G_BEGIN_DECLS

HoubuExam *houbu_exam_record_load (
    HoubuTx *tx, const HoubuExamRow *row, gint64 now, const char *language, GError **error);

G_END_DECLS
