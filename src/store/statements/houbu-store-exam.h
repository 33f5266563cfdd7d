/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-rules-types.h"
#include "houbu-store-types.h"

G_BEGIN_DECLS

/**
 * HoubuExamRow:
 * @key: key in the store
 * @id: (owned): what stands on the wire
 * @name: (owned): as candidates read it
 * @window: what the rules need of it
 * @report_form_closes_at: or %HOUBU_NONE
 * @rehearsal: nobody registers for good in it
 * @agreement_version: (owned): which agreement must be accepted
 * @created_at: when it was created
 *
 * An exam session.
 */
typedef struct
{
  gint64 key;
  char *id;
  char *name;
  HoubuExamWindow window;
  gint64 report_form_closes_at;
  gboolean rehearsal;
  char *agreement_version;
  gint64 created_at;
} HoubuExamRow;

HoubuExamRow *houbu_exam_row_copy (const HoubuExamRow *self);
void houbu_exam_row_free (HoubuExamRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuExamRow, houbu_exam_row_free)

HoubuExamRow *houbu_store_exam_find_current (HoubuTx *tx, GError **error);
HoubuExamRow *houbu_store_exam_load_current (HoubuTx *tx, GError **error);
HoubuExamRow *houbu_store_exam_load (HoubuTx *tx, gint64 exam, GError **error);

gboolean houbu_store_exam_insert_current (HoubuTx *tx, HoubuExamRow *row, GError **error);
gboolean houbu_store_exam_update (HoubuTx *tx, const HoubuExamRow *row, GError **error);

const char *houbu_oral_scope_to_word (HoubuOralScope scope);
gboolean houbu_oral_scope_from_word (const char *word, HoubuOralScope *scope);

G_END_DECLS
