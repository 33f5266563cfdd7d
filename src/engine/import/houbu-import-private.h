/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "houbu-call.h"
#include "houbu-csv-table.h"
#include "houbu-store-offerings.h"

G_BEGIN_DECLS

typedef struct _HoubuImport HoubuImport;

/**
 * HoubuImportKind:
 * @name: as in the path of the request
 * @columns: (array length=n_columns): of the file
 * @national_only: nobody else may import such a file
 * @begin: loads what the check needs, on a snapshot; sets the state
 * @end: frees the state
 * @check: looks at one record on that snapshot, says what is wrong, keeps what it likes
 * @finish: (nullable): looks at all records together, on that snapshot
 * @prepare: (nullable): slow work between, outside of any transaction
 * @apply: counts, and writes unless it is a dry run. It decides before it writes, and may be run
 *   again after a roll-back
 *
 * One kind of file.
 */
typedef struct
{
  const char *name;
  const HoubuCsvColumn *columns;
  guint n_columns;
  gboolean national_only;
  gboolean (*begin) (HoubuImport *import, HoubuTx *tx, GError **error);
  void (*end) (gpointer state);
  gboolean (*check) (
      HoubuImport *import, HoubuTx *tx, gint64 line, const char *const *cells, GError **error);
  gboolean (*finish) (HoubuImport *import, HoubuTx *tx, GError **error);
  void (*prepare) (HoubuImport *import);
  gboolean (*apply) (HoubuImport *import, HoubuTx *tx, GError **error);
} HoubuImportKind;

extern const HoubuImportKind houbu_import_schools;
extern const HoubuImportKind houbu_import_offerings;
extern const HoubuImportKind houbu_import_students;
extern const HoubuImportKind houbu_import_accounts;
extern const HoubuImportKind houbu_import_results;
extern const HoubuImportKind houbu_import_arrangement;

/* One import under way. */
struct _HoubuImport
{
  HoubuEngine *engine; /* (owned) */
  HoubuCall *call;     /* (owned) */
  int fd;              /* (borrowed) */
  const HoubuImportKind *kind;
  HoubuCsvEncoding encoding;
  gboolean dry_run;
  HoubuCsvProblems *problems; /* (owned) */
  GHashTable *seen;           /* (owned) (element-type utf8 int): keys of records, their lines */
  GArray *ended_accounts;     /* (owned) (element-type gint64): whose tokens were revoked */
  gpointer state;             /* (owned): of the kind */

  gint64 added;
  gint64 changed;
  gint64 unchanged;
};

/* Calls @func for each record of the file. */
typedef gboolean (*HoubuImportRowFunc) (
    HoubuImport *import, HoubuTx *tx, gint64 line, const char *const *cells, GError **error);
gboolean
houbu_import_each_row (HoubuImport *import, HoubuTx *tx, HoubuImportRowFunc func, GError **error);

/* For kinds that read the file a second time in the writer's transaction. */
gboolean houbu_import_fail_second_reading (GError **error);
gboolean houbu_import_apply_each_row (HoubuImport *import,
                                      HoubuTx *tx,
                                      HoubuImportRowFunc func,
                                      GError **error);

/* Cells. Each says what is wrong with it and returns FALSE then. */
gboolean houbu_import_read_text (
    HoubuImport *import, gint64 line, guint column, const char *cell, gint64 max);
gboolean houbu_import_read_code (
    HoubuImport *import, gint64 line, guint column, const char *cell, gint64 min, gint64 max);
gboolean houbu_import_read_integer (HoubuImport *import,
                                    gint64 line,
                                    guint column,
                                    const char *cell,
                                    gint64 min,
                                    gint64 max,
                                    gint64 *value);
gboolean houbu_import_read_time (
    HoubuImport *import, gint64 line, guint column, const char *cell, gint64 *value);
gboolean houbu_import_read_identity (HoubuImport *import,
                                     gint64 line,
                                     guint type_column,
                                     guint number_column,
                                     const char *const *cells,
                                     GBytes **lookup);
gboolean
houbu_import_read_subject (HoubuImport *import, gint64 line, guint column, const char *cell);
gboolean
houbu_import_read_ticket (HoubuImport *import, gint64 line, guint column, const char *cell);
gboolean houbu_import_read_unique (HoubuImport *import, gint64 line, const char *key);
void houbu_import_refuse (HoubuImport *import,
                          gint64 line,
                          guint column,
                          HoubuProblem problem,
                          const char *value,
                          gint64 limit);
gboolean houbu_import_check_scope (
    HoubuImport *import, gint64 line, guint column, const char *school, const char *province);

G_END_DECLS
