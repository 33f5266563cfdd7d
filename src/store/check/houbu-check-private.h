/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-check.h"

G_BEGIN_DECLS

/* Of one invariant that is broken everywhere, so many violations are told. */
#define HOUBU_CHECK_MOST_TOLD 100

/**
 * HoubuCheck:
 *
 * A check under way: the snapshot it looks at and whom it tells.
 */
typedef struct
{
  HoubuTx *tx; /* (not owned) */
  gint64 now;
  HoubuViolationFunc func;
  gpointer data;
  GHashTable *told; /* (owned) (element-type utf8 uint): by invariant */
} HoubuCheck;

void houbu_check_init (
    HoubuCheck *self, HoubuTx *tx, gint64 now, HoubuViolationFunc func, gpointer data);
void houbu_check_clear (HoubuCheck *self);
void houbu_check_tell (HoubuCheck *self, const char *invariant, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/**
 * HoubuCheckRow:
 * @invariant: what it verifies
 * @depth: from which depth on it runs
 * @sql: gives one row with a column `text` for each violation; may use `$now`
 *
 * A check that one statement can make.
 */
typedef struct
{
  const char *invariant;
  HoubuCheckDepth depth;
  gboolean takes_now;
  HoubuSql sql;
} HoubuCheckRow;

#define HOUBU_CHECK_ROW(invariant_, depth_, text_)                                                 \
  {                                                                                                \
    .invariant = invariant_, .depth = depth_, .sql = { "check-" invariant_, text_ }                \
  }

extern const HoubuCheckRow houbu_check_rows[];
extern const guint houbu_check_n_rows;
extern const HoubuCheckRow houbu_check_money_rows[];
extern const guint houbu_check_n_money_rows;

gboolean houbu_check_history (HoubuCheck *self, GError **error);
gboolean houbu_check_items (HoubuCheck *self, GError **error);

G_END_DECLS
