/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HOUBU_STORE_FAILURE:
 *
 * What statements and houbu_store_open() fail with. A store function passes such an error on
 * untouched: it makes the store undo the transaction. The caller of houbu_store_write() and
 * houbu_store_read() sees it as HOUBU_ERROR_BUSY or HOUBU_ERROR_INTERNAL.
 */
#define HOUBU_STORE_FAILURE (houbu_store_failure_quark ())

/**
 * HoubuStoreFailure:
 * @HOUBU_STORE_FAILURE_FAILED: a statement that is wrong, or anything without a name below
 * @HOUBU_STORE_FAILURE_CONSTRAINT: a CHECK, a unique index or a foreign key said no
 * @HOUBU_STORE_FAILURE_FULL: no space left
 * @HOUBU_STORE_FAILURE_IO: reading or writing failed
 * @HOUBU_STORE_FAILURE_BUSY: another process kept its lock longer than we wait
 * @HOUBU_STORE_FAILURE_CORRUPT: the file is damaged or not a database of ours
 * @HOUBU_STORE_FAILURE_NEWER: the schema is newer than this program
 */
typedef enum
{
  HOUBU_STORE_FAILURE_FAILED,
  HOUBU_STORE_FAILURE_CONSTRAINT,
  HOUBU_STORE_FAILURE_FULL,
  HOUBU_STORE_FAILURE_IO,
  HOUBU_STORE_FAILURE_BUSY,
  HOUBU_STORE_FAILURE_CORRUPT,
  HOUBU_STORE_FAILURE_NEWER,
} HoubuStoreFailure;

GQuark houbu_store_failure_quark (void);

G_END_DECLS
