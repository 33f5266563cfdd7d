/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-admin.h"
#include "houbu-store-types.h"

G_BEGIN_DECLS

/**
 * HoubuNoticeRow:
 * @key: key in the store
 * @id: (owned): what stands on the wire
 * @exam: key of the exam session
 * @province: (owned) (nullable): code of the province whose candidates it is for
 * @school: (owned) (nullable): code of the school whose candidates it is for
 * @school_province: (owned) (nullable): code of that school's province
 * @issuer: (owned) (nullable): name of the province or school
 * @title: (owned): one line
 * @body: (owned): plain text
 * @published_at: when it was published
 * @removed_at: when it was taken back, or %HOUBU_NONE
 *
 * A notice to candidates; to all of them when it names no place.
 */
typedef struct
{
  gint64 key;
  char *id;
  gint64 exam;
  char *province;
  char *school;
  char *school_province;
  char *issuer;
  char *title;
  char *body;
  gint64 published_at;
  gint64 removed_at;
} HoubuNoticeRow;

void houbu_notice_row_free (HoubuNoticeRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuNoticeRow, houbu_notice_row_free)

HoubuNoticeRow *houbu_store_notice_load (HoubuTx *tx, gint64 key, GError **error);
HoubuNoticeRow *houbu_store_notice_find (HoubuTx *tx, gint64 exam, const char *id, GError **error);

/* Those that somebody with a registration at that place is shown, and those an operator may change.
 */
GPtrArray *houbu_store_notice_list_shown (HoubuTx *tx,
                                          gint64 exam,
                                          const char *school,
                                          const char *province,
                                          gint64 limit,
                                          GError **error);
GPtrArray *houbu_store_notice_list_of_scope (
    HoubuTx *tx, gint64 exam, const HoubuScope *scope, gint64 before, gint64 limit, GError **error);

gint64 houbu_store_notice_add (HoubuTx *tx, const HoubuNoticeRow *row, GError **error);
gboolean houbu_store_notice_update (HoubuTx *tx, const HoubuNoticeRow *row, GError **error);

/* Whether there are such places; a school's province too. */
gboolean houbu_store_place_has_province (HoubuTx *tx, const char *code, GError **error);
char *houbu_store_place_find_province (HoubuTx *tx, const char *school, GError **error);

G_END_DECLS
