/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-item-reasons.h"
#include "houbu-rules-types.h"
#include "houbu-store-types.h"

G_BEGIN_DECLS

/**
 * HoubuPlace:
 * @campus: (owned): code
 * @campus_name: (owned): its name
 * @school: (owned): code of its school
 * @school_name: (owned): the school's name
 * @province: (owned): code of the school's province
 *
 * Where an offering is.
 */
typedef struct
{
  char *campus;
  char *campus_name;
  char *school;
  char *school_name;
  char *province;
} HoubuPlace;

/**
 * HoubuOfferingRow:
 * @key: key in the store
 * @exam: key of its exam session
 * @subject: what can be taken
 * @place: where
 * @overdue: unpaid holds that are due but not ended yet; they count as gone (P2)
 *
 * An offering. Optional times and the fee are %HOUBU_NONE when not set. Inside a writing
 * transaction the counters are those of the last commit: houbu_offering_row_refresh() takes them
 * from the lock.
 */
typedef struct
{
  gint64 key;
  gint64 exam;
  const HoubuSubjectInfo *subject;
  HoubuPlace place;
  gint64 capacity;
  gint64 seats_in_use;
  gint64 waiting;
  gint64 overdue;
  gboolean promotion_pending;
  gboolean over_capacity;
  gboolean withdrawn;
  gint64 fee_fen;
  gint64 exam_starts_at;
  gint64 exam_ends_at;
  gint64 opens_at;
  gint64 closes_at;
} HoubuOfferingRow;

void houbu_offering_row_free (HoubuOfferingRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HoubuOfferingRow, houbu_offering_row_free)

char *houbu_offering_row_dup_id (const HoubuOfferingRow *self);
void houbu_offering_row_refresh (HoubuOfferingRow *self, HoubuOfferingLock *lock);
void houbu_offering_row_fill_state (const HoubuOfferingRow *self, HoubuOfferingState *state);

/* What a candidate can see of the board (R8): a school's, a province's, or all of it. */
typedef struct
{
  HoubuKind kind;
  const char *campus;   /* (nullable): only this one */
  const char *school;   /* (nullable) */
  const char *province; /* (nullable): looked at when there is no school */
} HoubuBoardFilter;

gboolean houbu_store_offering_find_key (
    HoubuTx *tx, gint64 exam, const char *id, gint64 *key, GError **error);
HoubuOfferingRow *
houbu_store_offering_find (HoubuTx *tx, gint64 exam, const char *id, gint64 now, GError **error);
HoubuOfferingRow *
houbu_store_offering_load_locked (HoubuTx *tx, HoubuOfferingLock *lock, GError **error);
HoubuOfferingRow *
houbu_store_offering_load (HoubuTx *tx, gint64 offering, gint64 now, GError **error);
GPtrArray *houbu_store_offering_list_board (
    HoubuTx *tx, gint64 exam, const HoubuBoardFilter *filter, gint64 now, GError **error);
gboolean houbu_store_offering_update (HoubuTx *tx, const HoubuOfferingRow *row, GError **error);

/* What the sweeper looks for. */
gboolean
houbu_store_offering_list_promotable (HoubuTx *tx, gint64 now, GArray *offerings, GError **error);
gboolean houbu_store_offering_list_pending (HoubuTx *tx, GArray *offerings, GError **error);
gboolean houbu_store_offering_list_closing (
    HoubuTx *tx, gint64 now, gint64 limit, GArray *offerings, GError **error);

/* What has to happen before the rules of the exam session change. */
gboolean houbu_store_offering_list_unsettled (
    HoubuTx *tx, gint64 exam, gboolean closed, gint64 now, GArray *offerings, GError **error);

void houbu_place_read (HoubuPlace *place, HoubuStatement *st);
void houbu_place_copy (HoubuPlace *place, const HoubuPlace *other);
void houbu_place_clear (HoubuPlace *place);

/* Columns and joins that houbu_place_read() needs, for statements that show a place. */
#define HOUBU_PLACE_COLUMNS                                                                        \
  "o.campus AS campus, c.name AS campus_name, c.school AS school, s.name AS school_name, "         \
  "s.province AS province"
#define HOUBU_PLACE_JOINS " JOIN campus c ON c.code = o.campus JOIN school s ON s.code = c.school "

G_END_DECLS
