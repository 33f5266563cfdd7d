/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-store-types.h"

G_BEGIN_DECLS

/**
 * HoubuPageRow:
 * @kind: wire word
 * @language: `en` or `zh-CN`
 * @title: heading
 * @body: plain text
 * @updated_at: when an operator changed it
 *
 * A text that an operator put in the place of the one that came with the program.
 */
typedef struct
{
  char *kind;     /* (owned) */
  char *language; /* (owned) */
  char *title;    /* (owned) */
  char *body;     /* (owned) */
  gint64 updated_at;
} HoubuPageRow;

/**
 * HoubuNewsRow:
 * @key: key in the store
 * @id: opaque id
 * @language: (nullable): the only one it is shown in
 * @removed_at: when it was taken back, or %HOUBU_NONE
 */
typedef struct
{
  gint64 key;
  char *id;       /* (owned) */
  char *language; /* (owned) (nullable) */
  char *title;    /* (owned) */
  char *body;     /* (owned) */
  gint64 published_at;
  gint64 removed_at;
} HoubuNewsRow;

/**
 * HoubuTimetableRow:
 * @subject: code
 * @starts_at: when it begins at one campus at least
 * @ends_at: when it ends there, or %HOUBU_NONE
 */
typedef struct
{
  char *subject; /* (owned) */
  gint64 starts_at;
  gint64 ends_at;
} HoubuTimetableRow;

void houbu_page_row_free (HoubuPageRow *self);
void houbu_news_row_free (HoubuNewsRow *self);
void houbu_timetable_row_free (HoubuTimetableRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuPageRow, houbu_page_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuNewsRow, houbu_news_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuTimetableRow, houbu_timetable_row_free)

HoubuPageRow *
houbu_store_page_find (HoubuTx *tx, const char *kind, const char *language, GError **error);
gboolean houbu_store_page_set (HoubuTx *tx, const HoubuPageRow *row, GError **error);
gboolean
houbu_store_page_remove (HoubuTx *tx, const char *kind, const char *language, GError **error);

GPtrArray *houbu_store_news_list (HoubuTx *tx, gint64 exam, const char *language, GError **error);
GPtrArray *
houbu_store_news_list_all (HoubuTx *tx, gint64 exam, gint64 before, gint64 limit, GError **error);
HoubuNewsRow *houbu_store_news_find (HoubuTx *tx, gint64 exam, const char *id, GError **error);
gboolean houbu_store_news_update (HoubuTx *tx, const HoubuNewsRow *row, GError **error);
gboolean houbu_store_news_add (HoubuTx *tx, gint64 exam, const HoubuNewsRow *row, GError **error);

GPtrArray *houbu_store_timetable_list (HoubuTx *tx, gint64 exam, GError **error);

G_END_DECLS
